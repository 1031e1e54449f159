"""Numbers people carry: check digits, shapes and masks, by their published rules (pure)."""
from __future__ import annotations

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
ID_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
OLD_FOREIGNER_SHAPE = re.compile(r"[A-Z]{3}[0-9]{12}")


def tidy(number: str) -> str:
    """As it is printed: no spaces or hyphens, capital letters."""
    return re.sub(r"[\s-]", "", number).upper()


def id_check_character(first17: str) -> str:
    """ISO 7064 MOD 11-2 over 17 digits, as GB 11643 uses it."""
    return CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def is_id_number(number: str, today: date) -> bool:
    """An 18-character number of a citizen, a residence permit (81, 82, 83) or a foreigner's card (9…).

    Shape, check character and a real birthday not after `today`. The region is never a reason to refuse: numbers stay
    for life, regions change.
    """
    if not ID_SHAPE.fullmatch(number) or id_check_character(number[:17]) != number[17]:
        return False
    birth = birth_of(number)
    return birth is not None and birth <= today


def is_old_foreigner_number(number: str) -> bool:
    """The 2017 foreigner's card: three letters and twelve digits. Its shape is all that can be checked."""
    return OLD_FOREIGNER_SHAPE.fullmatch(number) is not None


def birth_of(number: str) -> date | None:
    """The birthday in an 18-character number, or None."""
    if not ID_SHAPE.fullmatch(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1 from the 17th digit: "1" male, "2" female, "0" unknown."""
    if not ID_SHAPE.fullmatch(number):
        return "0"
    return "1" if int(number[16]) % 2 else "2"


def mod_97_10(digits: str) -> str:
    """The two check digits of ISO 7064 MOD 97-10: they find every wrong digit and every swap."""
    return f"{98 - int(digits + '00') % 97:02d}"


def mod_97_10_holds(digits: str) -> bool:
    return int(digits) % 97 == 1


def mask_number(number: str) -> str:
    """110000190001010000 → 110***********0000."""
    if len(number) < 10:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_phone(phone: str) -> str:
    """13812345621 → 138****5621."""
    return phone[:3] + "*" * max(0, len(phone) - 7) + phone[-4:] if len(phone) > 7 else "*" * len(phone)


def mask_account(account: str) -> str:
    """6217000012345678 → **** 5678: the end is what people compare with their card."""
    return "**** " + account[-4:] if len(account) > 4 else "*" * len(account)
