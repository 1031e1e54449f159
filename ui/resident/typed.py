"""Digits as they are typed: how many there may be and how they are grouped for the eye (pure)."""
from __future__ import annotations

LONGEST = {
    "integer": 4, "decimal": 9, "money": 11, "phone": 11, "id_number": 18, "bank_account": 21, "digits": 20,
}  # fmt: skip
EXTRA = {"id_number": "X", "money": ".", "decimal": "."}
BEHIND_POINT = {"money": 2, "decimal": 4}
KEYPAD_KINDS = frozenset(LONGEST)
GROUPS = {"phone": (3, 4, 4), "id_number": (6, 4, 4, 4), "bank_account": (4, 4, 4, 4, 4, 1)}


def pressed(kind: str, typed: str, key: str) -> str:
    """With one more key, where it may stand: X only as the last of an ID number, no more than there is room for."""
    if len(typed) >= LONGEST[kind]:
        return typed
    if kind in BEHIND_POINT:
        return _with_point(kind, typed, key)
    if key == "X":
        return typed + key if kind == "id_number" and len(typed) == LONGEST[kind] - 1 else typed
    if kind == "integer" and typed == "0":
        return key
    return typed + key


def _with_point(kind: str, typed: str, key: str) -> str:
    """One point, never first, and no more digits behind it than count."""
    if key == ".":
        return typed if "." in typed or not typed else typed + key
    whole, point, behind = typed.partition(".")
    if point:
        return typed + key if len(behind) < BEHIND_POINT[kind] else typed
    return key if whole == "0" else typed + key


def grouped(kind: str, typed: str) -> str:
    """13800138000 → 138 0013 8000, and money by thousands."""
    if kind == "money" and typed:
        whole, point, behind = typed.partition(".")
        return f"{int(whole):,}{point}{behind}"
    parts, start = [], 0
    for length in GROUPS.get(kind, (len(typed),)):
        parts.append(typed[start : start + length])
        start += length
    return " ".join(part for part in parts if part)
