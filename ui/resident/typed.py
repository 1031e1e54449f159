"""Digits as they are typed: how many there may be and how they are grouped for the eye (pure)."""
from __future__ import annotations

LONGEST = {"integer": 2, "money": 9, "phone": 11, "id_number": 18, "bank_account": 21}
KEYPAD_KINDS = frozenset(LONGEST)
GROUPS = {"phone": (3, 4, 4), "id_number": (6, 4, 4, 4), "bank_account": (4, 4, 4, 4, 4, 1)}


def pressed(kind: str, typed: str, key: str) -> str:
    """With one more key, where it may stand: X only as the last of an ID number, no more than there is room for."""
    if len(typed) >= LONGEST[kind]:
        return typed
    if key == "X":
        return typed + key if kind == "id_number" and len(typed) == LONGEST[kind] - 1 else typed
    if kind == "integer" and typed == "0":
        return key
    return typed + key


def grouped(kind: str, typed: str) -> str:
    """13800138000 → 138 0013 8000."""
    parts, start = [], 0
    for length in GROUPS.get(kind, (len(typed),)):
        parts.append(typed[start : start + length])
        start += length
    return " ".join(part for part in parts if part)
