"""A scripted hand: presses what a finger would press, by real touch events, told over a local socket.

One JSON object a line in, one out. Only a kiosk started with the demo setting `hand` listens.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from ui.dock.search import all_texts, left_in_memory, left_on_screen

Answer = dict[str, Any]
QUICKLY = 20  # out of 100: packs a picture in half the time and makes it a little larger
BLINK_MS = 200.0  # a touch that changes nothing draws nothing


class Shown(Protocol):
    """What the hand may know of the kiosk: the screen's name and facts about it without personal data."""

    def screen(self) -> str: ...
    def facts(self) -> dict[str, str]: ...


class Hand(QObject):
    def __init__(self, path: str, window: QQuickWindow, shown: Shown, clock_rate: Callable[[float], None]) -> None:
        super().__init__()
        self._window, self._shown, self._clock_rate = window, shown, clock_rate
        self._device = QTest.createTouchDevice()
        self._touched_at = time.perf_counter()
        self._touch_drawn = True
        self._drawn: tuple[str, str | None, float] = ("", None, 0.0)  # screen, question, ms after the last touch
        self._marks: dict[str, float] = {}
        self._facts: dict[str, str] = {}
        window.frameSwapped.connect(self._frame, Qt.ConnectionType.QueuedConnection)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(path)
        if not self._server.listen(path):
            raise RuntimeError(f"cannot listen for the scripted hand: {self._server.errorString()}")
        self._server.newConnection.connect(self._connected)
        self._socket: QLocalSocket | None = None

    def _frame(self) -> None:
        self._touch_drawn = True
        facts, name = self._shown.facts(), self._shown.screen()
        if (name, facts.get("field")) != self._drawn[:2]:
            self._drawn = (name, facts.get("field"), self._since_touch_ms())
        for key in facts.keys() - self._facts.keys() | {k for k in facts if facts[k] != self._facts.get(k)}:
            self._marks[key] = self._since_touch_ms()
        self._facts = facts

    def _since_touch_ms(self) -> float:
        return (time.perf_counter() - self._touched_at) * 1000

    def _connected(self) -> None:
        self._socket = self._server.nextPendingConnection()
        self._socket.readyRead.connect(self._read)

    def _read(self) -> None:
        socket = self._socket
        while socket is not None and socket.canReadLine():
            order = json.loads(bytes(socket.readLine().data()))
            try:
                answer = getattr(self, f"_do_{order.pop('do')}")(**order)
            except Exception as error:  # noqa: BLE001  # the far end is told what went wrong
                answer = {"error": f"{type(error).__name__}: {error}"}
            socket.write(json.dumps(answer).encode() + b"\n")
            socket.flush()

    def _do_state(self) -> Answer:
        screen, _, ms = self._drawn
        now = {"screen": self._shown.screen(), "drawn": screen, "drawn_ms": ms, "marks_ms": self._marks}
        return self._shown.facts() | now

    def _do_buttons(self) -> Answer:
        return {"names": [i.objectName() for i in self._touchable() if i.objectName()]}

    def _do_tap(self, name: str) -> Answer:
        if not self._touch_drawn and self._since_touch_ms() < BLINK_MS:
            return {"error": "what the last touch did is not drawn yet: no finger is that quick"}
        item = next((i for i in self._touchable() if i.objectName() == name), None)
        if item is None:
            return {"error": f"no button {name!r} to be seen on {self._shown.screen()!r}"}
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        self.press(QPoint(round(middle.x()), round(middle.y())))
        return {"ok": True}

    def press(self, at: QPoint) -> None:
        """Finger down and up at a point of the window."""
        self._touched_at, self._touch_drawn = time.perf_counter(), False
        self._marks.clear()
        QTest.touchEvent(self._window, self._device).press(0, at, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, at, self._window).commit()

    def _do_draw(self, name: str, strokes: list[list[list[float]]]) -> Answer:
        """Draw on a named item; places are shares of its width and height."""
        item = next((i for i in self._touchable() if i.objectName() == name), None)
        if item is None:
            return {"error": f"no {name!r} to draw on to be seen on {self._shown.screen()!r}"}
        self._touched_at, self._touch_drawn = time.perf_counter(), False
        for stroke in strokes:
            places = [item.mapToScene(QPointF(x * item.width(), y * item.height())).toPoint() for x, y in stroke]
            QTest.touchEvent(self._window, self._device).press(0, places[0], self._window).commit()
            for place in places[1:]:
                QTest.touchEvent(self._window, self._device).move(0, place, self._window).commit()
            QTest.touchEvent(self._window, self._device).release(0, places[-1], self._window).commit()
        return {"ok": True}

    def _do_began(self) -> Answer:
        """Something other than a finger begins here, a card is laid: times count from now."""
        self._touched_at = time.perf_counter()
        self._marks.clear()
        return {"ok": True}

    def _do_grab(self, file: str) -> Answer:
        writer = QImageWriter(file, b"png")
        writer.setCompression(QUICKLY)
        return {"ok": writer.write(self._window.grabWindow())}

    def _do_texts(self) -> Answer:
        return {"texts": [text for _, text in all_texts(self._window.contentItem())]}

    def _do_left(self, markers: list[str]) -> Answer:
        return {"memory": left_in_memory(markers), "screen": left_on_screen(self._window, markers)}

    def _do_clock(self, rate: float) -> Answer:
        self._clock_rate(rate)
        return {"ok": True}

    def _touchable(self) -> list[QQuickItem]:
        """Named items that are visible, enabled and inside the window, front to back."""
        found: list[QQuickItem] = []
        self._collect(self._window.contentItem(), found)
        return found

    def _collect(self, item: QQuickItem, found: list[QQuickItem]) -> None:
        if not item.isVisible() or item.opacity() == 0:
            return
        for child in reversed(item.childItems()):
            self._collect(child, found)
        if item.objectName() and item.isEnabled() and self._inside(item):
            found.append(item)

    def _inside(self, item: QQuickItem) -> bool:
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        return 0 <= middle.x() < self._window.width() and 0 <= middle.y() < self._window.height()
