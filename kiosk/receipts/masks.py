"""Hide the middle of names and numbers, so that a slip left on the counter gives nobody away (pure)."""
from __future__ import annotations

from kiosk.numbers import mask_phone

__all__ = ["mask_document", "mask_name", "mask_phone"]


def mask_name(name: str) -> str:
    """林大有 → 林*有, 林明 → 林*, 欧阳大有 → 欧**有; a name in letters keeps its first and last one too."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_document(number: str) -> str:
    """110000190001010000 → 1100**********0000; shorter numbers keep at most a quarter at each end."""
    kept = min(4, len(number) // 4)
    if kept == 0:
        return "*" * len(number)
    return number[:kept] + "*" * (len(number) - 2 * kept) + number[-kept:]
