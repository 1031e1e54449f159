"""When each kept submission is due, and which goes first. In memory only: after a restart it is drawn anew.

Everything open is here, sorted by what is asked for, so that the next one is found at once however many wait.
"""
from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, replace

from offline_queue.model import Entry
from offline_queue.retry import REDRAW_ABOVE_S, Chance, backoff
from offline_queue.states import ON_THE_WAY, OPEN, State

AGED_S = 1800.0  # a big one waits at most half an hour behind small ones
FRESH_S = 60.0  # for so long its resident may still be standing at the kiosk
SENDABLE = (State.QUEUED, State.EXPORTED, State.UPLOADED)

Key = tuple[float, int, int, str]  # sorted by; the id last


@dataclass(frozen=True)
class Due:
    """`ticket`: the platform named the moment, so the line's return does not bring it forward. `tries`: so far."""

    at: float
    ticket: bool = False
    tries: int = 0


class Sorted:
    """Keys in order; adding and removing one moves memory only."""

    def __init__(self) -> None:
        self._keys: list[Key] = []

    def add(self, key: Key) -> None:
        insort(self._keys, key)

    def discard(self, key: Key) -> None:
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            del self._keys[at]

    def first(self, n: int) -> list[Key]:
        return self._keys[:n]


class Schedule:
    """Due times in steady seconds. What has none is due at once. Guarded by the queue's lock."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._open: dict[str, Entry] = {}
        self._cases: dict[str, Sorted] = {}
        self._due: dict[str, Due] = {}
        self._seen: dict[str, float] = {}
        self._fresh_until: dict[str, float] = {}
        self._small = {True: Sorted(), False: Sorted()}  # by urgent: what may go now, class and small first
        self._old = {True: Sorted(), False: Sorted()}  # the same ones, longest here first
        self._later = Sorted()
        self._placed: dict[str, list[tuple[Sorted, Key]]] = {}
        self.waiting = 0  # how many are on their way
        self.waiting_bytes = 0

    # --- what happens to submissions ---------------------------------------------------------------------------------

    def start(self, entries: Iterable[Entry], now: float) -> None:
        """After a restart: what failed before waits a fresh back-off, what was never tried is due at once."""
        for entry in entries:
            if entry.attempts:
                self._due[entry.id] = Due(now + backoff(entry.attempts, self._chance), tries=entry.attempts)
            self.moved(entry, now)

    def added(self, entry: Entry, now: float) -> None:
        """Just handed in."""
        self._fresh_until[entry.id] = now + FRESH_S
        self.moved(entry, now)

    def moved(self, entry: Entry, now: float) -> None:
        """This is how it stands now."""
        before = self._open.pop(entry.id, None)
        for one, sign in ((before, -1), (entry, 1)):
            if one is not None and one.state in ON_THE_WAY:
                self.waiting += sign
                self.waiting_bytes += sign * one.size
        self._seen.setdefault(entry.id, now)
        if entry.state in OPEN:
            self._open[entry.id] = entry
        if entry.state not in ON_THE_WAY:
            for known in (self._due, self._seen, self._fresh_until):
                known.pop(entry.id, None)
        self._line_up(entry, now)

    def _line_up(self, entry: Entry, now: float) -> None:
        """Its place, and that of the one its case was waiting for it with."""
        if not entry.case_key:
            self._place(entry.id, now)
            return
        case = self._cases.setdefault(entry.case_key, Sorted())
        key = (float(entry.seq), 0, 0, entry.id)
        before = case.first(1)
        case.discard(key)
        if entry.id in self._open:
            case.add(key)
        now_first = case.first(1)
        if not now_first:
            del self._cases[entry.case_key]
        for submission in {entry.id, *(k[-1] for k in (*before, *now_first))}:
            self._place(submission, now)

    def wait(self, submission: str, due: Due, now: float) -> None:
        """Nothing of ours waits longer than the longest ticket: a moment beyond that is drawn anew."""
        far = due.at - now > REDRAW_ABOVE_S
        self._due[submission] = replace(due, at=now + backoff(1, self._chance)) if far else due
        self._place(submission, now)

    def at_once(self, submission: str, now: float) -> None:
        self._due.pop(submission, None)
        self._place(submission, now)

    def line_back(self, now: float, window: float, below_tries: int | None = None) -> None:
        """The platform answers again: what waited is due within `window` seconds, so that not all kiosks come at once.
        Tickets stand; whoever handed in just now may still be standing here and does not wait. `below_tries`: only
        what was tried less often, so that a submission that breaks the line by itself keeps its own back-off."""
        for submission, entry in self._open.items():
            due = self._due.get(submission, Due(now))
            fresh = submission not in self._due and now < self._fresh_until.get(submission, now)
            too_often = below_tries is not None and due.tries >= below_tries
            if entry.state in ON_THE_WAY and not (due.ticket or fresh or too_often):
                self._due[submission] = replace(due, at=now + self._chance() * window)
                self._place(submission, now)

    # --- what may go -------------------------------------------------------------------------------------------------

    def may_go(self, submission: str) -> bool:
        """Whether it can be sent at all, due or not."""
        entry = self._open.get(submission)
        if entry is None or entry.state not in SENDABLE:
            return False
        return not entry.case_key or self._cases[entry.case_key].first(1)[0][-1] == submission

    def due(self, now: float, limit: int) -> list[str]:
        """Ids of what may be sent now: urgent, then half an hour old, then class, small, first come."""
        self._ripen(now)
        found: dict[str, None] = {}
        for urgent in (True, False):
            found |= {key[-1]: None for key in self._old[urgent].first(limit) if now - key[0] >= AGED_S}
            found |= {key[-1]: None for key in self._small[urgent].first(limit)}
        return sorted(found, key=lambda submission: self._order(self._open[submission], now))[:limit]

    def next(self, now: float) -> float | None:
        """The earliest moment something is due, None when nothing waits."""
        self._ripen(now)
        if any(small.first(1) for small in self._small.values()):
            return now
        later = self._later.first(1)
        return later[0][0] if later else None

    def _ripen(self, now: float) -> None:
        while (later := self._later.first(1)) and later[0][0] <= now:
            self._place(later[0][-1], now)

    def _place(self, submission: str, now: float) -> None:
        for place, key in self._placed.pop(submission, ()):
            place.discard(key)
        if not self.may_go(submission):
            return
        entry, due = self._open[submission], self._due.get(submission)
        if due is not None and due.at > now:
            self._placed[submission] = [(self._later, (due.at, entry.seq, 0, submission))]
        else:
            self._placed[submission] = [
                (self._small[entry.urgent], (float(entry.service_class), entry.size, entry.seq, submission)),
                (self._old[entry.urgent], (self._seen[submission], entry.seq, 0, submission)),
            ]
        for place, key in self._placed[submission]:
            place.add(key)

    def _order(self, entry: Entry, now: float) -> tuple[bool, bool, int, int, int]:
        aged = now - self._seen[entry.id] >= AGED_S
        return (not entry.urgent, not aged, 0 if aged else entry.service_class, 0 if aged else entry.size, entry.seq)
