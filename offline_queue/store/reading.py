"""What may be asked of the queue's index: by its owner, and by anybody beside it. Every read is short."""
from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from offline_queue.errors import StoreDamaged, StoreUnreadable
from offline_queue.model import Entry, SealedPage, Stage
from offline_queue.receipt import receipt_from
from offline_queue.states import OPEN, State
from offline_queue.store.opening import code_of, complaint, scripts

COLUMNS = "seq, id, number, kind, case_key, urgent, class, bytes, state, reason, attempts, head_sha, receipt"


class Readable:
    """Over the connection a subclass has opened."""

    _db: sqlite3.Connection
    _lock: threading.RLock

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def entry(self, submission: str) -> Entry | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM submission WHERE id = ?", (submission,))
        return entry_of(rows[0]) if rows else None

    def entry_by_number(self, number: str) -> Entry | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM submission WHERE number = ?", (number,))
        return entry_of(rows[0]) if rows else None

    def entries(self, states: Sequence[State]) -> list[Entry]:
        marks = ",".join("?" * len(states))
        sql = f"SELECT {COLUMNS} FROM submission WHERE state IN ({marks}) ORDER BY seq"
        return [entry_of(row) for row in self._rows(sql, [state.value for state in states])]

    def counts(self) -> dict[State, int]:
        rows = self._rows("SELECT state, count(*) FROM submission GROUP BY state")
        return {State(str(state)): int(str(n)) for state, n in rows}

    def count(self, states: Sequence[State]) -> int:
        sql = f"SELECT count(*) FROM submission WHERE state IN ({','.join('?' * len(states))})"
        return int(str(self._rows(sql, [state.value for state in states])[0][0]))

    def files(self, submission: str) -> tuple[SealedPage, ...]:
        rows = self._rows("SELECT part, sha, length FROM file WHERE submission = ? ORDER BY part", (submission,))
        return tuple(SealedPage(int(str(part)), str(sha), int(str(length))) for part, sha, length in rows)

    def kept_files(self, submission: str) -> tuple[SealedPage, ...]:
        """Those that must be there: no purge has given them up."""
        sql = "SELECT part, sha, length FROM file WHERE submission = ? AND unlinked = 0 ORDER BY part"
        rows = self._rows(sql, (submission,))
        return tuple(SealedPage(int(str(part)), str(sha), int(str(length))) for part, sha, length in rows)

    def known_files(self) -> frozenset[str]:
        """Names of the files that must be there."""
        return frozenset(str(row[0]) for row in self._rows("SELECT sha FROM file WHERE unlinked = 0"))

    def gave_up(self, sha: str) -> bool:
        """Whether a purge gave this file up; a crash may have left it."""
        return bool(self._rows("SELECT 1 FROM file WHERE sha = ? AND unlinked = 1", (sha,)))

    def parts_sent(self, submission: str) -> int:
        sql = "SELECT count(*) FROM part_sent JOIN file ON file.sha = part_sent.file WHERE file.submission = ?"
        return int(str(self._rows(sql, (submission,))[0][0]))

    def accepted_before(self, wall: str, first_part: int) -> list[Entry]:
        """Accepted ones whose receipt came before an ISO moment of this kiosk's clock and that still have a file from
        `first_part` on."""
        sql = f"""
            SELECT {COLUMNS} FROM submission AS s WHERE state = 'accepted'
            AND EXISTS (SELECT 1 FROM event WHERE event.seq = s.seq AND what = 'received' AND at_wall < ?)
            AND EXISTS (SELECT 1 FROM file WHERE submission = s.id AND unlinked = 0 AND part >= ?) ORDER BY seq
        """
        return [entry_of(row) for row in self._rows(sql, (wall, first_part))]

    def history(self, seq: int) -> tuple[Stage, ...]:
        rows = self._rows("SELECT at_wall, what FROM event WHERE seq = ? ORDER BY rowid", (seq,))
        return tuple(Stage(str(at), str(what)) for at, what in rows)

    def handed_in_at(self) -> dict[int, str]:
        """ISO moments of this kiosk's clock, by seq."""
        rows = self._rows("SELECT seq, at_wall FROM event WHERE what = 'handed_in'")
        return {int(str(seq)): str(at) for seq, at in rows}

    def open_entries(self) -> list[Entry]:
        """Everything that is not over: on its way, or keeping back later ones of its case."""
        return self.entries(OPEN)


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
        scripts(int(str(self._rows("PRAGMA user_version")[0][0])))

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            return super()._rows(sql, values)
        except sqlite3.DatabaseError as error:
            if code_of(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY):
                raise StoreUnreadable(str(error)) from error
            raise StoreDamaged(str(error)) from error

    def complaint(self) -> str:
        """What is wrong with the database itself; "" for nothing. Files prove themselves by their names."""
        with self._lock:
            try:
                return complaint(self._db)
            except sqlite3.DatabaseError as error:
                raise StoreDamaged(str(error)) from error


def entry_of(row: Sequence[object]) -> Entry:
    """Raises ValueError for a row that is none."""
    seq, id, number, kind, case_key, urgent, service_class, size, state, reason, attempts, head_sha, receipt = row
    return Entry(
        int(str(seq)), str(id), str(number), str(kind), str(case_key), bool(urgent), int(str(service_class)),
        int(str(size)), State(str(state)), str(reason), int(str(attempts)), str(head_sha),
        receipt_from(str(receipt)) if receipt is not None else None,
    )
