"""Hide the middle of names and numbers, so that a slip left on the counter gives nobody away (pure)."""
from __future__ import annotations

from kiosk.numbers import mask_phone

__all__ = ["mask_document", "mask_name", "mask_phone"]


def mask_name(name: str) -> str:
    """陈福寿 → 陈*寿, 陈明 → 陈*, 欧阳福寿 → 欧**寿; a name in letters keeps its first and last one too."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_document(number: str) -> str:
    """441900195203087017 → 4419**********7017; shorter numbers keep at most a quarter at each end."""
    kept = min(4, len(number) // 4)
    if kept == 0:
        return "*" * len(number)
    return number[:kept] + "*" * (len(number) - 2 * kept) + number[-kept:]
