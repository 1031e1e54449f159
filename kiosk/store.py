"""The service's own records in SQLite: print jobs, who handed in what, results, audit. No answers, names or ID numbers.

Thread rule: a Store belongs to the thread that opened it (the desk thread); sqlite3 refuses every other thread.
Durability: WAL with synchronous=FULL, so that a verb that has returned has reached the disk.
"""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from kiosk.errors import TechnicianProblem

Fact = str | int | float | bool | None


class JobState(StrEnum):
    """Where a print job stands; see kiosk/receipts/issue.py for what moves it."""

    WAITING = "waiting"  # nothing was sent
    SENDING = "sending"  # committed before the first byte
    PRINTED = "printed"
    HELD = "held"  # all sent, the printer waits for a person
    UNKNOWN = "unknown"  # sent, not confirmed: never sent again by itself
    EXPIRED = "expired"  # never sent, and nobody waits for it any more


@dataclass(frozen=True)
class PrintJobRow:
    id: str
    submission: str
    number: str
    copy_no: int  # 0 the first slip, n the n-th reprint
    sha: str  # sha256 hex of the picture's rows; the picture itself is never stored
    state: JobState
    attempt: int  # how often it was handed to the printer
    at: datetime  # last change, UTC


@dataclass(frozen=True)
class HandedInRow:
    submission: str
    number: str  # "" while the queue has not given one yet
    matter: str  # code
    owner_tag: str  # keyed hash of who it belongs to; made by the caller
    at: datetime


@dataclass(frozen=True)
class ResultRow:
    """One answer of the platform about one submission. `cursor` orders them; the newest one counts."""

    cursor: int
    submission: str
    number: str
    official_no: str
    matter: str
    state: str
    text_zh: str
    text_en: str
    at: datetime
    seen: bool = False


@dataclass(frozen=True)
class AuditRow:
    at: datetime
    event: str
    facts: Mapping[str, Fact]


class StoreTooNew(TechnicianProblem):
    """The file was written by a later version of the kiosk: it is not touched."""

    def __init__(self, version: int) -> None:
        super().__init__("store_too_new", version=str(version), known=str(len(MIGRATIONS)))


MIGRATIONS = (
    """
    CREATE TABLE print_job (
        id TEXT PRIMARY KEY, submission TEXT NOT NULL, number TEXT NOT NULL, copy_no INTEGER NOT NULL,
        sha TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL,
        UNIQUE (submission, copy_no)
    ) STRICT;
    CREATE TABLE handed_in (
        submission TEXT PRIMARY KEY, number TEXT NOT NULL, matter TEXT NOT NULL, owner_tag TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX handed_in_owner ON handed_in (owner_tag);
    CREATE TABLE result (
        cursor INTEGER PRIMARY KEY, submission TEXT NOT NULL, number TEXT NOT NULL, official_no TEXT NOT NULL,
        matter TEXT NOT NULL, state TEXT NOT NULL, text_zh TEXT NOT NULL, text_en TEXT NOT NULL, at TEXT NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX result_submission ON result (submission, cursor);
    CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, event TEXT NOT NULL,
        facts TEXT NOT NULL) STRICT;
    """,
)

JOB_COLUMNS = "id, submission, number, copy_no, sha, state, attempt, at"
RESULT_COLUMNS = "cursor, submission, number, official_no, matter, state, text_zh, text_en, at, seen"


class Store:
    """One open file. Raises sqlite3.Error when the disk fails and StoreTooNew for a file of a later version."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=5.0)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        assert self._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal", "needs write-ahead logging"
        assert self._db.execute("PRAGMA synchronous").fetchone()[0] == 2, "needs synchronous=FULL"
        path.chmod(0o600)
        self._migrate()

    def close(self) -> None:
        self._db.close()

    def _migrate(self) -> None:
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise StoreTooNew(version)
        for step, script in enumerate(MIGRATIONS[version:], start=version + 1):
            self._db.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version={step}; COMMIT;")

    # --- who handed in what ---------------------------------------------------------------------------------------

    def remember_handed_in(self, row: HandedInRow) -> None:
        """Idempotent: the first word about a submission stays; only a number that was not known yet is filled in."""
        self._db.execute(
            "INSERT INTO handed_in VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (submission) DO UPDATE SET number = excluded.number WHERE number = ''",
            (row.submission, row.number, row.matter, row.owner_tag, _text(row.at)),
        )

    def handed_in_by(self, owner_tag: str) -> tuple[HandedInRow, ...]:
        """Newest first."""
        rows = self._db.execute(
            "SELECT submission, number, matter, owner_tag, at FROM handed_in WHERE owner_tag = ? ORDER BY rowid DESC",
            (owner_tag,),
        )
        return tuple(HandedInRow(s, n, m, o, _moment(at)) for s, n, m, o, at in rows)

    # --- results --------------------------------------------------------------------------------------------------

    def record_result(self, row: ResultRow) -> bool:
        """Keep one result. True when it was new; a cursor that is here already changes nothing."""
        done = self._db.execute(
            f"INSERT INTO result ({RESULT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (cursor) DO NOTHING",
            (row.cursor, row.submission, row.number, row.official_no, row.matter, row.state, row.text_zh, row.text_en,
             _text(row.at), int(row.seen)),
        )
        return done.rowcount == 1

    def results_for(self, owner_tag: str, unseen_only: bool = False) -> tuple[ResultRow, ...]:
        """The newest result of each of this owner's submissions, oldest first."""
        rows = self._db.execute(
            f"SELECT {RESULT_COLUMNS} FROM result AS r WHERE submission IN"
            " (SELECT submission FROM handed_in WHERE owner_tag = ?)"
            " AND cursor = (SELECT max(cursor) FROM result WHERE submission = r.submission)"
            " AND (seen = 0 OR NOT ?) ORDER BY cursor",
            (owner_tag, unseen_only),
        )
        return tuple(_result(row) for row in rows)

    def result_of(self, submission: str) -> ResultRow | None:
        """The newest result of one submission."""
        row = self._db.execute(
            f"SELECT {RESULT_COLUMNS} FROM result WHERE submission = ? ORDER BY cursor DESC LIMIT 1", (submission,)
        ).fetchone()
        return _result(row) if row else None

    def mark_seen(self, row: ResultRow) -> None:
        """This result was shown to its owner, and so everything before it about the same submission."""
        self._db.execute(
            "UPDATE result SET seen = 1 WHERE submission = ? AND cursor <= ?", (row.submission, row.cursor)
        )

    def last_cursor(self) -> int:
        """Where to go on asking the platform; 0 when nothing has come yet."""
        return int(self._db.execute("SELECT coalesce(max(cursor), 0) FROM result").fetchone()[0])

    # --- print jobs -----------------------------------------------------------------------------------------------

    def add_print_job(self, row: PrintJobRow) -> None:
        """Raises sqlite3.IntegrityError for a second job with the same id or the same copy of a submission."""
        self._db.execute(
            f"INSERT INTO print_job ({JOB_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row.id, row.submission, row.number, row.copy_no, row.sha, row.state, row.attempt, _text(row.at)),
        )

    def print_job(self, job_id: str) -> PrintJobRow | None:
        row = self._db.execute(f"SELECT {JOB_COLUMNS} FROM print_job WHERE id = ?", (job_id,)).fetchone()
        return _job(row) if row else None

    def print_jobs(self, submission: str) -> tuple[PrintJobRow, ...]:
        """All copies of one submission's slip, first copy first."""
        rows = self._db.execute(
            f"SELECT {JOB_COLUMNS} FROM print_job WHERE submission = ? ORDER BY copy_no", (submission,)
        )
        return tuple(_job(row) for row in rows)

    def print_jobs_in(self, state: JobState) -> tuple[PrintJobRow, ...]:
        rows = self._db.execute(f"SELECT {JOB_COLUMNS} FROM print_job WHERE state = ? ORDER BY rowid", (state,))
        return tuple(_job(row) for row in rows)

    def move_print_job(self, job_id: str, come_from: JobState, to: JobState, at: datetime) -> bool:
        """Change a job's state if it still is `come_from`; going to SENDING counts an attempt. True when it moved."""
        done = self._db.execute(
            "UPDATE print_job SET state = ?, at = ?, attempt = attempt + ? WHERE id = ? AND state = ?",
            (to, _text(at), int(to is JobState.SENDING), job_id, come_from),
        )
        return done.rowcount == 1

    # --- audit ----------------------------------------------------------------------------------------------------

    def audit(self, at: datetime, event: str, facts: Mapping[str, Fact]) -> None:
        """Append one line. Which facts an event may hold is the caller's duty: none of them personal."""
        text = json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._db.execute("INSERT INTO audit (at, event, facts) VALUES (?, ?, ?)", (_text(at), event, text))

    def audit_lines(self, limit: int = 1000) -> tuple[AuditRow, ...]:
        """The newest lines, oldest of them first."""
        rows = self._db.execute("SELECT at, event, facts FROM audit ORDER BY seq DESC LIMIT ?", (limit,)).fetchall()
        return tuple(AuditRow(_moment(at), event, json.loads(facts)) for at, event, facts in reversed(rows))


def _text(moment: datetime) -> str:
    """ISO 8601 in UTC. A moment without a zone is a broken promise."""
    assert moment.tzinfo is not None, "moments are aware"
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _job(row: tuple[str, str, str, int, str, str, int, str]) -> PrintJobRow:
    job_id, submission, number, copy_no, sha, state, attempt, at = row
    return PrintJobRow(job_id, submission, number, copy_no, sha, JobState(state), attempt, _moment(at))


def _result(row: tuple[int, str, str, str, str, str, str, str, str, int]) -> ResultRow:
    cursor, submission, number, official_no, matter, state, text_zh, text_en, at, seen = row
    return ResultRow(cursor, submission, number, official_no, matter, state, text_zh, text_en, _moment(at), bool(seen))
