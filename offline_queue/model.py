"""The values that cross the queue's borders: entries, outcomes, receipts, reports. Frozen, and nothing personal."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from offline_queue.states import State

SLOW_AFTER = 20  # tries; from then on staff sees the item, and it is still tried
STOPPED = "stopped"  # code of a TryLater: the sending ended because `Parcel.go_on` said so
PART_BYTES = 131_072  # a page file travels in slices of this size


class Clock(Protocol):
    """`now`: wall time, aware, UTC, for stamping only. `steady`: seconds that never go back, for order and waiting."""

    def now(self) -> datetime: ...
    def steady(self) -> float: ...


@dataclass(frozen=True)
class PlatformKeys:
    """The platform's public keys as raw 32 bytes: X25519 to seal for it, Ed25519 to check its receipts."""

    kid: str
    seal_key: bytes
    receipt_key: bytes


@dataclass(frozen=True)
class SealedPage:
    """A page as it lies on disk: `sha` is the hex SHA-256 of the whole sealed file, `length` its bytes."""

    part: int
    sha: str
    length: int


@dataclass(frozen=True)
class Receipt:
    """The platform's signed word that it has the submission. `text` is the exact JSON object as it came."""

    id: str
    number: str
    head_sha: str
    received_at: str
    official_no: str
    state: str
    kid: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One kept submission. `size`: bytes of all its files. `attempts`: tries so far; without limit."""

    seq: int
    id: str
    number: str
    kind: str
    case_key: str
    urgent: bool
    service_class: int
    size: int
    state: State
    reason: str
    attempts: int
    head_sha: str
    receipt: Receipt | None = None

    @property
    def slow(self) -> bool:
        return self.attempts >= SLOW_AFTER

    @property
    def delivered(self) -> bool:
        """The signed receipt is stored."""
        return self.state in (State.ACCEPTED, State.PURGED)


@dataclass(frozen=True)
class Parcel:
    """What a transport carries. `read(page)` gives the page file's bytes, checked against its name; it raises
    FileDamaged. `note_sent(sha, n)` remembers one part that arrived. `behind`: how many submissions wait in all; the
    platform reckons with it when it is busy. `go_on()`: False when the sending shall end at the next whole part."""

    id: str
    head: bytes
    head_sha: str
    pages: tuple[SealedPage, ...]
    read: Callable[[SealedPage], bytes]
    note_sent: Callable[[str, int], None]
    behind: int = 1
    go_on: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class NewRow:
    """What a hand-in knows before its head is sealed."""

    id: str
    number: str
    kind: str
    case_key: str
    urgent: bool
    service_class: int


@dataclass(frozen=True)
class Stage:
    """One line of a submission's history: when, by this kiosk's clock (ISO), and what, as "event" or "event:reason"."""

    at: str
    what: str


@dataclass(frozen=True)
class Mended:
    """The database was made anew. `why`: damaged, lost (there was none any more) or asked. `copy`: the folder in
    damaged/ that holds what was found, "" for none. `saved`: rows the old database still had; `from_files`: known by
    their sealed heads alone; among both, `held`: a person must decide, and `damaged`: a sealed file is."""

    why: str
    copy: str
    at: str
    saved: int
    from_files: int
    held: int
    damaged: int


# --- outcomes of the transport -------------------------------------------------------------------------------------


class Scope(StrEnum):
    """How far a `TryLater` reaches."""

    ITEM = "item"
    PLATFORM = "platform"  # a ticket: the platform tells this kiosk when to come back
    DEVICE = "device"  # the platform does not take us: key, clock or certificate


class Trouble(StrEnum):
    """Why the platform could not be reached or used, as a screen may say it."""

    NONE = ""
    DOWN = "down"  # no connection
    SILENT = "silent"  # connected, no answer in time
    FAILED = "failed"  # 5xx, or it asks for patience
    RUBBISH = "rubbish"  # an answer that is not the platform's


@dataclass(frozen=True)
class Delivered:
    """201: new there, and every part has arrived."""


@dataclass(frozen=True)
class Duplicate:
    """200: the platform knew this very submission already, and every part has arrived."""


@dataclass(frozen=True)
class TryLater:
    """Nothing was decided. `after`: seconds the platform asks for. `line_failed`: it was not the platform that spoke,
    so the breaker counts it."""

    scope: Scope
    trouble: Trouble
    after: float | None = None
    line_failed: bool = False
    code: str = ""


@dataclass(frozen=True)
class Refused:
    """The platform will not take it; `code` is the problem's code."""

    code: str


@dataclass(frozen=True)
class Conflict:
    """The platform holds another digest under this id."""


@dataclass(frozen=True)
class IdUnknown:
    """404 on a part or on commit: start again with the head, same id."""


@dataclass(frozen=True)
class Missing:
    """Parts the platform lacks: (sha of the page file, part numbers). `half`: (sha, number, bytes that are there)."""

    parts: tuple[tuple[str, tuple[int, ...]], ...]
    half: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Receipted:
    """The platform's answer to a commit as it came: JSON text, signature not checked yet."""

    text: str


@dataclass(frozen=True)
class Damaged:
    """One of our own files is not what its name says."""

    sha: str


SendOutcome = Delivered | Duplicate | TryLater | Refused | Conflict | IdUnknown
CommitOutcome = Receipted | Missing | TryLater | Refused | Conflict | IdUnknown
Outcome = SendOutcome | CommitOutcome | Damaged


# --- results and reports -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What the platform decided about one submission. Texts hold no name and no ID number."""

    cursor: int
    id: str
    number: str
    official_no: str
    matter: str
    state: str
    at: str
    zh: str
    en: str


@dataclass(frozen=True)
class ResultPage:
    """Results in order; ask again with `cursor`."""

    results: tuple[Result, ...]
    cursor: int


@dataclass(frozen=True)
class Forecast:
    """What waits here, and in about how many `seconds` it will be through at the pace of late; None: nobody can tell,
    because nothing goes out, or nothing has gone out yet."""

    waiting: int
    bytes: int
    seconds: float | None


@dataclass(frozen=True)
class SyncReport:
    """What one run did and how things stand. `line`: "up" (the platform answered in its own words), "down", "unknown".
    `next_due`: when to run again, steady seconds; None while a run is under way. `settled`: the entries this report is
    about, as they are now. `paused`: why nothing at all is sent ("" when it is). `alarms`: codes for the technician.
    `forecast`: None when nothing waits."""

    sent: int
    waiting: int
    line: str
    next_due: float | None
    last_trouble: Trouble = Trouble.NONE
    paused: str = ""
    alarms: tuple[str, ...] = ()
    settled: tuple[Entry, ...] = field(default=())
    forecast: Forecast | None = None
