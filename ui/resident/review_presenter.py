"""Everything once more, with where it comes from, before it is handed in."""
from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import ReviewLine, Situation
from kiosk.session.verbs import Verbs
from ui.presenter import listed, text
from ui.resident.paper_rows import ROLES, paper_rows
from ui.rows import Row, Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

KNOWN = ("label", "value", "heading")
ANSWERS = ("label", "value", "given", "field", "doing")


@QmlElement
class ReviewPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._seen: object = None
        self._matter = self._declaration = self._gaps = ""
        self._offline = False
        self._known = Rows(*KNOWN, parent=self)
        self._answers = Rows(*ANSWERS, parent=self)
        self._papers = Rows(*ROLES, parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        review = situation.review
        if self._seen == (seen := (review, words.tag)):
            return
        self._seen = seen
        lines = (*review.lines, *review.optional) if review is not None else ()
        self._known.replace(_known([line for line in lines if not line.field], words))
        self._answers.replace([_answer(line, words) for line in lines if line.field])
        self._papers.replace(paper_rows(review.papers, words) if review is not None else [])
        self._matter = text(words, review.matter if review is not None else None)
        self._declaration = text(words, review.declaration if review is not None else None)
        self._gaps = listed(words, review.gaps) if review is not None else ""
        self._offline = review is not None and review.offline
        self.changed.emit()

    @Property(str, notify=changed)
    def matter(self) -> str:
        return self._matter

    @Property(QObject, notify=changed)
    def known(self) -> QObject:
        return self._known

    @Property(QObject, notify=changed)
    def answers(self) -> QObject:
        return self._answers

    @Property(QObject, notify=changed)
    def papers(self) -> QObject:
        return self._papers

    @Property(str, notify=changed)
    def declaration(self) -> str:
        return self._declaration

    @Property(str, notify=changed)
    def gaps(self) -> str:
        return self._gaps

    @Property(bool, notify=changed)
    def offline(self) -> bool:
        return self._offline

    @Slot(str)
    def change(self, field: str) -> None:
        self._tasks.run(partial(self._verbs.change, field))

    @Slot(str)
    def askWhy(self, paper: str) -> None:
        self._tasks.run(partial(self._verbs.ask_why, paper))

    @Slot()
    def handIn(self) -> None:
        self._tasks.run(self._verbs.hand_in)


def _known(lines: list[ReviewLine], words: Words) -> list[Row]:
    """Where a line comes from is said once, above the first of its kind."""
    sources = ["", *(line.source for line in lines)]
    return [
        {
            "label": line.label.of(words.tag),
            "value": _value(line, words),
            "heading": words.say(f"source.{line.source}") if line.source != before else "",
        }
        for line, before in zip(lines, sources, strict=False)
    ]


def _answer(line: ReviewLine, words: Words) -> Row:
    value = _value(line, words)
    return {
        "label": line.label.of(words.tag),
        "value": value or words.say("review.phone_empty"),
        "given": bool(value),
        "field": line.field,
        "doing": words.say("review.change" if value else "review.fill"),
    }


def _value(line: ReviewLine, words: Words) -> str:
    return text(words, line.value_text) or _said(line.value, words)


def _said(value: str, words: Words) -> str:
    """Days and months as people say them; anything else as it is."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return words.day(value)
    return words.month(value) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value) else value
