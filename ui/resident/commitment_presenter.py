"""告知承诺: everything that is said before the choice, and two answers of equal weight."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.commitments.model import Choice
from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CommitmentPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._paper = self._title = self._lead = ""
        self._notice = Rows("label", "text", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        offer = situation.commitment
        self._paper = offer.paper if offer else ""
        self._title = offer.name.of(words.tag) if offer else ""
        self._lead = words.say("commitment.lead", paper=offer.paper_name.of(words.tag)) if offer else ""
        abouts = ["", *(line.about for line in offer.notice)] if offer else []
        self._notice.replace([
            {
                "label": words.say(f"commitment.{line.about}") if line.about != before else "",
                "text": line.text.of(words.tag),
            }
            for line, before in zip(offer.notice if offer else (), abouts, strict=False)
        ])
        self.changed.emit()

    def _choose(self, choice: Choice) -> None:
        self._tasks.run(partial(self._verbs.choose_way, self._paper, choice))

    @Property(str, notify=changed)
    def paper(self) -> str:
        return self._paper

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._lead

    @Property(QObject, notify=changed)
    def notice(self) -> QObject:
        return self._notice

    @Slot()
    def promise(self) -> None:
        self._choose("promise")

    @Slot()
    def handInPaper(self) -> None:
        self._choose("paper")
