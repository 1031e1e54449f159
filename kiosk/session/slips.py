"""The slip of this visit: printed once, waits for paper, asked about when unknown, printed again only on asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from devices.interfaces import BitmapPage, PrintJob, PrintOutcome, ReceiptPrinter
from kiosk.clock import Clock
from kiosk.receipts.issue import Issued, SlipJob, begin, give_up, next_copy, queue_slip, settle
from kiosk.session.current import Current
from kiosk.session.lanes import Lanes
from kiosk.session.model import SlipState
from kiosk.session.visit import Handed, Visit
from kiosk.store import JobState, Store

STATES = {
    JobState.WAITING: SlipState.WAITING,
    JobState.SENDING: SlipState.PRINTING,
    JobState.PRINTED: SlipState.PRINTED,
    JobState.HELD: SlipState.HELD,
    JobState.UNKNOWN: SlipState.UNKNOWN,
    JobState.EXPIRED: SlipState.NONE,
}
LOOK_AGAIN_S = 1.0  # how often a waiting slip asks the printer whether it is ready now


class SlipDesk:
    """Runs on the desk thread; the printer works on its own lane, one call at a time."""

    def __init__(
        self, current: Current, lanes: Lanes, store: Store, printer: ReceiptPrinter | None, clock: Clock
    ) -> None:
        self._current, self._lanes, self._store, self._printer, self._clock = current, lanes, store, printer, clock
        self._job: SlipJob | None = None
        self._working = False
        self._looked_at = 0.0

    def print_slip(self, visit: Visit, handed: Handed, draw: Callable[[int, int], BitmapPage]) -> None:
        """Draw and print the next copy. `draw(width_dots, copy_no)` runs off the desk, it takes some 60 ms."""
        if self._printer is None:
            self._note(visit, replace(handed, slip=SlipState.NONE, asking_slip=False))
            return
        width, copy = self._printer.width_dots, next_copy(self._store, handed.submission)
        self._note(visit, replace(handed, slip=SlipState.PRINTING, slip_code="", asking_slip=False, copies=copy))
        self._working = True
        self._lanes.run("draw", lambda: draw(width, copy), self._current.still(self._drawn))

    def tick(self, visit: Visit) -> None:
        """A slip that waits for paper or is held gets another look about once a second."""
        steady = self._clock.steady()
        if self._job is None or self._working or visit.handed is None or steady - self._looked_at < LOOK_AGAIN_S:
            return
        self._looked_at = steady
        if visit.handed.slip is SlipState.WAITING:
            self._look(self._job)
        elif visit.handed.slip is SlipState.HELD:
            self._listen(self._job)

    def forget(self) -> None:
        """The visit is over: what has not been sent will not be, and the picture leaves the memory."""
        if self._job is not None:
            give_up(self._store, self._job, now=self._clock.now())
        self._job, self._working = None, False

    def _drawn(self, visit: Visit, page: BitmapPage) -> None:
        handed = visit.handed
        assert handed is not None
        copy = next_copy(self._store, handed.submission)
        self._job = queue_slip(
            self._store,
            f"{handed.submission}/{copy}",
            handed.submission,
            handed.number,
            copy,
            page,
            now=self._clock.now(),
            steady=self._clock.steady(),
        )
        self._send(self._job)

    def _send(self, job: SlipJob) -> None:
        ready = begin(self._store, job, now=self._clock.now(), steady=self._clock.steady())
        if isinstance(ready, PrintJob):
            self._work(job, lambda printer: printer.print_page(ready))
        else:
            self._working = False
            self._shown(ready)

    def _look(self, job: SlipJob) -> None:
        printer = self._printer
        assert printer is not None
        self._working = True
        self._lanes.run(
            "printer", lambda: printer.state().ready, self._current.still(lambda _, ok: self._looked(job, ok))
        )

    def _looked(self, job: SlipJob, ready: bool) -> None:
        self._working = False
        if ready:
            self._send(job)

    def _listen(self, job: SlipJob) -> None:
        self._work(job, lambda printer: printer.confirm_held(0.5))

    def _work(self, job: SlipJob, ask: Callable[[ReceiptPrinter], PrintOutcome]) -> None:
        """One call to the printer. Its answer is recorded even when the resident has left meanwhile."""
        printer = self._printer
        assert printer is not None
        self._working = True
        self._lanes.run("printer", lambda: ask(printer), lambda outcome: self._settled(job, outcome))

    def _settled(self, job: SlipJob, outcome: PrintOutcome) -> None:
        issued = settle(self._store, job, outcome, now=self._clock.now())
        if job is self._job:
            self._working = False
            self._shown(issued)

    def _shown(self, issued: Issued) -> None:
        visit = self._current.visit
        if visit is not None and visit.handed is not None:
            self._note(visit, replace(visit.handed, slip=STATES[issued.state], slip_code=issued.code))

    def _note(self, visit: Visit, handed: Handed) -> None:
        self._current.change(replace(visit, handed=handed))
