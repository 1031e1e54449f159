"""The queue's index in SQLite, and the only SQL of the queue. What COMMIT has returned is kept; nothing else is.

One owner process, one connection guarded by a lock: the desk and the sync thread may both call. Anybody may look.
"""
from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import TypeVar

from offline_queue import migrations
from offline_queue.errors import NotKept, StoreDamaged, StoreTooNew, StoreUnreadable
from offline_queue.model import Candidate, Entry, NewRow, SealedPage, Stage
from offline_queue.owner import OwnerLock
from offline_queue.receipt import receipt_from
from offline_queue.room import Room
from offline_queue.stamp import Stamp
from offline_queue.states import OPEN, State

T = TypeVar("T")
PRAGMAS = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=100",
    "PRAGMA busy_timeout=10000", "PRAGMA foreign_keys=ON",
)
COLUMNS = "seq, id, number, kind, case_key, urgent, class, bytes, state, reason, attempts, head_sha, receipt"


class Readable:
    """What may be asked of the index, over the connection a subclass has opened. Every read is short."""

    _db: sqlite3.Connection
    _lock: threading.RLock

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def entry(self, submission: str) -> Entry | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM submission WHERE id = ?", (submission,))
        return _entry(rows[0]) if rows else None

    def entries(self, states: Sequence[State]) -> list[Entry]:
        marks = ",".join("?" * len(states))
        sql = f"SELECT {COLUMNS} FROM submission WHERE state IN ({marks}) ORDER BY seq"
        return [_entry(row) for row in self._rows(sql, [state.value for state in states])]

    def counts(self) -> dict[State, int]:
        rows = self._rows("SELECT state, count(*) FROM submission GROUP BY state")
        return {State(str(state)): int(str(n)) for state, n in rows}

    def candidates(self) -> list[Candidate]:
        """Everything on its way that no earlier open submission of the same case holds back."""
        held_back = ",".join(f"'{state.value}'" for state in OPEN)
        sql = f"""
            SELECT s.seq, s.id, s.urgent, s.class, s.bytes FROM submission s
            WHERE s.state IN ('queued', 'exported', 'uploaded') AND NOT (s.case_key <> '' AND EXISTS (
                SELECT 1 FROM submission e
                WHERE e.case_key = s.case_key AND e.seq < s.seq AND e.state IN ({held_back})))
        """
        with self._lock:
            rows = self._db.execute(sql).fetchall()
        return [Candidate(seq, id, bool(urgent), service, size) for seq, id, urgent, service, size in rows]

    def files(self, submission: str) -> tuple[SealedPage, ...]:
        rows = self._rows("SELECT part, sha, length FROM file WHERE submission = ? ORDER BY part", (submission,))
        return tuple(SealedPage(int(str(part)), str(sha), int(str(length))) for part, sha, length in rows)

    def known_files(self) -> frozenset[str]:
        """Names of the files that must be there."""
        return frozenset(str(row[0]) for row in self._rows("SELECT sha FROM file WHERE unlinked = 0"))

    def unlinked_files(self) -> frozenset[str]:
        """Names of files a purge gave up; a crash may have left some."""
        return frozenset(str(row[0]) for row in self._rows("SELECT sha FROM file WHERE unlinked = 1"))

    def parts_sent(self, submission: str) -> int:
        sql = "SELECT count(*) FROM part_sent JOIN file ON file.sha = part_sent.file WHERE file.submission = ?"
        return int(str(self._rows(sql, (submission,))[0][0]))

    def accepted_before(self, wall: str) -> list[Entry]:
        """Accepted ones whose receipt came before an ISO moment of this kiosk's clock."""
        sql = f"""
            SELECT {COLUMNS} FROM submission WHERE state = 'accepted' AND seq IN (
                SELECT seq FROM event WHERE what = 'received' AND at_wall < ?) ORDER BY seq
        """
        return [_entry(row) for row in self._rows(sql, (wall,))]

    def entry_by_number(self, number: str) -> Entry | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM submission WHERE number = ?", (number,))
        return _entry(rows[0]) if rows else None

    def history(self, seq: int) -> tuple[Stage, ...]:
        rows = self._rows("SELECT at_wall, what FROM event WHERE seq = ? ORDER BY rowid", (seq,))
        return tuple(Stage(str(at), str(what)) for at, what in rows)

    def handed_in_at(self) -> dict[int, str]:
        """ISO moments of this kiosk's clock, by seq."""
        rows = self._rows("SELECT seq, at_wall FROM event WHERE what = 'handed_in'")
        return {int(str(seq)): str(at) for seq, at in rows}


class LookedInto(Readable):
    """`folder`/queue.db, read only and beside its owner. Everything may raise StoreUnreadable or StoreDamaged."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.RLock()
        address = f"{(folder / 'queue.db').absolute().as_uri()}?mode=ro"
        try:
            self._db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=10, check_same_thread=False)
        except sqlite3.OperationalError as error:
            raise StoreUnreadable(str(folder)) from error

    def close(self) -> None:
        self._db.close()

    def refuse_newer(self) -> None:
        """StoreTooNew for the folder of a later version."""
        _scripts(int(str(self._rows("PRAGMA user_version")[0][0])))

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            return super()._rows(sql, values)
        except sqlite3.DatabaseError as error:
            if _code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY):
                raise StoreUnreadable(str(error)) from error
            raise StoreDamaged(str(error)) from error

    def complaint(self) -> str:
        """What SQLite's own check finds; "" for nothing. It sees the structure only: files prove themselves by name."""
        found = str(self._rows("PRAGMA quick_check(1)")[0][0])
        return "" if found == "ok" else found


class Store(Readable):
    """Opens `folder`/queue.db as its only owner. OwnedElsewhere, StoreTooNew or StoreDamaged otherwise."""

    def __init__(self, folder: Path, room: Room) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path, self._room = folder / "queue.db", room
        self._owner = OwnerLock(folder)
        self._lock = threading.RLock()
        try:
            self._db = self._open()
        except BaseException:
            self._owner.release()
            raise

    def close(self) -> None:
        """Idempotent; frees the folder for another owner."""
        with self._lock:
            self._db.close()
            self._owner.release()

    # --- opening -----------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            for pragma in PRAGMAS:
                db.execute(pragma)
            _assert_durable(db)
            _migrate(db, self._path)
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            db.close()
            raise StoreDamaged(str(error)) from error
        except BaseException:
            db.close()
            raise
        if found != "ok":
            db.close()
            raise StoreDamaged(str(found))
        return db

    def write(self, work: Callable[[], T], *, draining: bool = False) -> T:
        """Run `work` as one transaction. NotKept when the disk is full or fails: then nothing of it happened.

        `draining` work makes room in the end, so it may use up the reserve.
        """
        with self._lock:
            try:
                return self._transaction(work)
            except sqlite3.Error as error:
                full = _code(error) == sqlite3.SQLITE_FULL
                if not (full and draining and self._room.free_reserve()):
                    raise self._trouble(error) from error
            return self._transaction(work)

    def _transaction(self, work: Callable[[], T]) -> T:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            result = work()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return result

    def _trouble(self, error: sqlite3.Error) -> Exception:
        code = _code(error)
        if code == sqlite3.SQLITE_FULL:
            return NotKept("disk_full")
        if code == sqlite3.SQLITE_IOERR:
            # A descriptor whose fsync failed is not to be trusted again: start over on a new one.
            self._db.close()
            self._db = self._open()
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


def _code(error: sqlite3.Error) -> int:
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _assert_durable(db: sqlite3.Connection) -> None:
    mode, level = db.execute("PRAGMA journal_mode").fetchone()[0], db.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        raise StoreDamaged(f"journal_mode={mode} synchronous={level}: this disk or this SQLite cannot keep a promise")


def _scripts(version: int) -> list[str]:
    """The step to every version there is. StoreTooNew when the folder has one nobody here knows."""
    scripts = sorted(r.name for r in resources.files(migrations).iterdir() if r.name.endswith(".sql"))
    if version > len(scripts):
        raise StoreTooNew(version, len(scripts))
    return scripts


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    scripts = _scripts(version)
    if 0 < version < len(scripts):
        backup = path.with_suffix(f".v{version}")
        backup.unlink(missing_ok=True)
        db.execute("VACUUM INTO ?", (str(backup),))
    if version < len(scripts):
        steps = "".join(resources.files(migrations).joinpath(name).read_text("utf-8") for name in scripts[version:])
        db.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {len(scripts)}; COMMIT;")


def _entry(row: tuple[object, ...]) -> Entry:
    seq, id, number, kind, case_key, urgent, service_class, size, state, reason, attempts, head_sha, receipt = row
    return Entry(
        int(str(seq)), str(id), str(number), str(kind), str(case_key), bool(urgent), int(str(service_class)),
        int(str(size)), State(str(state)), str(reason), int(str(attempts)), str(head_sha),
        receipt_from(str(receipt)) if receipt is not None else None,
    )
