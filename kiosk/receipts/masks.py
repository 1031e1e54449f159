"""Hide the middle of names and numbers, so that a slip left on the counter gives nobody away (pure)."""
from __future__ import annotations


def mask_name(name: str) -> str:
    """陈福寿 → 陈*寿, 陈明 → 陈*, 欧阳福寿 → 欧**寿; a name with a dot keeps its first and last character too."""
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


def mask_phone(phone: str) -> str:
    """13812345621 → 138****5621; anything that is not a mobile number keeps its last two digits. Empty stays empty."""
    if len(phone) == 11 and phone.isdigit():
        return phone[:3] + "****" + phone[-4:]
    return "*" * max(0, len(phone) - 2) + phone[-2:] if len(phone) > 2 else "*" * len(phone)
