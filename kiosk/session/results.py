"""What became of earlier cases: recorded as they come, shown to their owner at the next tap of the card."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.matters.load import Catalogue
from kiosk.matters.text import Text
from kiosk.session.model import Notice, ResultView
from kiosk.store import ResultRow, Store
from kiosk.submission.number import grouped

HERE = ZoneInfo("Asia/Shanghai")


def result_view(row: ResultRow) -> ResultView:
    return ResultView(row.state, Text(zh=row.text_zh, en=row.text_en), row.official_no)


def notices_for(store: Store, catalogue: Catalogue, owner_tag: str) -> tuple[Notice, ...]:
    """Results this owner has not seen yet, oldest first."""
    return tuple(_notice(row, catalogue) for row in store.results_for(owner_tag, unseen_only=True))


def all_seen(store: Store, owner_tag: str) -> None:
    for row in store.results_for(owner_tag, unseen_only=True):
        store.mark_seen(row)


def _notice(row: ResultRow, catalogue: Catalogue) -> Notice:
    known = {matter.code: matter.short for matter in catalogue.matters}
    name = known.get(row.matter, Text(zh=row.matter))  # a matter may have left the catalogue since
    return Notice(grouped(row.number), name, day_here(row.at).isoformat(), result_view(row))


def day_here(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
