"""Enrolment codes: made by the platform's staff, typed once at a machine, kept here as digests only."""
from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from sqlalchemy import select

from kiosk.clock import SystemClock
from kiosk.platform_client.contract import Place, Words
from kiosk.reference_platform.moments import moment_text
from kiosk.reference_platform.records import Records, open_records
from kiosk.reference_platform.tables import Code, Terminal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
TOWN = "441900101"
SITE = Place(
    town=Words(zh="石碣镇", en="Shijie"),
    village=Words(zh="桔洲村", en="Juzhou"),
    centre=Words(zh="桔洲村党群服务中心", en="Juzhou village service centre"),
)


def new_code(folder: Path, site: Place = SITE, town: str = TOWN, terminal: str = "", database: str = "") -> str:
    """A code for a new kiosk at `site`, or for `terminal`, which then gets its next epoch: "7K3M-9QWX-2TRD".

    May be called while the platform runs. Raises ValueError for an unknown terminal.
    """
    records = open_records(folder, database)
    try:
        return _made(records, site, town, terminal)
    finally:
        records.close()


def _made(records: Records, site: Place, town: str, terminal: str) -> str:
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    place = site.model_dump_json()
    with records.writing() as session:
        if terminal:
            known = session.scalar(select(Terminal).where(Terminal.terminal == terminal))
            if known is None:
                raise ValueError(f"no terminal {terminal}")
            town, place = known.town, known.site
        row = Code(town=town, code_sha=code_digest(code), terminal=terminal, site=place)
        row.made_at = moment_text(SystemClock().now())
        session.add(row)
    return code


def code_digest(code: str) -> str:
    """Typed with or without hyphens, in any case. 59 random bits: a digest of them cannot be turned back."""
    return hashlib.sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()
