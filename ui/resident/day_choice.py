"""Choosing a day in three touches, as a value (pure)."""
from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

YEARS_SHOWN = 12
AHEAD = 1  # the first page ends with next year: a due date lies there


@dataclass(frozen=True, repr=False)
class DayChoice:
    """0 is not chosen yet. `shift` counts pages of years, negative is earlier."""

    this_year: int
    year: int = 0
    month: int = 0
    day: int = 0
    shift: int = 0
    with_day: bool = True
    stage: str = "year"  # year, month, day

    def offered(self) -> range:
        """The numbers to choose from at this stage."""
        match self.stage:
            case "year":
                last = self.this_year + AHEAD + self.shift * YEARS_SHOWN
                return range(last - YEARS_SHOWN + 1, last + 1)
            case "month":
                return range(1, 13)
            case _:
                return range(1, monthrange(self.year, self.month)[1] + 1)

    def has(self, value: int) -> bool:
        return value == {"year": self.year, "month": self.month, "day": self.day}[self.stage]

    def pressed(self, value: int) -> DayChoice:
        """The choice with this key pressed: a new year or month asks for what follows it again."""
        match self.stage:
            case "year":
                return replace(self, year=value, month=0, day=0, stage="month")
            case "month":
                return replace(self, month=value, day=0, stage="day" if self.with_day else "month")
            case _:
                return replace(self, day=value)

    def earlier(self) -> DayChoice:
        return replace(self, shift=self.shift - 1)

    def later(self) -> DayChoice:
        return replace(self, shift=self.shift + 1)

    def back_to(self, stage: str) -> DayChoice:
        """To the year or the month again; what was chosen stays until another key is pressed."""
        return replace(self, stage=stage) if self.reaches(stage) else self

    def reaches(self, stage: str) -> bool:
        """Whether what comes before this stage is chosen."""
        return {"year": True, "month": self.year > 0, "day": self.month > 0 and self.with_day}[stage]

    def value(self) -> str:
        """`2026-12-03`, or `2026-12` without a day; empty while something is missing."""
        if not self.with_day:
            return f"{self.year}-{self.month:02d}" if self.month else ""
        return date(self.year, self.month, self.day).isoformat() if self.day else ""
