"""Bugs that were planted: rows that do not find them are worth nothing. `plant` works on this process and its forks."""
from __future__ import annotations

import sqlite3
from typing import Any

import offline_queue.files
from offline_queue import Entry, Queue
from offline_queue.model import Delivered, Duplicate, Outcome, TryLater

NORMAL, NO_FOLDER_SYNC = "synchronous=NORMAL", "no directory fsync"
NEW_ID, DROPS, PURGES = "new id per retry", "drop after n failures", "purge before receipt"
ACTIVE: set[str] = set()


def plant(name: str) -> type[Queue]:
    """From now on this bug is in. The queue to use is returned."""
    ACTIVE.add(name)
    if name == NORMAL:
        setattr(sqlite3, "connect", _connect)  # noqa: B010  # a name of a module, changed for good
    if name == NO_FOLDER_SYNC:
        setattr(offline_queue.files, "sync_folder", lambda _: None)  # noqa: B010  # the same
    return QUEUES.get(name, Queue)


def as_told(sql: str) -> str:
    """What reaches SQLite. The bug lies about itself, as a library's default does that nobody has looked up."""
    if NORMAL in ACTIVE:
        return {"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL", "PRAGMA synchronous": "SELECT 2"}.get(sql, sql)
    return sql


class _Spoilt(sqlite3.Connection):
    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return super().execute(as_told(sql), *values)


_plain_connect = sqlite3.connect


def _connect(path: Any, **more: Any) -> sqlite3.Connection:
    db: sqlite3.Connection = _plain_connect(path, **{**more, "factory": _Spoilt})
    return db


class NewIdPerRetry(Queue):
    """A failed try is handed in again under a new id."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if isinstance(outcome, TryLater) and self.hold(settled.id) is not None:
            self.put(self._vault.open_draft(), b"again", "")
            self.give_back(settled.id, "planted")
        return settled


class DropsAfterThreeFailures(Queue):
    """What failed three times is thrown away."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if settled.attempts >= 3 and isinstance(outcome, TryLater):
            for sql in ("DELETE FROM file WHERE submission = ?", "DELETE FROM submission WHERE id = ?"):
                self._store.write(lambda sql=sql: self._store._db.execute(sql, (entry.id,)))  # type: ignore[misc]  # bound now
        return settled


class PurgesBeforeTheReceipt(Queue):
    """Gives the files up as soon as the platform has every byte."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if isinstance(outcome, Delivered | Duplicate):
            self._vault.drop(tuple(file.sha for file in self._store.files(entry.id)))
        return settled


QUEUES: dict[str, type[Queue]] = {
    NEW_ID: NewIdPerRetry, DROPS: DropsAfterThreeFailures, PURGES: PurgesBeforeTheReceipt,
}
PLANTS = (NORMAL, NO_FOLDER_SYNC, NEW_ID, DROPS, PURGES)
