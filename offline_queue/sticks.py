"""The way by a stick: what is open goes out on it, receipts and results come back. It may overlap with the line."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from offline_queue.errors import FileDamaged, StickProblem, UnknownSuite
from offline_queue.model import Entry
from offline_queue.queue import Queue
from offline_queue.stamp import iso
from offline_queue.states import State
from offline_queue.transport.folder import BroughtResults, Listed, Stick
from offline_queue.vault import Vault


@dataclass(frozen=True)
class Exported:
    """`left_out`: what stayed here, each with a code."""

    entries: tuple[Entry, ...]
    left_out: tuple[tuple[Entry, str], ...]


@dataclass(frozen=True)
class Imported:
    """`accepted`: delivered by these receipts. `known`: a receipt came for what was delivered or closed before.
    `refused`: names of files nobody can believe."""

    accepted: tuple[Entry, ...]
    known: tuple[Entry, ...]
    refused: tuple[str, ...]
    results: BroughtResults | None


def export_to(root: Path, queue: Queue, vault: Vault, now: datetime, results_since: int = 0) -> Exported:
    """Everything that waits for its turn, onto the stick at `root`; it is still sent when the line returns. Again, it
    changes nothing. `results_since`: cursor of the last result known here. StickProblem: nothing counts as exported."""
    waiting = queue.entries((State.QUEUED, State.EXPORTED))
    stick = Stick(root, vault.terminal)
    stick.open_for_writing(sum(entry.size for entry in waiting))
    listed, left_out = [], []
    for entry in waiting:
        try:
            listed.append(_put(stick, queue, entry))
        except (FileDamaged, UnknownSuite) as trouble:
            left_out.append((entry, trouble.code))
    stick.close_index(listed, iso(now), results_since, vault.signature)
    moved = (queue.exported(one.id) for one in listed)
    return Exported(tuple(entry for entry in moved if entry is not None), tuple(left_out))


def _put(stick: Stick, queue: Queue, entry: Entry) -> Listed:
    parcel = queue.parcel(entry)
    for page in parcel.pages:
        stick.put(page.sha, parcel.read(page))
    stick.put(parcel.head_sha, parcel.head)
    return Listed(entry.id, entry.number, parcel.head_sha, tuple(page.sha for page in parcel.pages))


def import_from(root: Path, queue: Queue, vault: Vault) -> Imported:
    """What the centre wrote onto the stick. Only what the platform signed counts; again, it changes nothing.
    StickProblem for a stick of another kiosk, or one that was not at the centre."""
    stick = Stick(root, vault.terminal)
    stick.open_for_reading()
    accepted, known, refused = [], [], []
    over = {entry.id for entry in queue.entries((State.ACCEPTED, State.PURGED, State.CLOSED))}
    for name, text in stick.receipts():
        entry = queue.receive(text)
        if entry is None:
            refused.append(name)
        elif entry.id in over:
            known.append(entry)
        else:
            accepted.append(entry)
    try:
        results = stick.results(vault.believes)
    except StickProblem as altered:
        refused.append(altered.detail)
        results = None
    return Imported(tuple(accepted), tuple(known), tuple(refused), results)
