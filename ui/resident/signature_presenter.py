"""Signing with a finger: the strokes as they are drawn, here only until they are handed to the service."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.commitments.signature import HEIGHT, WIDTH, Strokes, is_signed
from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.papers_shown import SignatureAsked
from kiosk.session.verbs import Verbs
from ui.presenter import text
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SignaturePresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._asked: SignatureAsked | None = None
        self._title = self._statement = ""
        self._strokes: Strokes = ()

    def show(self, situation: Situation, words: Words) -> None:
        asked = situation.signature
        if asked != self._asked:
            self._strokes = asked.drawn if asked is not None else ()
        self._asked = asked
        self._title = asked.title.of(words.tag) if asked is not None else ""
        self._statement = text(words, asked.statement) if asked is not None else ""
        self.changed.emit()

    def strokes(self) -> Strokes:
        return self._strokes

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def statement(self) -> str:
        return self._statement

    @Property(bool, notify=changed)
    def empty(self) -> bool:
        return not self._strokes

    @Property(bool, notify=changed)
    def signed(self) -> bool:
        return is_signed(self._strokes)

    @Slot(float, float)
    def put(self, x: float, y: float) -> None:
        """The finger comes down. `x` and `y`: shares of the sheet, 0…1."""
        self._strokes = (*self._strokes, (_point(x, y),))
        self.changed.emit()

    @Slot(float, float)
    def move(self, x: float, y: float) -> None:
        if self._strokes:
            self._strokes = (*self._strokes[:-1], (*self._strokes[-1], _point(x, y)))
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        self._strokes = ()
        self.changed.emit()

    @Slot()
    def done(self) -> None:
        self._tasks.run(partial(self._verbs.sign, self._strokes))


def _point(x: float, y: float) -> tuple[int, int]:
    """Drawn over the edge is drawn on it."""
    return round(min(max(x, 0.0), 1.0) * WIDTH), round(min(max(y, 0.0), 1.0) * HEIGHT)
