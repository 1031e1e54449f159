"""The owner's side of the index: every change is one transaction. One connection guarded by a lock: the desk and the
sync thread may both call."""
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from offline_queue.errors import NotKept, StoreDamaged
from offline_queue.files import sync_folder
from offline_queue.model import Entry, NewRow, SealedPage
from offline_queue.owner import OwnerLock
from offline_queue.room import Room
from offline_queue.stamp import Stamp
from offline_queue.states import State
from offline_queue.store.opening import code_of, connect, migrate, open_owned
from offline_queue.store.reading import COLUMNS, Readable

T = TypeVar("T")
REFUSED = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)  # by the disk


class Store(Readable):
    """`folder`/queue.db, for whoever holds `owner`; `close` gives the lock back. `began`: what lies in the folder says
    that there was a database before. StoreTooNew, StoreLost or StoreDamaged: the lock is still the caller's."""

    def __init__(self, folder: Path, room: Room, owner: OwnerLock, *, began: bool = False) -> None:
        self._path, self._room, self._owner = folder / "queue.db", room, owner
        self._lock = threading.RLock()
        self._trusted = True
        self._db = open_owned(self._path, began)

    def close(self) -> None:
        """Idempotent; frees the folder for another owner."""
        self.shut()
        self._owner.release()

    def shut(self) -> None:
        """The database alone: the folder stays ours."""
        with self._lock:
            self._db.close()

    def write(self, work: Callable[[], T], *, draining: bool = False) -> T:
        """Run `work` as one transaction. NotKept when the disk is full or fails: then nothing of it happened.

        `draining` work makes room in the end, so it may use up the reserve.
        """
        with self._lock:
            try:
                return self._transaction(work)
            except sqlite3.Error as error:
                full = code_of(error) == sqlite3.SQLITE_FULL
                if not (full and draining and self._room.free_reserve()):
                    raise self._trouble(error) from error
            return self._transaction(work)

    def _transaction(self, work: Callable[[], T]) -> T:
        if not self._trusted:
            self._start_over()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            result = work()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return result

    def _start_over(self) -> None:
        """A descriptor whose fsync failed is not to be trusted again: the next write is made over a new one."""
        self._db.close()
        try:
            self._db = open_owned(self._path, began=True)
        except StoreDamaged as damage:
            self._db = connect(self._path)  # so that reading goes on where it can
            raise NotKept("disk_error", damage.detail) from damage
        self._trusted = True

    def _trouble(self, error: sqlite3.Error) -> Exception:
        code = code_of(error)
        if code == sqlite3.SQLITE_FULL:
            return NotKept("disk_full")
        if code in REFUSED:
            self._trusted = False
            return NotKept("disk_error", str(error))
        return StoreDamaged(str(error)) if isinstance(error, sqlite3.DatabaseError) else error

    # --- hand-in (inside `write`) ------------------------------------------------------------------------------------

    def take_counter(self, epoch: int) -> int:
        """The next counter of this epoch, from 1; never the same again once committed."""
        self._db.execute("INSERT OR IGNORE INTO counter (epoch, next) VALUES (?, 1)", (epoch,))
        sql = "UPDATE counter SET next = next + 1 WHERE epoch = ? RETURNING next - 1"
        return int(self._db.execute(sql, (epoch,)).fetchone()[0])

    def lift_counter(self, epoch: int, above: int) -> None:
        sql = "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (epoch) DO UPDATE SET next = max(next, ?2)"
        self._db.execute(sql, (epoch, above + 1))

    def insert(self, row: NewRow) -> int:
        """A kept row without its head; returns its seq."""
        columns = "id, number, kind, case_key, urgent, class, bytes, state"
        sql = f"INSERT INTO submission ({columns}) VALUES (?, ?, ?, ?, ?, ?, 0, ?)"
        values = (row.id, row.number, row.kind, row.case_key, row.urgent, row.service_class, State.QUEUED.value)
        return int(self._db.execute(sql, values).lastrowid or 0)

    def add_files(self, submission: str, files: Iterable[SealedPage], head_sha: str) -> None:
        rows = [(submission, f.part, f.sha, f.length) for f in files]
        self._db.executemany("INSERT INTO file (submission, part, sha, length) VALUES (?, ?, ?, ?)", rows)
        sql = "UPDATE submission SET head_sha = ?, bytes = ? WHERE id = ?"
        self._db.execute(sql, (head_sha, sum(row[3] for row in rows), submission))

    # --- one submission's life (inside `write`) ----------------------------------------------------------------------

    def move(self, entry: Entry, lease: str = "") -> None:
        """Store an entry's state, reason, attempts and receipt as they are now."""
        receipt = entry.receipt.text if entry.receipt else None
        sql = "UPDATE submission SET state = ?, reason = ?, attempts = ?, lease = ?, receipt = ? WHERE id = ?"
        self._db.execute(sql, (entry.state.value, entry.reason, entry.attempts, lease, receipt, entry.id))

    def note(self, seq: int, what: str, stamp: Stamp) -> None:
        values = (seq, stamp.at_wall, stamp.at_mono, stamp.boot_id, stamp.server_offset, what)
        self._db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values)

    def note_part(self, sha: str, n: int) -> None:
        self._db.execute("INSERT OR IGNORE INTO part_sent VALUES (?, ?)", (sha, n))

    def forget_parts(self, submission: str) -> None:
        sql = "DELETE FROM part_sent WHERE file IN (SELECT sha FROM file WHERE submission = ?)"
        self._db.execute(sql, (submission,))

    def unlink(self, submission: str, first_part: int) -> tuple[str, ...]:
        """Say that files from `first_part` on are no longer needed; returns the names to remove afterwards."""
        sql = "UPDATE file SET unlinked = 1 WHERE submission = ? AND part >= ? AND unlinked = 0 RETURNING sha"
        return tuple(str(row[0]) for row in self._db.execute(sql, (submission, first_part)).fetchall())

    # --- reading for the owner ---------------------------------------------------------------------------------------

    def next_counter(self, epoch: int) -> int:
        rows = self._rows("SELECT next FROM counter WHERE epoch = ?", (epoch,))
        return int(str(rows[0][0])) if rows else 1


Saved = tuple[object, ...]


def write_anew(
    path: Path, rows: Iterable[tuple[Entry, Iterable[tuple[SealedPage, bool]]]], events: Iterable[Saved],
    counters: dict[int, int],
) -> None:
    """A new database at `path`, whole and synced under its own name, not yet in its place. `rows`: entries with their
    files and whether each is there. `events`: as they lie in the table. `counters`: the next one, by epoch. NotKept."""
    for old in (path, path.with_name(f"{path.name}-journal")):
        old.unlink(missing_ok=True)
    db = connect(path)
    try:
        db.execute("PRAGMA synchronous=FULL")
        migrate(db, path)
        db.execute("BEGIN IMMEDIATE")
        for entry, files in rows:
            _write_entry(db, entry)
            kept = [(entry.id, f.part, f.sha, f.length, int(not here)) for f, here in files]
            db.executemany("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?, ?)", kept)
        db.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", events)
        db.executemany("INSERT INTO counter VALUES (?, ?)", counters.items())
        db.execute("COMMIT")
    except sqlite3.Error as error:
        raise NotKept("disk_full" if code_of(error) == sqlite3.SQLITE_FULL else "disk_error", str(error)) from error
    finally:
        db.close()
    path.chmod(0o600)
    sync_folder(path.parent)


def put_in_place(folder: Path, anew: Path) -> None:
    """The new database takes the old one's name. The old one's log must be gone first: it would be played back."""
    for suffix in ("-wal", "-shm"):
        (folder / f"queue.db{suffix}").unlink(missing_ok=True)
    os.rename(anew, folder / "queue.db")
    sync_folder(folder)


def _write_entry(db: sqlite3.Connection, entry: Entry) -> None:
    values = (
        entry.seq, entry.id, entry.number, entry.kind, entry.case_key, entry.urgent, entry.service_class, entry.size,
        entry.state.value, entry.reason, entry.attempts, entry.head_sha, entry.receipt.text if entry.receipt else None,
    )
    db.execute(f"INSERT INTO submission ({COLUMNS}) VALUES ({','.join('?' * len(values))})", values)
