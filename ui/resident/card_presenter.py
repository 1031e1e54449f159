"""Please lay the card: on this reader, until the screen changes."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CardPresenter(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ready = self._reading = False

    def show(self, situation: Situation, words: Words) -> None:
        self._ready, self._reading = situation.readers_ready, situation.busy == "reading_card"
        self.changed.emit()

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self._ready

    @Property(bool, notify=changed)
    def reading(self) -> bool:
        return self._reading
