"""Thousands of kiosks whose line returns at the same moment, before one platform: by events, without waiting.

The platform serves `CAPACITY` requests a second in order; its gate is the real one. A kiosk sends its submissions one
after the other and obeys a policy: the real one, or whatever a test puts in its place.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.reference_platform.gate import Gate

CAPACITY = 300.0
REFUSAL_COSTS = 0.05  # of a request
BETWEEN_S = 2.0  # a kiosk's next submission
GIVES_UP_S = 15.0  # a kiosk that got no answer; the platform works on all the same
FAILED_BEFORE = 8  # tries while the line was down

Chance = Callable[[], float]


@dataclass(frozen=True)
class Policy:
    """`first`: seconds until the first try. `refused(after, failures)`, `lost(failures)`: until the next one."""

    first: Callable[[Chance], float]
    refused: Callable[[float, int, Chance], float]
    lost: Callable[[int, Chance], float]


@dataclass
class Kiosk:
    left: int
    failures: int = FAILED_BEFORE
    asked: int = 0  # which try is under way: an answer to an older one is nobody's


@dataclass
class Figures:
    useful: int = 0
    wasted: int = 0
    done_at: float = 0.0
    arrivals: dict[int, int] = field(default_factory=dict)

    @property
    def wasted_per_useful(self) -> float:
        return self.wasted / self.useful

    @property
    def peak(self) -> float:
        return max(self.arrivals.values()) / CAPACITY


class Herd:
    def __init__(self, kiosks: int, items: int, policy: Policy, seed: int, gate: Gate | None = None) -> None:
        self._chance, self._policy, self._gate = random.Random(seed).random, policy, gate or Gate()
        self._kiosks = [Kiosk(items) for _ in range(kiosks)]
        self._events: list[tuple[float, int, str, int, int]] = []
        self._inside: deque[tuple[int, int]] = deque()
        self._free_at = 0.0
        self.figures = Figures()

    def run(self) -> Figures:
        for n in range(len(self._kiosks)):
            self._at(self._policy.first(self._chance), "try", n)
        while self._events:
            now, _, what, n, asked = heapq.heappop(self._events)
            if what == "try":
                self._try(n, now)
            elif what == "served":
                self._served(n, asked, now)
            elif self._kiosks[n].asked == asked:
                self._lost(n, now)
        return self.figures

    def _at(self, when: float, what: str, n: int, asked: int = 0) -> None:
        heapq.heappush(self._events, (when, len(self._events), what, n, asked))

    def _try(self, n: int, now: float) -> None:
        kiosk, second = self._kiosks[n], int(now)
        self.figures.arrivals[second] = self.figures.arrivals.get(second, 0) + 1
        kiosk.asked += 1
        after = self._gate.enter(now, kiosk.left)
        if after is not None:
            self._free_at = max(self._free_at, now) + REFUSAL_COSTS / CAPACITY
            self.figures.wasted += 1
            self._at(now + self._policy.refused(after, kiosk.failures, self._chance), "try", n)
            return
        self._free_at = max(self._free_at, now) + 1.0 / CAPACITY
        self._at(self._free_at, "served", n, kiosk.asked)
        self._at(now + GIVES_UP_S, "late", n, kiosk.asked)

    def _served(self, n: int, asked: int, now: float) -> None:
        self._gate.leave(now)
        kiosk = self._kiosks[n]
        if kiosk.asked != asked:
            return  # the platform did it for nobody; the next try is a duplicate
        kiosk.asked += 1
        kiosk.left -= 1
        kiosk.failures = FAILED_BEFORE
        self.figures.useful += 1
        self.figures.done_at = now
        if kiosk.left:
            self._at(now + BETWEEN_S, "try", n)

    def _lost(self, n: int, now: float) -> None:
        kiosk = self._kiosks[n]
        kiosk.asked += 1
        kiosk.failures += 1
        self.figures.wasted += 1
        self._at(now + self._policy.lost(kiosk.failures, self._chance), "try", n)
