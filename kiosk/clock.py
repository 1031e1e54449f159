"""The only place that asks the machine for the time; everything else takes a `Clock` or a `now`."""
from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall time, aware, UTC. May be wrong or jump: for showing and stamping only, never for order or waiting."""
        ...

    def steady(self) -> float:
        """Seconds that never go back. Waiting and idle limits are measured with it."""
        ...


class SystemClock:
    """The machine's clocks. `run_at(rate)` lets steady time pass faster, so that a demo need not wait for minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rate = 1.0
        self._real = time.monotonic()
        self._shown = self._real

    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady(self) -> float:
        with self._lock:
            return self._shown + (time.monotonic() - self._real) * self._rate

    def run_at(self, rate: float) -> None:
        with self._lock:
            real = time.monotonic()
            self._shown += (real - self._real) * self._rate
            self._real, self._rate = real, rate
