"""The numbers of this terminal: made from a counter, read back from what lies on the disk (pure)."""
from __future__ import annotations

from collections.abc import Callable, Iterable

LAST_COUNTER = 999_999
LENGTH = 14
Number = Callable[[str, int, int], str]  # terminal, epoch, counter → the 14 digits shown to people


class Numbering:
    """`terminal`: five digits, `epoch`: one, both from enrolment."""

    def __init__(self, terminal: str, epoch: int, make: Number) -> None:
        self.terminal, self.epoch, self._make = terminal, epoch, make

    def number(self, counter: int) -> str:
        return self._make(self.terminal, self.epoch, counter)

    def read(self, number: str) -> tuple[int, int] | None:
        """Epoch and counter of a number of this terminal; None for any other text, check digits included."""
        if len(number) != LENGTH or not (number.isascii() and number.isdecimal()):
            return None
        epoch, counter = int(number[5]), int(number[6:12])
        if not counter or self._make(self.terminal, epoch, counter) != number:
            return None
        return epoch, counter

    def highest(self, numbers: Iterable[str]) -> dict[int, int]:
        """The highest counter of each epoch."""
        found: dict[int, int] = {}
        for read in map(self.read, numbers):
            if read is not None:
                found[read[0]] = max(found.get(read[0], 0), read[1])
        return found
