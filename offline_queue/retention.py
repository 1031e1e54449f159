"""How long the sealed files of what the platform has are kept, and how they are given up."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from offline_queue.book import Book
from offline_queue.model import Entry
from offline_queue.outcomes import Meaning
from offline_queue.room import Room
from offline_queue.stamp import iso
from offline_queue.states import Event
from offline_queue.vault import Vault


@dataclass(frozen=True)
class Retention:
    """After the receipt is stored. A wrong clock does no harm: the platform has it all."""

    pages: timedelta = timedelta(hours=24)
    rest: timedelta = timedelta(days=30)


def purge(book: Book, vault: Vault, room: Room, now: datetime, keep: Retention) -> int:
    """The row first, then the files, then their folder: what a crash leaves of it, the sweep takes. Rows stay for ever:
    an id and a number are never used again. Returns how many became purged."""
    for entry in book.store.accepted_before(iso(now - keep.pages), first_part=1):
        _unlink(book, vault, entry, first_part=1)
    old = book.store.accepted_before(iso(now - keep.rest), first_part=0)
    for entry in old:
        book.step(entry.id, Meaning(Event.RETENTION_OVER))
        _unlink(book, vault, entry, first_part=0)
    room.make_reserve()
    return len(old)


def _unlink(book: Book, vault: Vault, entry: Entry, first_part: int) -> None:
    vault.drop(book.store.write(lambda: book.store.unlink(entry.id, first_part), draining=True))
