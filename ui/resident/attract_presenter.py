"""The start: lay a card, or touch what people often come for."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Line, Situation
from kiosk.session.verbs import Verbs
from ui.resident.matter_rows import ROLES, row
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

MOST_TILES = 6
FEW_TILES = 4  # then there is room to say how it goes


@QmlElement
class AttractPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._tiles = Rows(*ROLES, parent=self)
        self._ready = self._line_down = self._paper_out = False

    def show(self, situation: Situation, words: Words) -> None:
        self._tiles.replace([row(card, words) for card in situation.frequent[:MOST_TILES]])
        self._ready = situation.readers_ready
        self._line_down = situation.line is Line.DOWN
        self._paper_out = situation.printer.paper == "out"
        self.changed.emit()

    @Property(QObject, notify=changed)
    def tiles(self) -> QObject:
        return self._tiles

    @Property(bool, notify=changed)
    def fewTiles(self) -> bool:
        return self._tiles.rowCount() <= FEW_TILES

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self._ready

    @Property(bool, notify=changed)
    def lineDown(self) -> bool:
        return self._line_down

    @Property(bool, notify=changed)
    def paperOut(self) -> bool:
        return self._paper_out

    @Slot(str)
    def choose(self, code: str) -> None:
        self._tasks.run(partial(self._verbs.choose, code))

    @Slot()
    def begin(self) -> None:
        self._tasks.run(self._verbs.begin)
