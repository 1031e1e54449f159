"""What a driver does inside its own process, and how long a whole read may take there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from devices.interfaces import CardRead, CardState

Report = Callable[[CardState], None]

READ_DEADLINE_S = {"sam_serial": 5.0, "pcsc": 3.0}  # the process is ended one second later
BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 5.0)  # between tries to find a lost reader; the last one repeats


class Driver(Protocol):
    """`watch` and `read` run in two threads of one process."""

    def watch(self, report: Report) -> None:
        """Report what lies there, for ever; saying the same twice does no harm."""

    def read(self, epoch: int) -> CardRead:
        """Read the card of this epoch. May hang in a library: whoever started the process ends it then."""
