"""Moments as the platform writes and counts them (pure)."""
from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


def moment_text(moment: datetime) -> str:
    """ISO, UTC, milliseconds: such texts sort like the moments they mean."""
    return moment.isoformat(timespec="milliseconds")


def day_here(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
