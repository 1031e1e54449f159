"""Takes out of a damaged database what can still be read, row by row: one bad page must not cost its neighbours."""
from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from offline_queue.model import Entry
from offline_queue.states import State
from offline_queue.store.opening import connect
from offline_queue.store.reading import COLUMNS, entry_of

Row = tuple[object, ...]


@dataclass
class Salvaged:
    """`entries` by id; a state nobody knows has become queued. `absent`: places the database could still say are empty.
    `events`: whole rows of that table. `counters`: the next one, by epoch."""

    entries: dict[str, Entry] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()
    events: list[Row] = field(default_factory=list)
    counters: dict[int, int] = field(default_factory=dict)


def salvage(path: Path, up_to: int) -> Salvaged:
    """`up_to`: the highest seq there can have been, as far as the files tell. Works on the database itself: hand in a
    copy. Reading never raises; an unreadable database gives an empty Salvaged."""
    found = Salvaged()
    if not path.exists():
        return found
    db = connect(path)
    try:
        _rows(db, "PRAGMA writable_schema = ON", None)  # so that one bad line of the schema does not hide the tables
        last = max(up_to, _number(db, "SELECT max(seq) FROM submission"), _number(
            db, "SELECT seq FROM sqlite_sequence WHERE name = 'submission'"))
        absent = set()
        for seq in range(1, last + 1):
            rows = _rows(db, f"SELECT {COLUMNS} FROM submission WHERE seq = ?", seq)
            if rows == []:
                absent.add(seq)
            elif rows and (entry := _entry(rows[0])) is not None:
                found.entries[entry.id] = entry
        found.absent = frozenset(absent)
        for n in range(1, _number(db, "SELECT max(rowid) FROM event") + 1):
            found.events += [row for row in _rows(db, "SELECT * FROM event WHERE rowid = ?", n) or [] if _sound(row)]
        for epoch in range(10):
            for row in _rows(db, "SELECT next FROM counter WHERE epoch = ?", epoch) or []:
                if isinstance(row[0], int):
                    found.counters[epoch] = row[0]
    finally:
        db.close()
    return found


def _rows(db: sqlite3.Connection, sql: str, value: int | None) -> list[Row] | None:
    """None: this place cannot be read."""
    try:
        return db.execute(sql, () if value is None else (value,)).fetchall()
    except (sqlite3.Error, UnicodeDecodeError, ValueError):
        return None


def _number(db: sqlite3.Connection, sql: str) -> int:
    try:
        row = db.execute(sql).fetchone()
    except sqlite3.Error:
        return 0
    return row[0] if row and isinstance(row[0], int) and row[0] < 10_000_000 else 0


def _entry(row: Row) -> Entry | None:
    state = row[8] if row[8] in {known.value for known in State} else State.QUEUED.value
    try:
        return entry_of((*row[:8], state, *row[9:]))
    except (ValueError, TypeError):
        return None


def _sound(row: Row) -> bool:
    kinds = (int, str, float, str, float | None, str)
    return len(row) == len(kinds) and all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True))
