"""Ages by the calendar, as the matters count them (pure)."""
from __future__ import annotations

from calendar import monthrange
from datetime import date


def full_months(birth: date, today: date) -> int:
    """Full months lived: full on the same day of the month, or on its last day where there is no such day."""
    months = (today.year - birth.year) * 12 + today.month - birth.month
    last_day = monthrange(today.year, today.month)[1]
    return months if today.day >= min(birth.day, last_day) else months - 1
