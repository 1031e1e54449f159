"""Handed in: the number, the code, the slip, and what became of it."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import HandedIn, Situation, SlipState
from kiosk.session.verbs import Verbs
from ui.controls.painted import Modules
from ui.presenter import text
from ui.resident.handed_words import facts_of, headline_of, lead_of, modules_of
from ui.resident.slip_line import slip_buttons, slip_line
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

GOOD = ("received", "accepted", "approved")
FINE = (SlipState.PRINTING, SlipState.PRINTED)
TAKEN = {SlipState.NONE: "taken_none"}


@QmlElement
class HandedInPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._handed: HandedIn | None = None
        self._words: Words | None = None
        self._modules: Modules = ()
        self._facts = Rows("label", "text", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        handed = situation.handed_in
        if (handed, words) == (self._handed, self._words):
            return
        if handed is None or self._handed is None or handed.qr != self._handed.qr:
            self._modules = modules_of(handed.qr) if handed is not None and handed.qr else ()
        self._handed, self._words = handed, words
        self._facts.replace([] if handed is None else [
            {"label": words.say(f"handed_in.{name}"), "text": line} for name, line in facts_of(handed, words) if line
        ])
        self.changed.emit()

    def modules(self) -> Modules:
        return self._modules

    def _say(self, key: str, **values: str | int) -> str:
        return self._words.say(key, **values) if self._words is not None else ""

    def _button(self, name: str) -> bool:
        return self._handed is not None and name in slip_buttons(self._handed.slip, self._handed.asking_slip)

    @Property(str, notify=changed)
    def headline(self) -> str:
        return self._say(f"handed_in.{headline_of(self._handed)}") if self._handed else ""

    @Property(str, notify=changed)
    def lead(self) -> str:
        if self._handed is None or not lead_of(self._handed):
            return ""
        minutes = self._handed.through_minutes
        soon = self._say("kept.through", minutes=minutes) if minutes is not None else ""
        return self._say(lead_of(self._handed)) + soon

    @Property(str, notify=changed)
    def result(self) -> str:
        handed = self._handed
        return text(self._words, handed.result.text) if handed and handed.result and self._words else ""

    @Property(bool, notify=changed)
    def good(self) -> bool:
        result = self._handed.result if self._handed else None
        return result is None or result.state in GOOD

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        return self._handed is not None and self._handed.deciding

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._handed.number if self._handed else ""

    @Property(str, notify=changed)
    def copies(self) -> str:
        copies = self._handed.copies if self._handed else 0
        return self._say("handed_in.copies", copies=copies) if copies else ""

    @Property(QObject, notify=changed)
    def facts(self) -> QObject:
        return self._facts

    @Property(bool, notify=changed)
    def hasCode(self) -> bool:
        return bool(self._modules)

    @Property(str, notify=changed)
    def slip(self) -> str:
        return self._say(slip_line(self._handed)) if self._handed else ""

    @Property(bool, notify=changed)
    def slipFine(self) -> bool:
        return self._handed is not None and self._handed.slip in FINE and not self._handed.asking_slip

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._handed is not None and self._handed.asking_slip

    @Property(str, notify=changed)
    def takenWords(self) -> str:
        return self._say(f"handed_in.{TAKEN.get(self._handed.slip, 'taken')}") if self._handed else ""

    @Property(bool, notify=changed)
    def canTake(self) -> bool:
        return self._button("taken")

    @Property(bool, notify=changed)
    def canSayNone(self) -> bool:
        return self._button("no_slip")

    @Property(bool, notify=changed)
    def canPrintAgain(self) -> bool:
        return self._button("print_again")

    @Property(bool, notify=changed)
    def canDoWithout(self) -> bool:
        return self._button("without")

    @Slot()
    def taken(self) -> None:
        self._tasks.run(self._verbs.slip_taken)

    @Slot()
    def noSlip(self) -> None:
        self._tasks.run(self._verbs.no_slip)

    @Slot()
    def printAgain(self) -> None:
        self._tasks.run(self._verbs.print_again)

    @Slot()
    def without(self) -> None:
        self._tasks.run(self._verbs.without_slip)
