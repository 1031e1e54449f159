"""Takes a queue folder over at start: one owner, a whole database, void leases, order among the files."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from offline_queue.book import Book
from offline_queue.errors import StoreDamaged, StoreLost
from offline_queue.heads import FoundHead, heads_in
from offline_queue.highest import Highest
from offline_queue.model import Mended
from offline_queue.numbering import Number, Numbering
from offline_queue.outcomes import Meaning
from offline_queue.owner import OwnerLock
from offline_queue.rebuild import rebuild, unfinished
from offline_queue.room import Room
from offline_queue.states import Event, State
from offline_queue.store import Store, refuse_newer
from offline_queue.sweep import strays, sweep

FOLDERS = ("tmp", "files", "quarantine")


@dataclass(frozen=True)
class Taken:
    """`mended`: the database had to be made anew. `stray`: heads of which the database knows nothing; at most one."""

    store: Store
    mended: Mended | None
    stray: list[FoundHead]


def take(folder: Path, room: Room, numbering: Numbering, now: datetime) -> Taken:
    """The folder with its lock. A damaged or lost database is made anew at once: the kiosk goes on. OwnedElsewhere,
    StoreTooNew; StoreDamaged when the disk does not let us."""
    make_folders(folder)
    owner = OwnerLock(folder)
    try:
        mended = rebuild(folder, room, numbering, now, "damaged") if unfinished(folder) else None
        try:
            store, stray = _opened(folder, room, owner)
        except StoreDamaged as damage:
            if not damage.mendable:
                raise
            mended = rebuild(folder, room, numbering, now, "lost" if isinstance(damage, StoreLost) else "damaged")
            store, stray = _opened(folder, room, owner)
    except BaseException:
        owner.release()
        raise
    return Taken(store, mended, stray)


def rebuild_at_rest(
    folder: Path, room: Room, terminal: str, epoch: int, number: Number, *, now: datetime,
) -> Mended:
    """On a technician's order, while no kiosk runs. OwnedElsewhere, StoreTooNew, StoreDamaged."""
    make_folders(folder)
    owner = OwnerLock(folder)
    try:
        refuse_newer(folder / "queue.db")
        return rebuild(folder, room, Numbering(terminal, epoch, number), now, "asked")
    finally:
        owner.release()


def settle_in(folder: Path, taken: Taken, book: Book, room: Room, numbering: Numbering, now: datetime) -> None:
    """Every lease of another process is void. Then numbers and orphans."""
    store = taken.store
    for entry in store.entries((State.SENDING, State.UPLOADED)):
        book.step(entry.id, Meaning(Event.PROCESS_DIED, "process_died"))
    numbers = [head.number for head in (*taken.stray, *heads_in(folder / "quarantine"))]
    for epoch, counter in numbering.highest(numbers).items():
        if counter >= store.next_counter(epoch):
            store.write(partial(store.lift_counter, epoch, counter), draining=True)
    sweep(folder, store.known_files(), taken.stray, now)
    room.make_reserve()
    book.open_pages()


def make_folders(folder: Path) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def _opened(folder: Path, room: Room, owner: OwnerLock) -> tuple[Store, list[FoundHead]]:
    """StoreDamaged also when the database lacks rows that were promised."""
    began = Highest(folder).exists() or any(True for place in ("files", "quarantine") for _ in heads_in(folder / place))
    store = Store(folder, room, owner, began=began)
    stray = strays(folder, store.known_files(), store.gave_up)
    if len(stray) > 1:
        store.shut()
        raise StoreDamaged(f"{len(stray)} sealed submissions without a row", mendable=True)
    return store, stray
