"""Values of a form that are worked out, by name, so that a matter can ask for them without code of its own (pure)."""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from kiosk.matters.form import ComputationName
from kiosk.matters.model import Computation
from kiosk.numbers import birth_of, tidy

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, repr=False)
class Known:
    """What a computation may use. `answers`: the form so far, by field."""

    today: date
    birth: date | None
    answers: Mapping[str, str] = field(default_factory=lambda: NO_ANSWERS)


def first_month_from_age(known: Known, asked: Computation) -> str | None:
    """The first month to be paid, "2026-12": the one after today, but not before the month of that birthday."""
    if known.birth is None:
        return None
    year, month = known.today.year + known.today.month // 12, known.today.month % 12 + 1
    return "{:04d}-{:02d}".format(*max((year, month), (known.birth.year + asked.age, known.birth.month)))


def this_month(known: Known, asked: Computation) -> str | None:
    return f"{known.today:%Y-%m}"


def months_ago(known: Known, asked: Computation) -> str | None:
    """The month `asked.months` before this one."""
    months = known.today.year * 12 + known.today.month - 1 - asked.months
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def age_of(known: Known, asked: Computation) -> str | None:
    """Full years, today or on `asked.day` of this year, of whom an ID number or a day of birth belongs to."""
    day = date.fromisoformat(f"{known.today.year}-{asked.day}") if asked.day else known.today
    months = _full_months(_born(known, asked), day)
    return None if months is None else str(months // 12)


def months_of(known: Known, asked: Computation) -> str | None:
    months = _full_months(_born(known, asked), known.today)
    return None if months is None else str(months)


def born_on(known: Known, asked: Computation) -> str | None:
    """The day of birth in an ID number."""
    born = _born(known, asked)
    return born.isoformat() if born else None


def _born(known: Known, asked: Computation) -> date | None:
    said = known.answers.get(asked.of, "")
    try:
        return date.fromisoformat(said)
    except ValueError:
        return birth_of(tidy(said))


def _full_months(birth: date | None, day: date) -> int | None:
    """Full on the same day of the month, or on its last day where there is no such day."""
    if birth is None or birth > day:
        return None
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day.day >= min(birth.day, monthrange(day.year, day.month)[1]) else months - 1


COMPUTATIONS: dict[ComputationName, Callable[[Known, Computation], str | None]] = {
    "first_month_from_age": first_month_from_age,
    "this_month": this_month,
    "months_ago": months_ago,
    "age_of": age_of,
    "months_of": months_of,
    "birth_of": born_on,
}


def compute(asked: Computation, known: Known) -> str | None:
    """The value, or None while it cannot be known."""
    return COMPUTATIONS[asked.name](known, asked)
