"""Queues that are measured beside each other: ours as a kiosk uses it, and three others with the same payload in clear,
all with synchronous=FULL."""
from __future__ import annotations

import base64
import json
import os
import sqlite3
import time
from pathlib import Path
from typing import Protocol

import huey.storage
import litequeue
import persistqueue

from offline_queue import Entry, State
from offline_queue.files import sync_folder, write_synced
from offline_queue.model import Delivered, Receipted
from offline_queue.receipt import canonical
from tests.support.queue_builders import Desk, open_desk

ANSWERS, PAGES, PAGE = 10_000, 3, 90_000
FULL = 2  # what SQLite calls it
LOG_BYTES = 5 * 4120  # about what a hand-in adds to our write-ahead log


class Contender(Protocol):
    """`put` keeps one message for good; `take` reads the next one whole and acknowledges it for good."""

    name: str
    acknowledges: bool

    def put(self) -> None: ...
    def take(self) -> None: ...
    def close(self) -> None: ...


class Ours:
    """Sealed. `put`: pages at capture, then the hand-in. `take`: what a delivery asks of the queue, with the files read
    and a receipt checked. `waiting`: so many small ones lie there all the time."""

    name, acknowledges = "ours", True

    def __init__(self, folder: Path, waiting: int = 0) -> None:
        self.desk: Desk = open_desk(folder)
        self.hand_ins: list[float] = []  # seconds of `Queue.put` alone
        self._kept: list[tuple[Entry, str]] = []
        self._answers, self._pages = os.urandom(ANSWERS), [os.urandom(PAGE) for _ in range(PAGES)]
        self._fill(waiting)

    def _fill(self, count: int) -> None:
        """Not measured, so nothing has to reach the disk yet."""
        db, fsync = self.desk.queue._store._db, os.fsync
        db.execute("PRAGMA synchronous=OFF")
        setattr(os, "fsync", lambda _: None)  # noqa: B010  # a name of a module, changed for a while
        try:
            for _ in range(count):
                self.desk.hand_in(b"answers")
        finally:
            setattr(os, "fsync", fsync)  # noqa: B010  # and back
            db.execute("PRAGMA synchronous=FULL")
        assert db.execute("PRAGMA synchronous").fetchone()[0] == FULL
        os.sync()

    def put(self) -> None:
        draft = self.desk.vault.open_draft()
        for page in self._pages:
            draft.seal_page(page)
        began = time.perf_counter()
        entry = self.desk.queue.put(draft, self._answers, "")
        self.hand_ins.append(time.perf_counter() - began)
        self._kept.append((entry, ""))

    def sign_receipts(self) -> None:
        """The platform's work."""
        self._kept = [(entry, self._receipt(entry)) for entry, _ in self._kept]

    def take(self) -> None:
        queue, (kept, receipt) = self.desk.queue, self._kept.pop(0)
        entry = queue.begin(queue.due(self.desk.clock.steady(), 1, first=kept.id)[0])
        assert entry is not None
        parcel = queue.parcel(entry)
        assert sum(len(parcel.read(page)) for page in parcel.pages) > PAGES * PAGE
        entry = queue.settle(entry, Delivered(), self.desk.clock.steady())
        entry = queue.settle(entry, Receipted(receipt), self.desk.clock.steady())
        assert entry.state is State.ACCEPTED

    def _receipt(self, entry: Entry) -> str:
        fields = {"id": entry.id, "number": entry.number, "head_sha": entry.head_sha, "kid": "k1", "state": "received",
                  "received_at": "2026-11-24T02:00:00+00:00", "official_no": f"441900-{entry.seq:05d}"}  # fmt: skip
        signature = self.desk.platform.receipt_key.sign(canonical(fields))
        return json.dumps({**fields, "signature": base64.b64encode(signature).decode()})

    def close(self) -> None:
        self.desk.queue.close()


def payload() -> bytes:
    return os.urandom(ANSWERS + PAGES * PAGE)


class PersistQueue:
    name, acknowledges = "persist-queue SQLiteAckQueue", True

    def __init__(self, folder: Path) -> None:
        self._queue = persistqueue.SQLiteAckQueue(str(folder), auto_commit=True)
        self._payload = payload()
        for connection in (self._queue._putter, self._queue._getter):
            _make_full(connection)

    def put(self) -> None:
        self._queue.put(self._payload)

    def take(self) -> None:
        assert self._queue.ack(self._queue.get(block=False)) is not None

    def close(self) -> None:
        self._queue.close()


class LiteQueue:
    """Takes text only."""

    name, acknowledges = "litequeue", True

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._queue = litequeue.LiteQueue(str(folder / "queue.db"))
        self._payload = base64.b64encode(payload()).decode()[: ANSWERS + PAGES * PAGE]
        _make_full(self._queue.conn)

    def put(self) -> None:
        self._queue.put(self._payload)

    def take(self) -> None:
        message = self._queue.pop()
        assert message is not None
        self._queue.done(message.message_id)

    def close(self) -> None:
        self._queue.close()


class Huey:
    """Acknowledges nothing: what was taken is gone."""

    name, acknowledges = "huey SqliteStorage", False

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._queue = huey.storage.SqliteStorage("bench", filename=str(folder / "queue.db"), fsync=True)
        self._payload = payload()
        assert self._queue.conn.execute("PRAGMA synchronous").fetchone()[0] == FULL

    def put(self) -> None:
        self._queue.enqueue(self._payload)

    def take(self) -> None:
        assert len(self._queue.dequeue()) == len(self._payload)

    def close(self) -> None:
        self._queue.close()


def _make_full(connection: sqlite3.Connection | None) -> None:
    assert connection is not None
    connection.execute("PRAGMA synchronous=FULL")
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == FULL


class Disk:
    """The same bytes and syncs without a queue: three pages and a head, each written aside, synced, renamed and its
    folder synced, and one synced append. `names`: False leaves out renaming and the folder."""

    name, acknowledges = "disk", False

    def __init__(self, folder: Path, *, names: bool = True) -> None:
        folder.mkdir()
        (folder / "tmp").mkdir()
        (folder / "files").mkdir()
        self._folder, self._names, self._n = folder, names, 0
        self._files = [os.urandom(PAGE + 600) for _ in range(PAGES)] + [os.urandom(ANSWERS + 1400)]
        self._log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT, 0o600)
        self._frames = os.urandom(LOG_BYTES)

    def put(self) -> None:
        for data in self._files:
            self._n += 1
            aside = self._folder / "tmp" / str(self._n)
            write_synced(aside, data)
            if self._names:
                os.rename(aside, self._folder / "files" / str(self._n))
                sync_folder(self._folder / "files")
        os.write(self._log, self._frames)
        os.fdatasync(self._log)

    def take(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        os.close(self._log)
