"""叫工作人员: ask for a person, and say truly whether the call got through."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.clock import Clock
from kiosk.session.lanes import Lanes
from kiosk.session.model import StaffCall


class StaffCalls:
    """One call at a time. `send(stop)` asks the platform; True when it took the call."""

    def __init__(self, lanes: Lanes, send: Callable[[str], bool], clock: Clock, changed: Callable[[], None]) -> None:
        self._lanes, self._send, self._clock, self._changed = lanes, send, clock, changed
        self._answer = ""
        self._since = 0.0

    def state(self) -> StaffCall | None:
        if not self._answer:
            return None
        return StaffCall(self._answer, int(self._clock.steady() - self._since))

    def call(self, stop: str) -> None:
        if self._answer != "calling":
            self._answer, self._since = "calling", self._clock.steady()
            self._lanes.run("platform", lambda: self._send(stop), self._answered)
            self._changed()

    def close(self) -> None:
        self._answer = ""
        self._changed()

    def _answered(self, taken: bool) -> None:
        if self._answer == "calling":
            self._answer = "reached" if taken else "not_reached"
            self._changed()
