"""Is anybody still there? A countdown before everything is wiped."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class IdlePresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._seconds = 0
        self._handed = False

    def show(self, situation: Situation, words: Words) -> None:
        self._seconds = situation.idle.seconds_left if situation.idle is not None else 0
        self._handed = situation.handed_in is not None
        self.changed.emit()

    @Property(int, notify=changed)
    def seconds(self) -> int:
        return self._seconds

    @Property(bool, notify=changed)
    def handedIn(self) -> bool:
        return self._handed

    @Slot()
    def stillHere(self) -> None:
        self._tasks.run(self._verbs.still_here)
