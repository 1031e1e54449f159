"""The provisional number a resident leaves with: minted without the net, never twice, hard to mistype (pure).

terminal (5 digits, from enrolment) + epoch (1) + counter (6) + ISO 7064 MOD 97-10 (2), shown `1234 5000 0001 84`.
"""
from __future__ import annotations

from kiosk.errors import StaffProblem
from kiosk.numbers import mod_97_10, mod_97_10_holds, tidy

LAST_COUNTER = 999_999
LENGTH = 14


class CounterFull(StaffProblem):
    """All numbers of this epoch are used: handing in stops until the platform gives a new epoch."""

    def __init__(self) -> None:
        super().__init__("counter_full")


def provisional(terminal: str, epoch: int, counter: int) -> str:
    """The 14 digits. Raises CounterFull after the last counter, ValueError for anything that is no such part."""
    if not (len(terminal) == 5 and terminal.isascii() and terminal.isdecimal()):
        raise ValueError("a terminal has five digits")
    if not 0 <= epoch <= 9 or counter < 1:
        raise ValueError("an epoch is 0 to 9, a counter starts at 1")
    if counter > LAST_COUNTER:
        raise CounterFull
    body = f"{terminal}{epoch}{counter:06d}"
    return body + mod_97_10(body)


def is_valid(text: str) -> bool:
    """Whether this can be such a number, read back with or without spaces and hyphens."""
    number = tidy(text)
    return len(number) == LENGTH and number.isascii() and number.isdecimal() and mod_97_10_holds(number)


def grouped(number: str) -> str:
    """12345000000184 → 1234 5000 0001 84."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
