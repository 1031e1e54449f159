"""Every touch anywhere moves the idle clock; a finger that rests or drums is told a few times a second at most."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject

LEAST_MS = 250
TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


class Touches(QObject):
    """An event filter of the window; it never swallows anything."""

    def __init__(self, touched: Callable[[], None]) -> None:
        super().__init__()
        self._touched = touched
        self._since = QElapsedTimer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and (not self._since.isValid() or self._since.elapsed() >= LEAST_MS):
            self._since.start()
            self._touched()
        return False
