"""The demo dock: a small window of buttons that move the simulated parts, beside the kiosk's own window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from ui.rows import Rows


class HandButton(Protocol):
    @property
    def group(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def do(self) -> Callable[[], None]: ...


class DockPresenter(QObject):
    def __init__(self, hands: Sequence[HandButton]) -> None:
        super().__init__()
        self._hands = hands

    @Slot(int)
    def press(self, index: int) -> None:
        self._hands[index].do()


def run_dock(hands: Sequence[HandButton], kiosk_runs: Callable[[], bool]) -> int:
    """Show the dock until it or the kiosk is closed."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    app = QGuiApplication(sys.argv[:1])
    engine = QQmlApplicationEngine()
    presenter = DockPresenter(hands)
    rows = Rows("group", "label")
    rows.replace([{"group": hand.group, "label": hand.label} for hand in hands])
    engine.setInitialProperties({"presenter": presenter, "hands": rows})
    engine.load(QUrl.fromLocalFile(str(Path(__file__).with_name("Dock.qml"))))
    watch = QTimer()
    watch.timeout.connect(lambda: None if kiosk_runs() else app.quit())
    watch.start(500)
    status = app.exec()
    engine.deleteLater()
    app.processEvents()
    return status
