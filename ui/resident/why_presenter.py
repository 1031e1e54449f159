"""为什么要交: who wants one paper, who makes it, by which law, and why it cannot be done without."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.papers_shown import PaperWhy
from kiosk.session.verbs import Verbs
from ui.presenter import text
from ui.rows import Row, Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WhyPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._seen: object = None
        self._name = self._how = ""
        self._facts = Rows("label", "text", parent=self)
        self._grounds = Rows("heading", "question", "answer", "symbol", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        why = situation.why
        if self._seen == (seen := (why, words.tag)):
            return
        self._seen = seen
        self._name = why.line.name.of(words.tag) if why else ""
        self._how = words.say(f"paper.{why.line.state}") if why else ""
        self._facts.replace(_facts(why, words) if why else [])
        self._grounds.replace(_grounds(why, words) if why else [])
        self.changed.emit()

    @Property(str, notify=changed)
    def name(self) -> str:
        return self._name

    @Property(str, notify=changed)
    def how(self) -> str:
        return self._how

    @Property(QObject, notify=changed)
    def facts(self) -> QObject:
        return self._facts

    @Property(QObject, notify=changed)
    def grounds(self) -> QObject:
        return self._grounds

    @Slot()
    def understood(self) -> None:
        self._tasks.run(self._verbs.step_back)


def _facts(why: PaperWhy, words: Words) -> list[Row]:
    lines = [
        ("asked_by", why.asked_by.of(words.tag)),
        ("issuer", why.issuer.of(words.tag)),
        ("guide", text(words, why.guide)),
    ]
    return [{"label": words.say(f"why.{about}"), "text": said} for about, said in lines if said]


def _grounds(why: PaperWhy, words: Words) -> list[Row]:
    headings = [words.say("why.grounds"), *("" for _ in why.grounds)]
    return [
        {
            "heading": heading,
            "question": ground.question.of(words.tag),
            "answer": ground.answer.of(words.tag),
            "symbol": "yes" if ground.spared else "paper",
        }
        for ground, heading in zip(why.grounds, headings, strict=False)
    ]
