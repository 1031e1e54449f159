"""What the platform holds, for demo, commissioning and fault matrices: numbers and states, no personal data."""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from kiosk.reference_platform.records import open_records
from kiosk.reference_platform.tables import Clash, Result, Ruling, Submission, Terminal


def report(folder: Path, database: str = "") -> dict[str, Any]:
    """`cases`: one row per case that has a receipt; `open`: uploads without one. `duplicates`: ids that came with two
    heads, plus ids and provisional numbers that stand for more than one case. May be asked while the platform runs."""
    records = open_records(folder, database)
    try:
        with records.reading() as session:
            rows = list(session.scalars(select(Submission).order_by(Submission.received_at, Submission.id)))
            clashes = session.scalar(select(func.count()).select_from(Clash)) or 0
            terminals = session.scalar(select(func.count()).select_from(Terminal)) or 0
            rules = _rules(session)
            cases = [_case(row) | {"rule_version": rules.get(row.id, "")} for row in rows if row.receipt]
            left = Counter(row.state for row in rows if not row.receipt)
    finally:
        records.close()
    twice = _twice(case["id"] for case in cases) + _twice(case["provisional_no"] for case in cases)
    return {
        "cases": cases,
        "by_state": dict(Counter(case["state"] for case in cases)),
        "open": dict(left),
        "duplicates": clashes + twice,
        "clashes": clashes,
        "terminals": terminals,
    }


def _case(row: Submission) -> dict[str, Any]:
    return {
        "id": row.id, "terminal": row.terminal, "provisional_no": row.number, "official_no": row.official_no,
        "matter": row.matter, "state": row.state, "received_at": row.received_at, "clock_doubt": row.clock_doubt,
    }


def _rules(session: Session) -> dict[str, str]:
    """By the case's id, which rules its newest result was judged by."""
    same = (Result.town == Ruling.town, Result.terminal == Ruling.terminal, Result.cursor == Ruling.cursor)
    found = session.execute(select(Result.id, Ruling.rule_version).join(Ruling, and_(*same)).order_by(Result.cursor))
    return {row[0]: row[1] for row in found}


def _twice(names: Any) -> int:
    return sum(times - 1 for times in Counter(names).values())
