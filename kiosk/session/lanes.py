"""Slow work (a reader, the camera, the printer, the platform) runs on a lane of its own; its result comes to the desk.

The desk thread owns the visit and never waits. Each lane has one worker, so that a device has one caller at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Lanes(Protocol):
    def run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do `work` off the desk; then call `done` with its result on the desk thread."""
        ...


class ThreadLanes:
    """One thread per lane name. A defect in `work` is logged without its values and reported to `failed`."""

    def __init__(self, desk: Executor, failed: Callable[[str], None]) -> None:
        self._desk = desk
        self._failed = failed
        self._pools: dict[str, ThreadPoolExecutor] = {}

    def run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        pool = self._pools.setdefault(lane, ThreadPoolExecutor(1, thread_name_prefix=f"lane-{lane}"))
        pool.submit(self._do, lane, work, done)

    def _do(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  # a defect on a lane must reach the desk, whatever it is
            where = error.__traceback__
            while where and where.tb_next:
                where = where.tb_next
            at = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
            log.error("defect on lane %s: %s at %s", lane, type(error).__name__, at)
            self._desk.submit(self._failed, lane)
            return
        self._desk.submit(done, result)

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
