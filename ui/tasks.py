"""Work that leaves the GUI thread: done on the desk, its result back here by a queued signal."""
from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.errors import place_of_defect

T = TypeVar("T")
log = logging.getLogger(__name__)


class Desk(Protocol):
    """An executor with one worker."""

    def submit(self, work: Callable[[], T], /) -> Future[T]: ...


def nothing(_: object) -> None:
    """For work whose result is the next situation."""


def log_defect(error: BaseException) -> None:
    """The kind and the place, never the values: they may be somebody's."""
    log.error("defect in a verb: %s", place_of_defect(error))


class Tasks(QObject):
    """`run(work, done, failed)`: the only way a presenter reaches the service."""

    _landed = Signal(object)

    def __init__(self, desk: Desk, failed: Callable[[BaseException], None] = log_defect) -> None:
        super().__init__()
        self._desk = desk
        self._failed = failed
        self._landed.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] = nothing,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do `work` on the desk; call `done` with its result, or `failed` with what it raised, on the GUI thread."""

        def land(finished: Future[T]) -> None:
            error = finished.exception()
            landed = partial(done, finished.result()) if error is None else partial(failed or self._failed, error)
            self._landed.emit(landed)

        self._desk.submit(work).add_done_callback(land)

    def _call(self, landed: Callable[[], None]) -> None:
        landed()
