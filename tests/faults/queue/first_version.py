"""A database as the first version of this program left it, and what lies in a database."""
from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from offline_queue import migrations
from offline_queue.envelope import opaque
from offline_queue.store.opening import scripts

ROWS = 60
OLD_KEY = "tag/matter"  # the first version wrote cases down as they were
NEWEST = len(scripts(0))


@dataclass(frozen=True)
class Seen:
    """`whole`: SQLite finds no fault, and every row is as this version writes it."""

    version: int
    whole: bool


def write_first_version(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.executescript(resources.files(migrations).joinpath("0001_first.sql").read_text("utf-8"))
    sql = (
        "INSERT INTO submission (id, number, kind, case_key, urgent, class, bytes, state, head_sha)"
        " VALUES (?, ?, 'application', ?, 0, 0, 10, 'accepted', ?)"
    )
    db.executemany(sql, [(f"id-{n}", f"{n:014d}", OLD_KEY, f"{n:064x}") for n in range(ROWS)])
    db.execute("PRAGMA user_version = 1")
    db.close()


def seen_in(path: Path) -> Seen:
    db = sqlite3.connect(path)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        rows = db.execute("SELECT id, case_key FROM submission ORDER BY seq").fetchall()
        sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return Seen(0, whole=False)
    finally:
        db.close()
    key = OLD_KEY if version == 1 else opaque(OLD_KEY)
    return Seen(version, sound and rows == [(f"id-{n}", key) for n in range(ROWS)])
