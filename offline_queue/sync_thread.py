"""The sync thread: runs on schedule, at once when woken, and reports what changed."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from offline_queue.model import Clock, SyncReport
from offline_queue.sync import Sync

LOG = logging.getLogger(__name__)
SLICE_S = 1.0  # the clock may run faster than the machine's: look at it again at least this often
AFTER_DEFECT_S = 60.0
REST_S = 0.05  # a schedule that says "now" for ever must not burn the machine


class SyncThread:
    """`on_change(report)` is called on the sync thread: for every settled submission, and whenever line, trouble,
    pause, alarms or the number of waiting ones changed."""

    def __init__(self, sync: Sync, clock: Clock, on_change: Callable[[SyncReport], None]) -> None:
        self._sync, self._clock, self._on_change = sync, clock, on_change
        self._bell = threading.Event()
        self._stopping = False
        self._woken = False
        self._last: SyncReport | None = None
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)
        self._looking = threading.Thread(target=self._look, name="sealed files", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._looking.start()

    def wake(self, first: str = "") -> None:
        """Run now; `first` is the id of a submission whose resident is waiting. Returns at once; any thread."""
        if first:
            self._sync.prefer(first)
        self._woken = True
        self._bell.set()

    def stop(self, timeout: float = 20.0) -> bool:
        """Ends after the request under way; True when the thread has ended. Nothing is lost when it has not."""
        self._stopping = True
        self._sync.stop()
        self._bell.set()
        for thread in (self._thread, self._looking):
            if thread.is_alive():
                thread.join(timeout)
        return not (self._thread.is_alive() or self._looking.is_alive())

    def _look(self) -> None:
        """Once after the start, beside the sending: are the files that were kept still what they were?"""
        try:
            report = self._sync.check_files()
        except Exception:
            LOG.exception("looking at the sealed files ended in a defect; nothing kept is touched by that")
            return
        if report is not None:
            self._say(report)

    def _work(self) -> None:
        while not self._stopping:
            self._bell.clear()
            woken, self._woken = self._woken, False
            self._rest_until(self._run(woken))

    def _run(self, woken: bool) -> float:
        """One run; steady seconds of the next one."""
        try:
            report = self._sync.run_once(woken, tell=self._say)
        except Exception:
            LOG.exception("a run of the sync thread ended in a defect; nothing kept is touched by that")
            return self._clock.steady() + AFTER_DEFECT_S
        self._say_change(replace(report, sent=0, settled=()))
        return report.next_due if report.next_due is not None else self._clock.steady() + AFTER_DEFECT_S

    def _say_change(self, report: SyncReport) -> None:
        last, self._last = self._last, report
        if last is None or replace(last, next_due=report.next_due) != report:
            self._say(report)

    def _say(self, report: SyncReport) -> None:
        """A listener that breaks does not keep anything from being sent."""
        try:
            self._on_change(report)
        except Exception:
            LOG.exception("a defect in the listener of the sync thread")

    def _rest_until(self, due: float) -> None:
        due = max(due, self._clock.steady() + REST_S)
        while not self._stopping and (left := due - self._clock.steady()) > 0:
            if self._bell.wait(min(left, SLICE_S)):
                return
