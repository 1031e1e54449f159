"""The notice before anything is read: who uses what, what for, how long."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.presenter import text
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

LINES = (("who", "person"), ("what", "card"), ("why", "paper"), ("keep", "safe"), ("rights", "hand"))


@QmlElement
class ConsentPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._lines = Rows("label", "text", "symbol", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        values = {"centre": text(words, situation.site.centre), "hotline": situation.site.hotline}
        self._lines.replace([
            {"label": words.say(f"consent.{name}_label"), "text": words.say(f"consent.{name}", **values),
             "symbol": icon}
            for name, icon in LINES
        ])

    @Property(QObject, notify=changed)
    def lines(self) -> QObject:
        return self._lines

    @Slot()
    def agree(self) -> None:
        self._tasks.run(self._verbs.agree)

    @Slot()
    def refuse(self) -> None:
        self._tasks.run(self._verbs.refuse)
