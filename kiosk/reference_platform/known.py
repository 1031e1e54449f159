"""Everything the platform knows about a case, by the names of the rule language, and on which day it counts (pure)."""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kiosk.numbers import birth_of, tidy
from kiosk.platform_client.contract import Applicant, Application

AHEAD = timedelta(minutes=10)  # a tap may lie this far in the future by the best clock there is
BEHIND = timedelta(days=90)  # and this far back: longer than any kiosk is left without its line


@dataclass(frozen=True)
class Tapped:
    """When the resident confirmed, in the platform's time. `doubt`: the kiosk's clock could not be believed."""

    at: datetime
    doubt: bool = False


def tapped(said: str, offset: float | None, received: datetime) -> Tapped:
    """`said`: ISO by the kiosk's clock. `offset`: seconds the platform was ahead of it, None when never heard.

    A time that cannot be right is replaced by the time of receipt and marked.
    """
    try:
        at = datetime.fromisoformat(said)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)) + timedelta(seconds=offset or 0.0)
        believable = received - BEHIND <= at <= received + AHEAD
    except (ValueError, OverflowError):
        return Tapped(received, doubt=True)
    return Tapped(at) if believable else Tapped(received, doubt=True)


def known_facts(
    application: Application, shares: Mapping[str, object], day: date, id_accepted: bool
) -> dict[str, object]:
    """Shared data, ages on `day`, and what the session proved; a fact that is not here is unknown.

    An applicant who acts for nobody is the only kind a kiosk hands in so far.
    """
    facts: dict[str, object] = {**shares, "session.is_agent": False}
    if id_accepted:
        facts["session.id_verified"] = True
    birth = birthday(application.applicant)
    if birth is not None and birth <= day:
        months = full_months(birth, day)
        facts |= {"applicant.age": months // 12, "applicant.age_months": months}
    return facts


def birthday(applicant: Applicant) -> date | None:
    """From the card, else from the number; None when the two disagree."""
    in_number = birth_of(tidy(applicant.number))
    try:
        on_card = date.fromisoformat(applicant.birth) if applicant.birth else in_number
    except ValueError:
        return None
    return on_card if in_number in (None, on_card) else None


def full_months(birth: date, day: date) -> int:
    """Full on the same day of the month, or on its last day where there is no such day."""
    months = (day.year - birth.year) * 12 + day.month - birth.month
    return months if day.day >= min(birth.day, monthrange(day.year, day.month)[1]) else months - 1
