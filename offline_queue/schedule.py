"""When each kept submission is due, and which goes first. In memory only: after a restart it is drawn anew."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from offline_queue.model import Candidate, Entry
from offline_queue.retry import REDRAW_ABOVE_S, Chance, backoff

AGED_S = 1800.0  # a big one waits at most half an hour behind small ones
FRESH_S = 60.0  # for so long its resident may still be standing at the kiosk


@dataclass(frozen=True)
class Due:
    """`ticket`: the platform named the moment, so the line's return does not bring it forward. `tries`: so far."""

    at: float
    ticket: bool = False
    tries: int = 0


class Schedule:
    """Due times in steady seconds. What has none is due at once. Guarded by the queue's lock."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._due: dict[str, Due] = {}
        self._seen: dict[str, float] = {}
        self._fresh_until: dict[str, float] = {}

    def start(self, entries: Iterable[Entry], now: float) -> None:
        """After a restart: what failed before waits a fresh back-off, what was never tried is due at once."""
        for entry in entries:
            self._seen[entry.id] = now
            if entry.attempts:
                self._due[entry.id] = Due(now + backoff(entry.attempts, self._chance), tries=entry.attempts)

    def added(self, submission: str, now: float) -> None:
        self._seen[submission] = now
        self._fresh_until[submission] = now + FRESH_S

    def wait(self, submission: str, due: Due) -> None:
        self._due[submission] = due

    def at_once(self, submission: str) -> None:
        self._due.pop(submission, None)

    def over(self, submission: str) -> None:
        for known in (self._due, self._seen, self._fresh_until):
            known.pop(submission, None)

    def line_back(self, now: float, window: float, below_tries: int | None = None) -> None:
        """The platform answers again: what waited is due within `window` seconds, so that not all kiosks come at once.
        Tickets stand; whoever handed in just now may still be standing here and does not wait. `below_tries`: only
        what was tried less often, so that a submission that breaks the line by itself keeps its own back-off."""
        for submission in self._seen:
            due = self._due.get(submission, Due(now))
            fresh = submission not in self._due and now < self._fresh_until.get(submission, now)
            too_often = below_tries is not None and due.tries >= below_tries
            if not (due.ticket or fresh or too_often):
                self._due[submission] = replace(due, at=now + self._chance() * window)

    def due(self, candidates: Iterable[Candidate], now: float, limit: int) -> list[Candidate]:
        """What may be sent now: urgent, then half an hour old, then class, small, first come."""
        ready = [c for c in candidates if self._at(c.id, now) <= now]
        return sorted(ready, key=lambda c: self._order(c, now))[:limit]

    def next(self, candidates: Iterable[Candidate], now: float) -> float | None:
        """The earliest moment something is due, None when nothing waits."""
        return min((self._at(c.id, now) for c in candidates), default=None)

    def _at(self, submission: str, now: float) -> float:
        due = self._due.get(submission)
        if due is None:
            return now
        if due.at - now > REDRAW_ABOVE_S:
            due = self._due[submission] = replace(due, at=now + backoff(1, self._chance))
        return due.at

    def _order(self, item: Candidate, now: float) -> tuple[bool, bool, int, int, int]:
        aged = now - self._seen.get(item.id, now) >= AGED_S
        return (not item.urgent, not aged, 0 if aged else item.service_class, 0 if aged else item.size, item.seq)
