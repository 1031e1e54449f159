"""The index, the schedule beside it, and the one place where a submission changes its state."""
from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from offline_queue.errors import ImpossibleStep
from offline_queue.model import Clock, Entry
from offline_queue.outcomes import Meaning
from offline_queue.retry import Chance
from offline_queue.schedule import Schedule
from offline_queue.stamp import Stamps
from offline_queue.states import Event, State, next_state
from offline_queue.store import Store

T = TypeVar("T")
QUIET = (Event.DUE, Event.STORED, Event.PARTS_MISSING)  # the walk itself: no news, and the last reason stays


class Book:
    """`lock` guards the schedule and holds both together: nobody sees a row the schedule does not know about."""

    def __init__(self, store: Store, clock: Clock, chance: Chance) -> None:
        self.store, self.clock = store, clock
        self.stamps = Stamps(clock)
        self.lock = threading.RLock()
        self.schedule = Schedule(chance)

    def known(self, submission: str) -> Entry:
        entry = self.store.entry(submission)
        if entry is None:
            raise KeyError(submission)
        return entry

    def open_pages(self) -> None:
        """After the start: everything open into the schedule."""
        with self.lock:
            self.schedule.start(self.store.open_entries(), self.clock.steady())

    def hand_in(self, work: Callable[[], T], submission: str) -> None:
        """One transaction that makes a new row."""
        with self.lock:
            self.store.write(work)
            self.schedule.added(self.known(submission), self.clock.steady())

    def step(
        self, submission: str, found: Meaning, *, lease: str = "", only: Sequence[State] = tuple(State),
    ) -> Entry | None:
        """One line of the state table in one transaction. None when the table has no such line, or when it is in none
        of the states `only` allows."""

        def work() -> Entry | None:
            before = self.known(submission)
            if before.state not in only:
                return None
            try:
                step = next_state(before.state, found.event)
            except ImpossibleStep:
                return None
            entry = replace(
                before, state=step.to, reason=before.reason if found.event in QUIET else found.reason,
                attempts=max(0, before.attempts + step.counts), receipt=found.receipt or before.receipt,
            )
            self.store.move(entry, lease)
            if found.event is Event.ID_UNKNOWN:
                self.store.forget_parts(submission)
            if found.event not in QUIET and (entry.state, entry.reason) != (State.QUEUED, before.reason):
                self.store.note(entry.seq, _what(found), self.stamps.now())  # the tenth same failure is no news
            return entry

        with self.lock:
            after = self.store.write(work, draining=True)
            if after is not None:
                self.schedule.moved(after, self.clock.steady())
        return after


def _what(found: Meaning) -> str:
    return f"{found.event.value}:{found.reason}" if found.reason else found.event.value
