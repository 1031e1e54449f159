"""What every row of the queue's fault matrix stands on: a place to work in, and a count of what was lost or doubled."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from offline_queue import Entry, Queue, State
from offline_queue.states import STAFF
from tests.support.queue_builders import Desk, open_desk, open_queue, settle_all
from tests.support.transport_double import TransportDouble

ENOUGH_RUNS = 40  # after so many quiet runs of five, whatever still waits will wait for ever


@dataclass(frozen=True)
class Rig:
    """`folder`: empty, the row's own. `full`: the counts an issue names instead of the short ones. `kind`: the queue
    under test; a planted bug may be a subclass."""

    folder: Path
    full: bool = False
    kind: type[Queue] = Queue

    def times(self, short: int, full: int) -> int:
        return full if self.full else short

    def desk(self, name: str = "queue") -> Desk:
        return open_desk(self.folder / name, self.kind)


@dataclass(frozen=True)
class Found:
    """`outcome`: in the words of the row. `count` `of`: how often the fault was really injected."""

    outcome: str
    lost: int = 0
    doubled: int = 0
    count: int = 1
    of: str = "injections"


@dataclass(frozen=True)
class Fault:
    """One row. It holds when the outcome is one of `outcomes`, and nothing was lost or doubled. `root`: mounts."""

    name: str
    injection: str
    expected: str
    outcomes: tuple[str, ...]
    run: Callable[[Rig], Found]
    root: bool = False


@dataclass
class Tally:
    """Adds up over several injections."""

    lost: int = 0
    doubled: int = 0

    def add(self, other: Tally) -> None:
        self.lost += other.lost
        self.doubled += other.doubled


def in_hand(entries: Iterable[Entry]) -> dict[str, str]:
    """id → number, as the residents were told."""
    return {entry.id: entry.number for entry in entries}


def open_again(desk: Desk) -> None:
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance, kind=desk.kind)


def kept(queue: Queue, said: Mapping[str, str], interrupted: int) -> Tally:
    """What `put` has returned must be there under its number with every sealed file whole. `interrupted`: hand-ins
    that were cut off before they returned; each of them may be there or not, under a number of its own."""
    spoilt = {entry.id for entry in queue.check_files()}
    there = {entry.id: entry for entry in queue.entries()}
    lost = sum(id not in there or there[id].number != number or id in spoilt for id, number in said.items())
    numbers = [entry.number for entry in there.values()]
    return Tally(lost, max(0, len(there) - len(said) - interrupted) + len(numbers) - len(set(numbers)))


def drain(desk: Desk) -> None:
    """No fault any more: send until nothing waits."""
    desk.platform.heal()
    sync = desk.sync(TransportDouble(desk.platform))
    sync.resume()
    for _ in range(ENOUGH_RUNS):
        if not desk.queue.waiting_count():
            return
        settle_all(desk, sync, runs=5)


def delivered(desk: Desk, said: Mapping[str, str], interrupted: int = 0, for_staff: bool = False) -> Tally:
    """After everything was sent: each is at the platform once and its receipt is here. `for_staff`: it may also wait
    for a person, with a reason."""
    there = {entry.id: entry for entry in desk.queue.entries()}
    lost = 0
    for id, number in said.items():
        entry = there.get(id)
        told = entry is not None and for_staff and entry.state in STAFF and entry.reason != ""
        if entry is None or entry.number != number or not (told or _arrived(desk, entry)):
            lost += 1
    numbers = [entry.number for entry in there.values()]
    doubled = max(0, len(there) - len(said) - interrupted) + len(numbers) - len(set(numbers))
    doubled += desk.platform.effects - len(desk.platform.kept) + len(set(desk.platform.kept) - set(there))
    return Tally(lost, doubled)


def _arrived(desk: Desk, entry: Entry) -> bool:
    case = desk.platform.kept.get(entry.id)
    return (
        entry.state in (State.ACCEPTED, State.PURGED) and case is not None
        and case.receipt is not None and case.digest == entry.head_sha
    )


def drained(desk: Desk, said: Mapping[str, str], interrupted: int = 0) -> Tally:
    """`drain` and `delivered`."""
    drain(desk)
    return delivered(desk, said, interrupted)
