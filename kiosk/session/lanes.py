"""Two kinds of threads: the desk, which owns the visit and never waits, and lanes, where slow work is done.

Each lane (a reader, the camera, the printer, the platform) has one worker, so that a device has one caller at a time;
its result comes to the desk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from kiosk.errors import place_of_defect

T = TypeVar("T")
log = logging.getLogger(__name__)


class Lanes(Protocol):
    def run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do `work` off the desk; then call `done` with its result on the desk thread."""
        ...


class DeskThread:
    """The one worker that owns the session. `failed` hears, on the desk, of a verb that broke."""

    def __init__(self, failed: Callable[[str], None]) -> None:
        self._failed = failed
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="desk")

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        """For callers that look at the future, errors included."""
        return self._worker.submit(work)

    def post(self, work: Callable[[], object], what: str) -> None:
        """For reports that nobody waits for; `what` names the work in the log when it breaks."""
        self._worker.submit(self._do, work, what)

    def broke(self, what: str, error: BaseException) -> None:
        """From any thread: logged by kind and place, never with values; the visit is closed and wiped."""
        log.error("defect in %s: %s", what, place_of_defect(error))
        self._worker.submit(self._report, what)

    def close(self) -> None:
        """Returns when everything posted is done."""
        self._worker.shutdown(wait=True)

    def _do(self, work: Callable[[], object], what: str) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  # a defect must not vanish in a future nobody reads
            self.broke(what, error)

    def _report(self, what: str) -> None:
        try:
            self._failed(what)
        except Exception as error:  # noqa: BLE001  # closing the visit broke as well: nothing is left but to say so
            log.critical("defect while closing the visit after %s: %s", what, place_of_defect(error))


class ThreadLanes:
    """One thread per lane name."""

    def __init__(self, desk: DeskThread) -> None:
        self._desk = desk
        self._pools: dict[str, ThreadPoolExecutor] = {}

    def run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        pool = self._pools.setdefault(lane, ThreadPoolExecutor(1, thread_name_prefix=f"lane-{lane}"))
        pool.submit(self._do, lane, work, done)

    def _do(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  # a defect on a lane must reach the desk, whatever it is
            self._desk.broke(f"lane {lane}", error)
            return
        self._desk.post(lambda: done(result), f"lane {lane}")

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
