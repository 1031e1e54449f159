"""What is wrong with what is drawn: each finding is a sentence that names the item."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtQuick import QQuickItem

from tests.support.contrast import contrast
from tests.support.screens import Screens, is_target, is_text, painted, pixel_size, place, seen

LEAST_TARGET, LEAST_KEY, LEAST_TEXT, LEAST_CONTRAST = 124, 96, 30, 7.0
LEAST_GAP = 16  # between what a page says and what there is to touch
SLACK = 1.0  # rounding of a pixel
OVERLAYS = ("busy", "leaving")  # lie over a screen on purpose
KEYS = ("key_", "year_", "month_", "day_", "stage_")


def faults(screens: Screens) -> list[str]:
    """Everything at once, so that one run of the tests shows all there is to do."""
    window = screens.kiosk.window.contentItem()
    picture = screens.kiosk.grab()
    layers = _layers(window)
    texts = [[(item, painted(item)) for item in layer if is_text(item)] for layer in layers]
    targets = [[item for item in layer if is_target(item)] for layer in layers]
    found = [fault for layer in texts for fault in _texts(layer, place(window))]
    found += _contrasts(texts[-1], picture)
    found += [fault for layer in targets for fault in _targets(layer, place(window))]
    found += _crowded(window)
    return found


def _layers(window: QQuickItem) -> list[list[QQuickItem]]:
    """The screen with its bars, and what lies over it; an item that another page hides is in none."""
    over = [item for item in seen(window) if item.objectName() in OVERLAYS]
    beneath = [i for i in seen(window) if not any(i is o or o.isAncestorOf(i) for o in over)]
    return [beneath, *(list(seen(item)) for item in over)]


def _texts(texts: list[tuple[QQuickItem, QRectF]], window: QRectF) -> Iterator[str]:
    for text, letters in texts:
        holder = text.parentItem()
        if text.property("truncated"):
            yield f"{_say(text)} is cut short"
        if not _within(letters, window):
            yield f"{_say(text)} leaves the window"
        if not _within(letters, place(holder)):
            yield f"{_say(text)} is painted outside its parent: {_box(letters)} in {_box(place(holder))}"
        if not _within(letters, place(text)):
            yield f"{_say(text)} has no room: {_box(letters)} in {_box(place(text))}"
        if pixel_size(text) < LEAST_TEXT:
            yield f"{_say(text)} is {pixel_size(text)} px small"
    for (one, where), (other, there) in combinations(texts, 2):
        if _overlap(where, there):
            yield f"{_say(one)} lies on {_say(other)}"


def _contrasts(texts: list[tuple[QQuickItem, QRectF]], picture: QImage) -> Iterator[str]:
    """Against the pixel beside the first letter: what is really behind it."""
    for text, letters in texts:
        corner = letters.topLeft().toPoint()
        behind = picture.pixelColor(max(0, corner.x() - 2), max(0, corner.y() + 2))
        ratio = contrast(QColor(text.property("color")).name(), behind.name())
        if ratio < LEAST_CONTRAST:
            yield f"{_say(text)} has a contrast of {ratio:.1f} on {behind.name()}"


def _targets(targets: list[QQuickItem], window: QRectF) -> Iterator[str]:
    for target in targets:
        name = target.objectName()
        least = LEAST_KEY if name.startswith(KEYS) else LEAST_TARGET
        if target.height() < least or target.width() < least:
            yield f"{name} is only {target.width():.0f} × {target.height():.0f}"
        if not _within(place(target), window):
            yield f"{name} leaves the window"
        if not name:
            yield f"a {target.metaObject().className()} has no name"
        if not QAccessible.queryAccessibleInterface(target).text(QAccessible.Text.Name):
            yield f"{name} has no accessible name"
    for one, other in combinations(targets, 2):
        if _overlap(place(one), place(other)):
            yield f"{one.objectName()} lies on {other.objectName()}"


def _crowded(window: QQuickItem) -> Iterator[str]:
    """What a page says must end above what there is to touch."""
    parts = {item.objectName(): place(item) for item in seen(window) if item.objectName() in ("body", "foot")}
    if len(parts) == 2 and parts["foot"].height() and parts["body"].bottom() + LEAST_GAP > parts["foot"].top():
        yield f"the page is {parts['body'].bottom() + LEAST_GAP - parts['foot'].top():.0f} px too full"


def _within(inner: QRectF, outer: QRectF) -> bool:
    return outer.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(inner)


def _overlap(one: QRectF, other: QRectF) -> bool:
    return one.adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(other)


def _say(text: QQuickItem) -> str:
    return repr(str(text.property("text"))[:40])


def _box(area: QRectF) -> str:
    return f"{area.x():.0f},{area.y():.0f} {area.width():.0f}×{area.height():.0f}"
