"""What a database made anew has to hold, decided from the heads on the disk and what the old one still says (pure)."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from offline_queue.heads import FoundHead
from offline_queue.model import Entry, SealedPage
from offline_queue.states import OPEN, State

Kept = tuple[tuple[SealedPage, bool], ...]  # a submission's files, and whether each is there


@dataclass(frozen=True)
class Old:
    """What the old database still says. `entries` by id. `readable(seq)`: whether it could be asked about this row."""

    entries: Mapping[str, Entry]
    readable: Callable[[int], bool]


@dataclass(frozen=True)
class Planned:
    """`origin`: "row" (the old database had it) or "files"."""

    entry: Entry
    files: Kept
    origin: str


Looks = Callable[[SealedPage], bool | None]  # True: whole, False: damaged, None: not there


def planned(heads: Iterable[FoundHead], resting: frozenset[str], old: Old, looks: Looks) -> list[Planned]:
    """One row for every submission that is known by its head or by its row. `resting`: heads that lay in quarantine/,
    because an earlier start found them without a row."""
    by_id = _best_by_id(heads)
    rowless = [h for h in by_id.values() if h.whole and h.id not in old.entries and h.sha not in resting]
    rows = []
    for head in by_id.values():
        files = tuple((page, looks(page)) for page in (SealedPage(0, head.sha, head.length), *head.pages))
        sound = head.whole and all(found is not False for _, found in files)
        row = old.entries.get(head.id)
        entry = _with_row(head, row) if row else _without_row(head, resting, old, alone=len(rowless) == 1)
        if entry.state in OPEN and not sound:
            entry = replace(entry, state=State.QUARANTINED, reason="file_damaged")
        gone = entry.state is State.PURGED
        rows.append(Planned(entry, tuple((f, bool(s is not None and not gone)) for f, s in files), _origin(row)))
    rows += [Planned(_headless(row), (), "row") for id, row in old.entries.items() if id not in by_id]
    return _in_places_of_their_own(rows)


def _best_by_id(heads: Iterable[FoundHead]) -> dict[str, FoundHead]:
    """One head for each id: a whole one rather than a damaged one."""
    found: dict[str, FoundHead] = {}
    for head in sorted(heads, key=lambda h: (not h.whole, h.seq)):
        found.setdefault(head.id, head)
    return found


def _origin(row: Entry | None) -> str:
    return "row" if row else "files"


def _with_row(head: FoundHead, row: Entry) -> Entry:
    """The head is signed and named by its hash, so its facts count; how far it has come only the row knows."""
    receipt = row.receipt if row.receipt and row.receipt.head_sha == head.sha else None
    state = row.state
    if state is State.ACCEPTED and receipt is None:
        state = State.QUEUED  # the platform answers 200 to what it already has
    facts = _entry(head, state, row.reason)
    return replace(facts, seq=row.seq, attempts=max(0, row.attempts), receipt=receipt)


def _without_row(head: FoundHead, resting: frozenset[str], old: Old, *, alone: bool) -> Entry:
    """A crash between head and COMMIT leaves one head whose number nobody saw: where the old database can say that it
    has no such row, a person decides. More than one, and it is the database that has lost them: they are sent."""
    if head.sha in resting or (alone and old.readable(head.seq)):
        return _entry(head, State.HELD, "found_without_row")
    return _entry(head, State.QUEUED, "rebuilt")


def _headless(row: Entry) -> Entry:
    """A row whose head is gone. What is over stays over, and its number stays used."""
    return replace(row, state=State.QUARANTINED, reason="file_damaged") if row.state in OPEN else row


def _entry(head: FoundHead, state: State, reason: str) -> Entry:
    return Entry(
        head.seq, head.id, head.number, head.kind, head.order.case, head.order.urgent, head.order.service_class,
        head.size, state, reason, 0, head.sha,
    )


def _in_places_of_their_own(rows: list[Planned]) -> list[Planned]:
    """In the order they were handed in. Two that claim one place: the later one gets a new one behind all others; two
    that claim one number: the one the old database knew keeps it, the other rests in quarantine/."""
    taken: set[int] = set()
    numbers: set[str] = set()
    last = max((row.entry.seq for row in rows), default=0)
    placed = []
    for row in sorted(rows, key=lambda r: (r.origin != "row", r.entry.seq, r.entry.number)):
        if row.entry.number in numbers:
            continue
        numbers.add(row.entry.number)
        seq = row.entry.seq
        if seq in taken or seq < 1:
            seq = last = last + 1
        taken.add(seq)
        placed.append(replace(row, entry=replace(row.entry, seq=seq)))
    return sorted(placed, key=lambda r: r.entry.seq)
