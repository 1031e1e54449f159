"""Says whether a new submission may come in now, and else when: a ticket for every kiosk, each with a slot of its own.

Twenty thousand kiosks whose line returns at once must neither be let in together nor all told the same moment. Only
heads pass here: what was let in may bring its parts and its commit.
"""
from __future__ import annotations

import threading

FIRST_GUESS = 50.0  # heads a second, until it was busy long enough to know
BUSY_AT = 8  # so many inside: what leaves in a second is what it can do
PATIENCE_S = 5.0  # of work may wait inside, and always LEAST of them
LEAST = 64
USED = 0.95  # share of the capacity given away in slots: the rest is for those who come without a ticket
GROWTH = 1.1  # a second, while it is idle and kiosks wait
WEIGHT = 0.3  # of the newest second in the measured capacity


class Gate:
    """`capacity`: heads a second it can do, a guess that is measured anew whenever it is busy. `inside`: how many
    are at it. `now`: steady seconds. Any thread."""

    def __init__(self, capacity: float = FIRST_GUESS) -> None:
        self._lock = threading.Lock()
        self.capacity = capacity
        self.inside = self._fewest = 0
        self._slot = 0.0
        self._since = 0.0
        self._left = 0

    def enter(self, now: float, items: int) -> float | None:
        """None: come in, and `leave` afterwards. Else the seconds after which this kiosk's slot for `items` begins."""
        with self._lock:
            if self.inside < max(LEAST, PATIENCE_S * self.capacity):
                self.inside += 1
                return None
            begins = max(self._slot, now + self.inside / self.capacity)
            self._slot = begins + max(1, items) / (USED * self.capacity)
            return begins - now

    def leave(self, now: float) -> None:
        """One is done."""
        with self._lock:
            self.inside -= 1
            self._left += 1
            self._fewest = min(self._fewest, self.inside)
            if now - self._since >= 1.0:
                self._measure(self._left / (now - self._since), waiting=self._slot > now)
                self._since, self._left, self._fewest = now, 0, self.inside

    def _measure(self, pace: float, waiting: bool) -> None:
        """Never idle, it did what it can. Idle while kiosks wait for their slots, it could have done more: a guess that
        is too low would else keep itself true."""
        if self._fewest >= BUSY_AT:
            self.capacity += WEIGHT * (pace - self.capacity)
        elif waiting and self.capacity < FIRST_GUESS + 2 * pace:
            self.capacity *= GROWTH
