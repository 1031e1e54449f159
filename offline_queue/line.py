"""What is known about the line and the platform: breaker, ticket, pause, last trouble. Any thread may report to it."""
from __future__ import annotations

import threading

from offline_queue.model import Scope, Trouble, TryLater
from offline_queue.retry import Breaker, Chance, backoff, ticket

RECEIPT_WRONG = "receipt_wrong"


class Line:
    """One per platform. Seconds are steady seconds."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._lock = threading.Lock()
        self._breaker = Breaker()
        self._not_before = 0.0  # a ticket: the platform told this kiosk when to come back
        self._paused, self._paused_until, self._pauses = "", 0.0, 0
        self._asked: float | None = None  # when it was last tried
        self.state = "unknown"
        self.trouble = Trouble.NONE

    @property
    def paused(self) -> str:
        """Why nothing at all is sent, "" when it is."""
        return self._paused

    @property
    def broken(self) -> bool:
        """The breaker is open: only probes go out."""
        return self._breaker.open

    def opens_at(self, probing: bool) -> float:
        """From when on something may go out: after pause and ticket, and, for a probe, the breaker's back-off."""
        return max(self._paused_until, self._not_before, self._breaker.probe_at if probing else 0.0)

    def asked_at(self) -> float | None:
        return self._asked

    def said(self, outcome: object, now: float) -> bool:
        """One answer or failure. True when what waits for the line may go: the platform answers for the first time, or
        again after failures in a row. A single failure may be one submission's own: it keeps its back-off."""
        with self._lock:
            self._asked = now
            if isinstance(outcome, TryLater) and outcome.line_failed:
                self._breaker = self._breaker.failed(now, self._chance)
                self.state, self.trouble = "down", outcome.trouble
                return False
            back = self.state == "unknown" or self._breaker.failures > 1
            self._breaker, self.state = Breaker(), "up"
            self.trouble = outcome.trouble if isinstance(outcome, TryLater) else Trouble.NONE
            if isinstance(outcome, TryLater):
                self._heed(outcome, now)
            return back

    def pause(self, code: str, now: float, after: float | None = None) -> None:
        """The platform does not take this device, or cannot be believed: nothing goes out until a technician helped
        (`resume`) or the back-off is over and it is tried once more."""
        with self._lock:
            self._pauses += 1
            wait = ticket(after, self._chance) if after is not None else backoff(self._pauses + 3, self._chance)
            self._paused, self._paused_until = code, now + wait

    def welcome(self, receipt: bool) -> str:
        """The platform took us (`receipt`: with a receipt we believe). Ends the pause and says which one it was; one
        for a wrong receipt ends with a right one only."""
        code = self._paused
        if code and (receipt or code != RECEIPT_WRONG):
            self.resume()
            return code
        return ""

    def resume(self) -> None:
        """No pause any more."""
        with self._lock:
            self._paused, self._paused_until, self._pauses = "", 0.0, 0

    def _heed(self, outcome: TryLater, now: float) -> None:
        if outcome.scope is Scope.PLATFORM and outcome.after is not None:
            self._not_before = now + ticket(outcome.after, self._chance)
