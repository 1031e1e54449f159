"""The one visit there is, its steps back, and the guard that drops results which arrive for a visit that is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.session.visit import Visit

T = TypeVar("T")


class Current:
    """Only the desk thread changes it. Every change is told to `changed`."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._visit: Visit | None = None
        self._history: list[Visit] = []
        self._serial = 0

    @property
    def visit(self) -> Visit | None:
        return self._visit

    def begin(self, visit: Visit) -> None:
        self._serial += 1
        self._history.clear()
        self._visit = visit
        self._changed()

    def step(self, visit: Visit) -> None:
        """A step the resident took: 我按错了 comes back to where it was before."""
        if self._visit is not None:
            self._history.append(self._visit)
        self.change(visit)

    def change(self, visit: Visit) -> None:
        """Something became known; not a step of the resident."""
        self._visit = visit
        self._changed()

    def learn(self, known: Callable[[Visit], Visit]) -> None:
        """Something became known that no step back may forget: who stands here, what the platform already has."""
        assert self._visit is not None
        self._history = [known(visit) for visit in self._history]
        self.change(known(self._visit))

    def back(self, differs: Callable[[Visit], bool]) -> Visit | None:
        """The last step that `differs` from now; None when there is no step to take back."""
        while self._history:
            before = self._history.pop()
            if differs(before):
                return before
        return None

    def seal_steps(self) -> None:
        """Handed in: there is no way back."""
        self._history.clear()

    def end(self) -> None:
        self._serial += 1
        self._history.clear()
        self._visit = None
        self._changed()

    def still(self, done: Callable[[Visit, T], None]) -> Callable[[T], None]:
        """`done(visit, result)` for a result of slow work, unless the visit has ended meanwhile."""
        serial = self._serial

        def arrived(result: T) -> None:
            if serial == self._serial and self._visit is not None:
                done(self._visit, result)

        return arrived
