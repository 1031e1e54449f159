"""Values of a form that are worked out, by name, so that a matter can ask for them without code of its own (pure)."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.matters.model import Computation


@dataclass(frozen=True, repr=False)
class Known:
    """What a computation may use."""

    today: date
    birth: date | None


def first_month_from_age(known: Known, asked: Computation) -> str | None:
    """The first month to be paid, "2026-12": the one after today, but not before the month of that birthday."""
    if known.birth is None:
        return None
    year, month = known.today.year + known.today.month // 12, known.today.month % 12 + 1
    return "{:04d}-{:02d}".format(*max((year, month), (known.birth.year + asked.age, known.birth.month)))


COMPUTATIONS: dict[str, Callable[[Known, Computation], str | None]] = {
    "first_month_from_age": first_month_from_age,
}


def compute(asked: Computation, known: Known) -> str | None:
    """The value, or None while it cannot be known. Raises KeyError for a name that is not in the table."""
    return COMPUTATIONS[asked.name](known, asked)
