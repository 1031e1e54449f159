"""A paper under the camera: what it sees, what hinders a good picture, and the button."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Capture, Situation
from kiosk.session.verbs import Verbs
from ui.controls.camera_view import Corners, Frame, Frames
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CameraPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks, frames: Frames) -> None:
        super().__init__()
        self._verbs, self._tasks, self._frames = verbs, tasks, frames
        self._capture: Capture | None = None
        self._words: Words | None = None
        self._taking = False

    def show(self, situation: Situation, words: Words) -> None:
        seen = (situation.capture, situation.busy == "taking_page", words)
        if seen != (self._capture, self._taking, self._words):
            self._capture, self._taking, self._words = seen
            self.changed.emit()

    def latest(self) -> Frame | None:
        """The newest frame, only while a paper is asked for."""
        return self._frames() if self._capture is not None else None

    def corners(self) -> Corners:
        return self._capture.quad or () if self._capture is not None else ()

    def good(self) -> bool:
        return self._capture is not None and self._capture.hint.value == "none"

    def _say(self, key: str, **values: str | int) -> str:
        return self._words.say(key, **values) if self._words is not None else ""

    def _state(self) -> str:
        """streaming, opening or absent; a resting camera is about to open. Told apart by what they carry: the screens
        do not import the drivers' classes."""
        camera = self._capture.camera if self._capture is not None else None
        if hasattr(camera, "frames_per_second"):
            return "streaming"
        return "absent" if getattr(camera, "code", "") == "no_camera" else "opening"

    @Property(str, notify=changed)
    def title(self) -> str:
        capture = self._capture
        return self._say("camera.title", name=capture.name.of(self._words.tag)) if capture and self._words else ""

    @Property(str, notify=changed)
    def page(self) -> str:
        capture = self._capture
        if capture is None or capture.pages == 1:
            return ""
        return self._say("camera.page", page=capture.page, pages=capture.pages)

    @Property(bool, notify=changed)
    def streaming(self) -> bool:
        return self._state() == "streaming"

    @Property(str, notify=changed)
    def hint(self) -> str:
        if self._capture is None:
            return ""
        if self._taking:
            return self._say("camera.taking")
        state = self._state()
        return self._say(f"hint.{self._capture.hint.value}" if state == "streaming" else f"camera.{state}")

    @Property(bool, notify=changed)
    def fine(self) -> bool:
        return self.good() or self._taking

    @Property(bool, notify=changed)
    def canTake(self) -> bool:
        return self._state() == "streaming" and not self._taking

    @Property(float, notify=changed)
    def progress(self) -> float:
        return self._capture.hold_progress if self._capture is not None else 0.0

    @Slot()
    def take(self) -> None:
        self._tasks.run(self._verbs.take_page)
