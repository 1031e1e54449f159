"""The real window with recorded verbs and a desk that works at once, and what can be seen on its item tree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QPoint, QPointF, QRectF, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QPointingDevice
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.demo.peers.desk_papers import card
from kiosk.demo.peers.desk_scene import people_by_id, render
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.app import KioskWindow
from ui.controls.camera_view import Frames

T = TypeVar("T")
PEOPLE = Path(__file__).resolve().parents[2] / "assets" / "demo" / "people.json"
RIGHT, CENTRE, BOTTOM, MIDDLE = 2, 4, 64, 128  # Text.AlignRight, AlignHCenter, AlignBottom, AlignVCenter
Call = tuple[str, tuple[str, ...]]


class InlineDesk:
    """An executor that has done the work before `submit` returns."""

    def submit(self, work: Callable[[], T], /) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(work())
        return done


class RecordedVerbs:
    """Takes every verb and does nothing but write it down."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values: self.calls.append((name, values))

    def pressed(self) -> list[Call]:
        """What was asked for, without the touches that only move the idle clock."""
        return [call for call in self.calls if call[0] != "touched"]


@dataclass(frozen=True)
class StillFrame:
    number: int
    picture: NDArray[np.uint8]


@dataclass
class Screens:
    """One open window."""

    app: QGuiApplication
    verbs: RecordedVerbs
    kiosk: KioskWindow

    def show(self, situation: Situation) -> None:
        """Draw it: what is on the screen afterwards is settled."""
        self.kiosk.show_situation(situation)
        self.app.processEvents()
        self.kiosk.grab()

    def items(self) -> Iterator[QQuickItem]:
        """Everything that can be seen, back to front."""
        return seen(self.kiosk.window.contentItem())

    def named(self, name: str) -> QQuickItem:
        found = [item for item in self.items() if item.objectName() == name]
        assert len(found) == 1, f"{len(found)} items are called {name} on {self.kiosk.screen}: {sorted(self.names())}"
        return found[0]

    def names(self) -> set[str]:
        """The names of all that can be touched."""
        return {item.objectName() for item in self.items() if is_target(item)}

    def touch(self, name: str) -> None:
        self.touch_at(self.middle(name))

    def middle(self, name: str) -> QPoint:
        item = self.named(name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def touch_at(self, point: QPoint) -> None:
        """A finger down and up; what it sets off has happened afterwards."""
        window = self.kiosk.window
        QTest.touchEvent(window, finger()).press(0, point, window).commit()
        QTest.touchEvent(window, finger()).release(0, point, window).commit()
        self.app.processEvents()

    @contextmanager
    def finger_down(self, name: str) -> Iterator[None]:
        """Down on this item at the start, up at the end."""
        window, point = self.kiosk.window, self.middle(name)
        QTest.touchEvent(window, finger()).press(0, point, window).commit()
        yield
        QTest.touchEvent(window, finger()).release(0, point, window).commit()
        self.app.processEvents()

    def wait(self, ms: int) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()


@cache
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def open_screens(app: QGuiApplication, frames: Frames, settle_ms: int = 0) -> Screens:
    verbs = RecordedVerbs()
    return Screens(app, verbs, KioskWindow(cast(Verbs, verbs), InlineDesk(), frames, settle_ms=settle_ms))


def seen(item: QQuickItem) -> Iterator[QQuickItem]:
    """`item` and all below it, as far as visible."""
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from seen(child)


def is_target(item: QQuickItem) -> bool:
    return item.property("touchTarget") is True


def is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text"))


def place(item: QQuickItem) -> QRectF:
    """Its rectangle in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def painted(text: QQuickItem) -> QRectF:
    """Where the letters of a Text are, in the window."""
    wide, high = text.property("contentWidth"), text.property("contentHeight")
    across = {RIGHT: 1.0, CENTRE: 0.5}.get(_asked(text, "horizontalAlignment"), 0.0)
    down = {BOTTOM: 1.0, MIDDLE: 0.5}.get(_asked(text, "verticalAlignment"), 0.0)
    left, top = across * (text.width() - wide), down * (text.height() - high)
    return text.mapRectToScene(QRectF(left, top, wide, high))


def pixel_size(text: QQuickItem) -> int:
    return cast(QFont, text.property("font")).pixelSize()


@cache
def desk_frame() -> StillFrame:
    """What the camera sees: an invented person's card on the desk."""
    people = people_by_id(json.loads(PEOPLE.read_text("utf-8"))["people"])
    return StillFrame(1, np.ascontiguousarray(render("card:li", people).picture[..., ::-1]))


@cache
def small_page() -> bytes:
    """A taken page as the screen gets it: a JPEG of at most 720 px."""
    people = people_by_id(json.loads(PEOPLE.read_text("utf-8"))["people"])
    page = card(people["li"]).convert("RGB")
    page.thumbnail((720, 720))
    held = BytesIO()
    page.save(held, "JPEG")
    return held.getvalue()


def _asked(item: QQuickItem, expression: str) -> int:
    """A value whose C++ enum Python has no type for."""
    found: tuple[int, bool] = QQmlExpression(QQmlEngine.contextForObject(item), item, f"{expression} + 0").evaluate()
    return int(found[0])
