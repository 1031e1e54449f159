"""Takes out of a question what tells who asked: numbers by their check digit, phones, accounts, names said (pure)."""
from __future__ import annotations

import re
from datetime import date

from kiosk.numbers import OLD_FOREIGNER_SHAPE, is_id_number, tidy

NARROW = {0xFEE0 + code: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum()}  # full-width digits, letters
LONG = 8  # no question needs a number of so many digits
RUN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{0,3}[0-9](?:[0-9]|[ \-](?=[0-9]))*[Xx]?(?![A-Za-z0-9])")
PHONE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
NAMED = re.compile(
    r"((?:我|他|她|老公|老婆|妈妈|爸爸)?(?:名?叫做?|的?名字(?:是|叫)|姓名(?:是|：|:)?))\s*"
    r"([\u3400-\u9fff·]{2,4}?)(?=[，。,.；;！!？?\s]|$)"
    r"|((?:my|his|her) name is|i am called)\s+([A-Za-z]+(?: [A-Za-z]+)?)",
    re.IGNORECASE,
)
ID, ACCOUNT, CALLED, MAILED, SOME = "〔证件号〕", "〔卡号〕", "〔手机号〕", "〔邮箱〕", "〔号码〕"


def without_personal(said: str, today: date) -> tuple[str, int]:
    """The question with every number that names somebody replaced by its kind, and how many were replaced."""
    removed = 0

    def take(run: re.Match[str]) -> str:
        nonlocal removed
        kind = _kind(tidy(run[0]), today)
        removed += kind is not None
        return kind or run[0]

    text = RUN.sub(take, said.translate(NARROW))
    text, mails = MAIL.subn(MAILED, text)
    text, names = NAMED.subn(lambda found: f"{found[1] or found[3] + ' '}〔姓名〕", text)
    return text, removed + mails + names


def _kind(number: str, today: date) -> str | None:
    """An ID and a bank card are known by their check digit; any other long number goes too, whatever it is."""
    if is_id_number(number, today) or OLD_FOREIGNER_SHAPE.fullmatch(number):
        return ID
    if PHONE.fullmatch(number):
        return CALLED
    if 13 <= len(number) <= 19 and number.isdecimal() and luhn_holds(number):
        return ACCOUNT
    return SOME if sum(mark.isdecimal() for mark in number) >= LONG else None


def luhn_holds(number: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812): it finds every single wrong digit."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0
