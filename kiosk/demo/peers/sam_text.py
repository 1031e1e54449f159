"""Writes the 256-byte text of an identity card's chip, for cards of invented people; UTF-16LE, padded with spaces."""

from __future__ import annotations

from typing import Any

SIZE = 256
FOR_EVER = "长期"
LAYOUTS: dict[str, dict[str, tuple[int, int]]] = {  # field: (offset, length) in bytes
    "R": {
        "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "birth": (36, 16), "address": (52, 70), "number": (122, 36),
        "issuer": (158, 30), "valid_from": (188, 16), "valid_to": (204, 16),
    },
    "J": {
        "name": (0, 30), "sex": (30, 2), "birth": (36, 16), "address": (52, 70), "number": (122, 36),
        "issuer": (158, 30), "valid_from": (188, 16), "valid_to": (204, 16), "pass_number": (220, 18),
        "issue_count": (238, 4),
    },
    "I": {
        "name_en": (0, 120), "sex": (120, 2), "number": (122, 30), "nationality": (152, 6), "name": (158, 30),
        "valid_from": (188, 16), "valid_to": (204, 16), "birth": (220, 16), "version": (236, 4), "authority": (240, 8),
    },
    "Y": {
        "name": (0, 30), "sex": (30, 2), "renewals": (32, 4), "birth": (36, 16), "name_en": (52, 70),
        "number": (122, 36), "valid_from": (188, 16), "valid_to": (204, 16), "name_en_more": (220, 22),
        "nationality": (242, 6), "old_link": (250, 6),
    },
}  # fmt: skip


def build_text(kind: str, **fields: str) -> bytes:
    """The block of an R, J, I or Y card. ValueError when a field is not on that card or too long for it."""
    layout = LAYOUTS[kind]
    block = bytearray((" " * (SIZE // 2)).encode("utf-16-le"))
    for name, text in fields.items():
        if name not in layout:
            raise ValueError(f"a card of kind {kind} has no field {name}")
        offset, length = layout[name]
        value = text.encode("utf-16-le")
        if len(value) > length:
            raise ValueError(f"{name} takes {len(value)} bytes, a card of kind {kind} has {length}")
        block[offset : offset + len(value)] = value
    if kind != "R":
        block[248:250] = kind.encode("utf-16-le")
    return bytes(block)


def text_of(person: dict[str, Any]) -> bytes:
    """The resident card of one of assets/demo/people.json."""
    until = person["valid_to"]
    return build_text(
        "R", name=person["name"], sex=person["sex"], nation=person["nation"], birth=_digits(person["birth"]),
        address=person["address"], number=person["number"], issuer=person["issuer"],
        valid_from=_digits(person["valid_from"]), valid_to=FOR_EVER if until is None else _digits(until),
    )  # fmt: skip


def _digits(day: str) -> str:
    return day.replace("-", "")
