"""Brings what is kept to the platform: one run sends what is due, heeding breaker, tickets and pauses."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from offline_queue.errors import FileDamaged, UnknownSuite
from offline_queue.forecast import Pace, forecast
from offline_queue.line import Line
from offline_queue.model import (
    STOPPED,
    Clock,
    Conflict,
    Damaged,
    Delivered,
    Duplicate,
    Entry,
    Missing,
    Outcome,
    Parcel,
    Receipted,
    ResultPage,
    Scope,
    SendOutcome,
    SyncReport,
    Trouble,
    TryLater,
)
from offline_queue.queue import Queue
from offline_queue.retry import BREAK_AFTER, Chance
from offline_queue.states import State
from offline_queue.transport.interface import Transport

ROUNDS = 3  # how often one walk sends parts again that the platform still lacks
BATCH = 32
TIDY_EVERY_S = 3600.0
MENDED = "queue_mended"  # alarms of the start; somebody has to look at them, then `resume`
STRAY = "head_without_row"

Tell = Callable[[SyncReport], None]


def _nobody(report: SyncReport) -> None:
    """Nobody listens."""


class Sync:
    """Belongs to one thread (SyncThread), but `fetch_results`, `prefer`, `stop` and `line` may be used from any.

    `chance()` gives 0 ≤ x < 1. `reconnect_window`: seconds over which what waited is spread when the line returns; the
    platform tells it. `check_every`: seconds after which a quiet line is asked again.
    """

    def __init__(
        self, queue: Queue, transport: Transport, clock: Clock, chance: Chance, *,
        reconnect_window: float = 0.0, check_every: float = 300.0,
    ) -> None:
        self._queue, self._transport, self._clock = queue, transport, clock
        self.reconnect_window, self._check_every = reconnect_window, check_every
        self._line = Line(chance)
        self._alarms: dict[str, None] = {}
        self._first = ""
        self._became: Callable[[Entry], object] = id  # what hears of a settled submission during a run
        self._stopped = False
        self._tidied_at = float("-inf")
        self._pace = Pace()
        if queue.mended is not None:
            self._alarm(MENDED)
        if queue.stray:
            self._alarm(STRAY)

    def run_once(self, woken: bool = False, tell: Tell = _nobody) -> SyncReport:
        """Send everything that is due. `woken`: somebody waits here and now, so a line that is down is probed at once;
        pauses and tickets stand. `tell` hears about every single submission as soon as it is settled."""
        self._tidy()
        settled: list[Entry] = []

        def became(entry: Entry) -> None:
            settled.append(entry)
            tell(self._report((entry,), None))

        self._became = became
        if self._may_send(woken):
            failed: set[str] = set()  # not twice in one run, even when the back-off was drawn short
            ready: deque[Entry] = deque()
            while not self._stopped and self._flows() and (entry := self._next(ready, failed)) is not None:
                now_is = self._deliver(entry)
                if now_is is None or not now_is.delivered:
                    failed.add(entry.id)
                if now_is is not None:
                    became(now_is)
        return self._report(tuple(settled), self._next_run(self._clock.steady()))

    def prefer(self, submission: str) -> None:
        """Its resident stands at the kiosk: it goes next."""
        self._first = submission

    def check_files(self) -> SyncReport | None:
        """In the background after the start: hash every sealed file of what is open. A report when one is damaged."""
        spoilt = self._queue.check_files(lambda: self._stopped)
        if not spoilt:
            return None
        self._alarm("file_damaged")
        return self._report(tuple(spoilt), None)

    def stop(self) -> None:
        """Ends a run: a submission under way ends at its next whole part and goes on from there another time."""
        self._stopped = True

    def resume(self) -> None:
        """A technician has helped: end the pause and forget the alarms."""
        self._line.resume()
        self._alarms.clear()

    def fetch_results(self, cursor: int, limit: int = 100) -> ResultPage | TryLater:
        """Results after `cursor`; TryLater without touching the line while the breaker is open or sending is paused."""
        if not self._flows():
            return TryLater(Scope.PLATFORM, self._line.trouble)
        page = self._transport.results_since(cursor, limit)
        self._said(page)
        if isinstance(page, ResultPage):
            self._welcome(receipt=False)
        return page

    @property
    def line(self) -> str:
        """up, down or unknown."""
        return self._line.state

    def _tidy(self) -> None:
        """Give up the files of what the platform has had for long enough."""
        now = self._clock.steady()
        if now - self._tidied_at >= TIDY_EVERY_S:
            self._tidied_at = now
            self._queue.purge(self._clock.now())

    # --- may anything go out? ----------------------------------------------------------------------------------------

    def _flows(self) -> bool:
        return not self._line.broken and self._clock.steady() >= self._line.opens_at(probing=False)

    def _may_send(self, woken: bool) -> bool:
        now = self._clock.steady()
        if now < self._line.opens_at(probing=False):
            return False
        if woken and self._line.state == "down":
            return self._probe_for_somebody()
        if self._line.broken:
            return now >= self._line.opens_at(probing=True) and self._probe()
        due = self._queue.next_due(now)
        if (due is None or due > now) and now >= self._check_at(now):
            return self._probe()
        return True

    def _check_at(self, now: float) -> float:
        """When a line nothing is sent over is asked how it is: at once, then every `check_every`, sooner when down."""
        asked = self._line.asked_at()
        if asked is None:
            return now
        return asked + self._check_every if self._line.state == "up" else self._line.opens_at(probing=True)

    def _probe(self) -> bool:
        outcome = self._transport.probe()
        self._said(outcome)
        return not (isinstance(outcome, TryLater) and outcome.line_failed)

    def _probe_for_somebody(self) -> bool:
        """Somebody saw the line return or stands here: one probe at once, and what failed only a few times goes now."""
        answers = self._probe()
        if answers:
            self._queue.line_back(self._clock.steady(), self.reconnect_window, below_tries=BREAK_AFTER)
        return answers

    def _said(self, outcome: object) -> None:
        """Every answer tells about the line, the platform's clock and whether we are welcome."""
        now = self._clock.steady()
        if self._line.said(outcome, now):
            self._queue.line_back(now, self.reconnect_window)
        if (at := self._transport.server_time()) is not None:
            self._queue.note_server_time(at)
        if isinstance(outcome, TryLater) and outcome.scope is Scope.DEVICE:
            self._alarm(outcome.code)
            self._line.pause(outcome.code, now, outcome.after)

    # --- one submission ----------------------------------------------------------------------------------------------

    def _next(self, ready: deque[Entry], failed: set[str]) -> Entry | None:
        """`ready`: what is left of the last batch; whoever stands at the kiosk goes before it."""
        now = self._clock.steady()
        if (first := self._take_first()) is not None and first.id not in failed:
            return first
        if not ready:
            ready.extend(entry for entry in self._queue.due(now, BATCH + len(failed)) if entry.id not in failed)
        return ready.popleft() if ready else None

    def _take_first(self) -> Entry | None:
        """The one whose resident stands at the kiosk, if it may go now."""
        first, self._first = self._first, ""
        found = self._queue.due(self._clock.steady(), 1, first) if first else []
        return next((entry for entry in found if entry.id == first), None)

    def _deliver(self, entry: Entry) -> Entry | None:
        begun = self._queue.begin(entry)
        if begun is None:
            return None
        started = self._clock.steady()
        try:
            settled = self._walk(begun, self._loaded(begun))
        except FileDamaged as damage:
            return self._settle(begun, Damaged(damage.sha))
        except UnknownSuite as unknown:
            self._alarm(unknown.code)
            return self._settle(begun, TryLater(Scope.ITEM, Trouble.FAILED, code=unknown.code))
        except Exception:
            self._settle(begun, TryLater(Scope.ITEM, Trouble.FAILED, code="defect"))
            raise
        if settled.delivered:
            self._pace = self._pace.walked(settled.size, self._clock.steady() - started)
        return settled

    def _walk(self, entry: Entry, parcel: Parcel) -> Entry:
        """Head and parts, then commit; parts the platform still lacks are sent again a few times."""
        lacks: Missing | None = None
        for _ in range(ROUNDS):
            if entry.state is State.SENDING:
                entry = self._heard(entry, self._sent(parcel, lacks))
            if entry.state is not State.UPLOADED:
                return entry
            outcome = self._transport.commit(parcel)
            lacks = outcome if isinstance(outcome, Missing) else None
            entry = self._heard(entry, outcome)
            if lacks is None:
                return entry
        return self._settle(entry, TryLater(Scope.ITEM, Trouble.FAILED, code="parts_never_arrive"))

    def _loaded(self, entry: Entry) -> Parcel:
        """A big one makes way, at its next whole part, when the kiosk stops or somebody stands there and waits."""
        waiting = max(1, self._queue.waiting_count())
        return replace(self._queue.parcel(entry), behind=waiting, go_on=lambda: not (self._stopped or self._first))

    def _sent(self, parcel: Parcel, lacks: Missing | None) -> SendOutcome:
        outcome = self._transport.send(parcel, lacks)
        while isinstance(outcome, TryLater) and outcome.code == STOPPED and not self._stopped:
            if (first := self._take_first()) is not None and (now_is := self._deliver(first)) is not None:
                self._became(now_is)
            outcome = self._transport.send(parcel, lacks)
        return outcome

    def _heard(self, entry: Entry, outcome: Outcome) -> Entry:
        self._said(outcome)
        return self._settle(entry, outcome)

    def _settle(self, entry: Entry, outcome: Outcome) -> Entry:
        settled = self._queue.settle(entry, outcome, self._clock.steady())
        match outcome:
            case Conflict():
                self._alarm("conflict")
            case Damaged():
                self._alarm("file_damaged")
            case Receipted() if settled.state is not State.ACCEPTED:
                self._alarm(settled.reason)
                self._line.pause(settled.reason, self._clock.steady())
            case Receipted():
                self._welcome(receipt=True)
            case Delivered() | Duplicate():
                self._welcome(receipt=False)
            case _:
                pass
        return settled

    def _welcome(self, receipt: bool) -> None:
        """What paused us is over, and so is its alarm."""
        self._alarms.pop(self._line.welcome(receipt), None)

    def _alarm(self, code: str) -> None:
        self._alarms[code] = None

    def _report(self, settled: tuple[Entry, ...], next_due: float | None) -> SyncReport:
        now = self._clock.steady()
        flows = self._line.state != "down" and not self._line.broken and not self._line.paused
        waiting, size = self._queue.waiting_count(), self._queue.waiting_bytes()
        return SyncReport(
            sent=sum(entry.delivered for entry in settled),
            waiting=waiting,
            line=self._line.state,
            next_due=next_due,
            last_trouble=self._line.trouble,
            paused=self._line.paused,
            alarms=tuple(self._alarms),
            settled=settled,
            forecast=forecast(waiting, size, self._pace, flows, self._line.opens_at(probing=False) - now),
        )

    def _next_run(self, now: float) -> float:
        """When to run again: something is due and may go out, or the line is to be asked how it is."""
        gate = self._line.opens_at(probing=self._line.broken)
        due = None if self._line.broken else self._queue.next_due(now)
        return max(gate, self._check_at(now) if due is None else min(due, self._check_at(now)))
