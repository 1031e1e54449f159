"""When and where something happened, for people: every clock there is, because none of them can be trusted alone."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from offline_queue.model import Clock


@dataclass(frozen=True)
class Stamp:
    """Wall time (ISO, UTC), steady seconds of this boot, the platform's clock minus ours in seconds if it spoke."""

    at_wall: str
    at_mono: float
    boot_id: str
    server_offset: float | None


class Stamps:
    """Makes stamps. Order and waiting never use them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.boot_id = _boot_id()
        self._server_offset: float | None = None

    def note_server_time(self, at: datetime) -> None:
        self._server_offset = round((at - self._clock.now()).total_seconds(), 3)

    def now(self) -> Stamp:
        return Stamp(iso(self._clock.now()), self._clock.steady(), self.boot_id, self._server_offset)


def iso(at: datetime) -> str:
    """UTC with milliseconds: such texts sort like the moments they mean."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _boot_id() -> str:
    """The kernel's id of this boot: tells whether two steady times can be compared."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
