"""Makes the database anew: from the old one as far as it can be read, and for the rest from the sealed files alone."""
from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from offline_queue.errors import NotKept, StoreDamaged, UnknownSuite
from offline_queue.files import is_named, remove, replace_synced, sync_folder
from offline_queue.heads import FoundHead, heads_in
from offline_queue.highest import Highest
from offline_queue.mending import Old, Planned, planned
from offline_queue.model import Mended, SealedPage
from offline_queue.numbering import Numbering
from offline_queue.room import Room
from offline_queue.stamp import iso
from offline_queue.states import State
from offline_queue.store import Salvaged, put_in_place, salvage, write_anew

LOG = logging.getLogger(__name__)
MARKER = "mending"  # names the copy that is being worked from: a crash in between starts over from it
DATABASE = ("queue.db", "queue.db-wal", "queue.db-shm")
Event = tuple[object, ...]


def unfinished(folder: Path) -> bool:
    """Whether a rebuild was cut short."""
    return (folder / MARKER).exists()


def rebuild(folder: Path, room: Room, numbering: Numbering, now: datetime, why: str) -> Mended:
    """For the owner of the lock, with the database closed. `why`: damaged, lost or asked. Whatever moment it is cut
    short at, the next start finishes it. StoreDamaged when the disk does not let us."""
    room.free_reserve()
    try:
        copy = _set_aside(folder, now)
        mended = _made_anew(folder, copy, numbering, now, why)
        remove(folder / MARKER)
        sync_folder(folder)
    except (OSError, NotKept) as error:
        raise StoreDamaged(f"the database cannot be made anew: {error}") from error
    LOG.warning("the queue's database was made anew: %s", mended)
    return mended


def _set_aside(folder: Path, now: datetime) -> str:
    """The folder in damaged/ that holds database, log and shared memory as they were found; "" when there were none."""
    if unfinished(folder):
        return (folder / MARKER).read_text("ascii")
    there = [name for name in DATABASE if (folder / name).exists()]
    if not there:
        return ""
    name = f"{now:%Y%m%dT%H%M%S}"
    while (folder / "damaged" / name).exists():
        name += "x"
    place = folder / "damaged" / name
    place.mkdir(mode=0o700, parents=True)
    for file in there:
        shutil.copyfile(folder / file, place / file)
        with (place / file).open("rb+") as written:
            os.fsync(written.fileno())
    for made in (place, place.parent, folder):
        sync_folder(made)
    replace_synced(folder / MARKER, name.encode("ascii"))
    return name


def _made_anew(folder: Path, copy: str, numbering: Numbering, now: datetime, why: str) -> Mended:
    heads = [*heads_in(folder / "quarantine"), *heads_in(folder / "files")]
    resting = frozenset(head.sha for head in heads if head.path.parent.name == "quarantine")
    old = _read_old(folder, copy, max((head.seq for head in heads), default=0))
    seqs = {entry.seq for entry in old.entries.values()} | old.absent
    rows = planned(heads, resting, Old(old.entries, seqs.__contains__), lambda page: _looks(folder, page))
    _bring_back(folder, rows)
    write_anew(
        folder / "queue.db.anew", ((row.entry, row.files) for row in rows), _events(rows, heads, old, now),
        _counters(folder, numbering, heads, rows, old if why == "asked" else Salvaged()),
    )
    put_in_place(folder, folder / "queue.db.anew")
    for row in rows:
        for page, _ in row.files:
            remove(folder / "quarantine" / page.sha)
    _leave_to_rest(folder, rows, now)
    return Mended(
        why, copy, iso(now),
        saved=sum(row.origin == "row" for row in rows), from_files=sum(row.origin == "files" for row in rows),
        held=sum(row.entry.reason == "found_without_row" for row in rows),
        damaged=sum(row.entry.state is State.QUARANTINED for row in rows),
    )


def _read_old(folder: Path, copy: str, up_to: int) -> Salvaged:
    """Read from a copy of the copy: what was found stays as it was found."""
    if not copy:
        return Salvaged()
    scratch = folder / "tmp" / "salvage"
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(folder / "damaged" / copy, scratch)
    remove(scratch / "queue.db-shm")
    try:
        return salvage(scratch / "queue.db", up_to)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _looks(folder: Path, page: SealedPage) -> bool | None:
    for place in ("files", "quarantine"):
        try:
            data = (folder / place / page.sha).read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            return False
        try:
            return is_named(page.sha, data)
        except UnknownSuite:
            return True
    return None


def _bring_back(folder: Path, rows: Iterable[Planned]) -> None:
    """What rested in quarantine/ and has a row again lies in files/ before its row counts."""
    for row in rows:
        for page, here in row.files:
            resting, kept = folder / "quarantine" / page.sha, folder / "files" / page.sha
            if here and resting.exists() and not kept.exists():
                os.link(resting, kept)
    sync_folder(folder / "files")


def _leave_to_rest(folder: Path, rows: Iterable[Planned], now: datetime) -> None:
    """Files that belong to no row are not unlinked after a damage: a technician has a week to look at them."""
    known = {page.sha for row in rows for page, _ in row.files}
    for path in (folder / "files").iterdir():
        if path.name not in known:
            os.utime(path, (now.timestamp(), now.timestamp()))
            os.rename(path, folder / "quarantine" / path.name)


def _events(rows: Iterable[Planned], heads: Iterable[FoundHead], old: Salvaged, now: datetime) -> list[Event]:
    """The old history where it can be read; for the others when they were handed in, as their heads say."""
    created = {head.id: head.created for head in heads}
    told = {(event[0], str(event[5]).partition(":")[0]) for event in old.events}
    seqs = {row.entry.seq for row in rows}
    events: list[Event] = [event for event in old.events if event[0] in seqs]
    for row in rows:
        seq, at = row.entry.seq, iso(now)
        if (seq, "handed_in") not in told and row.entry.id in created:
            events.append((seq, *created[row.entry.id], "handed_in"))
        if row.entry.state is State.ACCEPTED and (seq, "received") not in told:
            events.append((seq, at, 0.0, "", None, "received"))
        events.append((seq, at, 0.0, "", None, f"rebuilt:{row.entry.state.value}"))
    return events


def _counters(
    folder: Path, numbering: Numbering, heads: Iterable[FoundHead], rows: Iterable[Planned], old: Salvaged,
) -> dict[int, int]:
    """The next counter of each epoch, above every number that can have been given out. A counter that was saved from a
    damaged database is not believed: the file that runs ahead of it is."""
    numbers = [*(head.number for head in heads), *(row.entry.number for row in rows)]
    found = numbering.highest(numbers)
    sure = {epoch: counter - 1 for epoch, counter in old.counters.items() if 0 < counter <= 1_000_000}
    ahead = {epoch: n for epoch, n in Highest(folder).counters().items() if epoch not in sure}
    every = (found, sure, ahead)
    return {epoch: max(one.get(epoch, 0) for one in every) + 1 for epoch in {*found, *sure, *ahead}}
