"""The official number of a case (办件编号), minted here and nowhere else (pure)."""
from __future__ import annotations

from datetime import date

from kiosk.numbers import mod_97_10


def official_number(town: str, day: date, n: int) -> str:
    """DG + last three digits of the town + yymmdd + running number of the town's day (5) + MOD 97-10 (2).

    `DG1012612030001212`: two towns never share one and need not ask each other.
    """
    if not 1 <= n <= 99_999:
        raise ValueError("a town's day has 99,999 numbers")
    digits = f"{town[-3:]}{day:%y%m%d}{n:05d}"
    return f"DG{digits}{mod_97_10(digits)}"
