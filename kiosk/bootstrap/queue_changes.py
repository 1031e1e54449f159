"""`kiosk queue` orders that change what becomes of one submission: as the owner of the queue, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.bootstrap.queue_words import MEANS, Answer, NotDone, found_in
from kiosk.clock import SystemClock
from kiosk.fleet.enrol import Enrolled, NotEnrolled, load
from kiosk.submission.number import grouped, provisional
from offline_queue import Entry, PlatformKeys, Queue, QueueReader, State, Vault


def _hold(kept: Queue, entry: Entry) -> Entry | None:
    return entry if entry.state is State.HELD else kept.hold(entry.id, "technician")


def _release(kept: Queue, entry: Entry) -> Entry | None:
    if entry.state is State.QUEUED:
        return entry
    return kept.retry(entry.id) if entry.state is State.HELD else None


def _retry(kept: Queue, entry: Entry) -> Entry | None:
    return entry if entry.state is State.QUEUED else kept.retry(entry.id)


Change = Callable[[Queue, Entry], Entry | None]
CHANGES: dict[str, Change] = {"hold": _hold, "release": _release, "retry": _retry}


def change(folder: Path, carry_out: Change, number: str) -> Answer:
    with QueueReader(folder / "queue") as reader:
        submission = found_in(reader, number).id
    kept, _ = owned_queue(folder)
    try:
        before = kept.entry(submission)
        assert before is not None, "a row is never deleted"
        after = carry_out(kept, before)
    finally:
        kept.close()
    if after is None:
        raise NotDone("not_in_this_state", f"{grouped(before.number)} {before.state.value}: {MEANS[before.state]}")
    data = {"number": after.number, "before": before.state.value, "state": after.state.value}
    said = "nothing to do, it" if after == before else "done, it now"
    return Answer(data, [f"{grouped(after.number)}  {said} is {after.state.value}: {MEANS[after.state]}"])


def enrolled_as(folder: Path) -> Enrolled:
    """Who this kiosk is. NotEnrolled."""
    enrolled = load(folder)
    if enrolled is None:
        raise NotEnrolled("failed", "no_enrolment")
    return enrolled


def owned_queue(folder: Path) -> tuple[Queue, Vault]:
    """The queue with its lock, taken over as the kiosk itself does at its start."""
    enrolled = enrolled_as(folder)
    keys = PlatformKeys(enrolled.keys.kid, enrolled.keys.seal_key, enrolled.keys.receipt_key)
    vault = Vault(folder / "queue", keys, enrolled.sign, enrolled.terminal)
    return Queue(folder / "queue", vault, enrolled.terminal, enrolled.epoch, SystemClock(), provisional), vault
