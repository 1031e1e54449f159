"""The kiosk's window: `open_application()` first, then one `KioskWindow`, then `exec()`."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QGuiApplication, QImage
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

import ui.controls.painted
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.controls.camera_view import Frames
from ui.fonts import chinese_family
from ui.resident.bar_presenter import BarPresenter
from ui.shell import Shell, presenters
from ui.tasks import Desk, Tasks, log_defect
from ui.touches import Touches

MAIN = Path(__file__).with_name("Main.qml")
SETTLE_MS = 300  # after a new screen: a trembling finger's second touch presses nothing
WIDTH, HEIGHT = 1080, 1920
PAINTED = ui.controls.painted.__name__  # importing it registers its QML types


def open_application(*, gpu: bool = False) -> QGuiApplication:
    """The one QGuiApplication. Software drawing unless a real GPU is known: without one it is the fastest."""
    if not gpu:
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    running = QGuiApplication.instance()
    app = running if isinstance(running, QGuiApplication) else QGuiApplication(sys.argv[:1])
    app.setFont(QFont(chinese_family()))
    return app


def no_frames() -> None:
    """For a kiosk without a camera."""


class KioskWindow(QObject):
    """The screens of one kiosk. `verbs` are run on `desk`; `frames` gives the camera's newest frame or None.

    `applied` is emitted on the GUI thread once a situation has been drawn. Call `close` before the application goes.
    """

    applied = Signal()

    def __init__(
        self,
        verbs: Verbs,
        desk: Desk,
        frames: Frames = no_frames,
        *,
        fullscreen: bool = False,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        settle_ms: int = SETTLE_MS,
        failed: Callable[[BaseException], None] = log_defect,
    ) -> None:
        super().__init__()
        self.warnings: list[str] = []
        self._tasks = Tasks(desk, failed)
        self._shell = Shell(BarPresenter(verbs, self._tasks), presenters(verbs, self._tasks, frames))
        self._touches = Touches(lambda: self._tasks.run(verbs.touched))
        self._engine: QQmlApplicationEngine | None = QQmlApplicationEngine()
        self._engine.warnings.connect(self._warned)
        full = QQuickWindow.Visibility.FullScreen if fullscreen else QQuickWindow.Visibility.Windowed
        self._engine.setInitialProperties(
            {"shell": self._shell, "settleMs": settle_ms, "width": size[0], "height": size[1], "visibility": full.value}
        )
        self._engine.load(QUrl.fromLocalFile(str(MAIN)))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError("the screens did not load: " + "; ".join(self.warnings))
        self.window: QQuickWindow = roots[0]
        self.window.installEventFilter(self._touches)
        self._drawing = False
        self._shell.shown.connect(self._shown)
        self._shell.wiped.connect(self._engine.collectGarbage)
        self.window.frameSwapped.connect(self._swapped, Qt.ConnectionType.QueuedConnection)

    def show_situation(self, situation: Situation) -> None:
        """From any thread."""
        self._shell.receive(situation)

    @property
    def screen(self) -> str:
        """The name of the screen shown now, as ui/route.py gives it."""
        return str(self._shell.property("screen"))

    @property
    def situation(self) -> Situation | None:
        """What the screen shows now."""
        return self._shell.situation

    def grab(self) -> QImage:
        """The picture on the screen, in its own pixels."""
        return self.window.grabWindow()

    def close(self) -> None:
        """Close the window; the engine goes before the presenters it shows."""
        if self._engine is not None:
            engine, self._engine = self._engine, None
            self.window.removeEventFilter(self._touches)
            self.window.close()
            engine.deleteLater()
            QGuiApplication.sendPostedEvents(engine, QEvent.Type.DeferredDelete.value)

    def _shown(self) -> None:
        self._drawing = True
        self.window.update()

    def _swapped(self) -> None:
        if self._drawing:
            self._drawing = False
            self.applied.emit()

    def _warned(self, errors: list[QQmlError]) -> None:
        """A QML warning is a defect; Qt has written it to the log already, and it names no person."""
        self.warnings.extend(error.toString() for error in errors)
