"""What can be done here, first what may be for this person."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.presenter import text
from ui.resident.matter_rows import ROLES, row
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

ORDER = ("eligible", "unknown", "not_eligible")


@QmlElement
class MattersPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._cards = Rows(*ROLES, parent=self)
        self._title = self._lead = ""

    def show(self, situation: Situation, words: Words) -> None:
        maybe = sum(card.judgement == "eligible" for card in situation.matters)
        first = sorted(situation.matters, key=lambda card: ORDER.index(card.judgement))
        self._cards.replace([row(card, words) for card in first])
        person = situation.person
        named = person is not None and words.say("matters.title", name=text(words, person.greeting))
        self._title = named or words.say("matters.title_nobody")
        self._lead = words.say("matters.lead_maybe", count=maybe) if maybe else words.say("matters.lead")
        self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._lead

    @Property(QObject, notify=changed)
    def cards(self) -> QObject:
        return self._cards

    @Slot(str)
    def choose(self, code: str) -> None:
        self._tasks.run(partial(self._verbs.choose, code))
