"""About when everything that waits will be through, from the pace of late (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from offline_queue.model import Forecast

FORGETS = 0.9  # an older walk counts that much less than the one after it
STEP_S = 60.0  # "about": whole minutes


@dataclass(frozen=True)
class Pace:
    """Bytes that arrived and the seconds it took, round trips and all; older walks fade away."""

    bytes: float = 0.0
    seconds: float = 0.0

    def walked(self, size: int, seconds: float) -> Pace:
        """One submission went through."""
        if size <= 0 or seconds <= 0:
            return self
        return Pace(self.bytes * FORGETS + size, self.seconds * FORGETS + seconds)

    @property
    def per_second(self) -> float | None:
        """None until something has gone through."""
        return self.bytes / self.seconds if self.seconds > 0 else None


def forecast(waiting: int, size: int, pace: Pace, flows: bool, gate: float) -> Forecast | None:
    """`size`: bytes that wait. `flows`: the line is not known to be down, nothing is paused, the breaker is closed.
    `gate`: seconds until anything may go out at all (a ticket). None when nothing waits."""
    if not waiting:
        return None
    rate = pace.per_second
    if not flows or rate is None:
        return Forecast(waiting, size, None)
    return Forecast(waiting, size, ceil((max(0.0, gate) + size / rate) / STEP_S) * STEP_S)
