"""One question: a choice, digits, a day, or one touch that accepts what is known already."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Question, Situation
from kiosk.session.verbs import Verbs
from ui.presenter import text
from ui.resident.calendar_presenter import CalendarPresenter
from ui.resident.typed import EXTRA, KEYPAD_KINDS, grouped, pressed
from ui.rows import Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

LEADS = {
    "card": "question.on_card",
    "here": "question.is_here",
    "before": "question.is_before",
    "share": "question.is_share",
    "other": "question.is_other",
}
SUGGESTED_FROM = frozenset(LEADS)


@QmlElement
class QuestionPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._question: Question | None = None
        self._words: Words | None = None
        self._typed = ""
        self._picked: frozenset[str] = frozenset()
        self._options = Rows("name", "value", "label", "chosen", parent=self)
        self._calendar = CalendarPresenter()

    def show(self, situation: Situation, words: Words) -> None:
        question = situation.question
        if (question, words) == (self._question, self._words):
            return
        if question is None or self._question is None or question.field != self._question.field:
            self._typed = ""
            before = question.suggestion.split(",") if question is not None and question.suggestion else ()
            self._picked = frozenset(before) if _several(question) else frozenset()
            self._calendar.start(int(situation.today[:4]), with_day=question is None or question.kind != "month")
        self._question, self._words = question, words
        self._calendar.speak(words)
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        question, tag = self._question, self._words.tag if self._words is not None else ""
        prefix = "answer" if question is not None and question.kind == "boolean" else "option"
        self._options.replace([
            {
                "name": f"{prefix}_{option.value}",
                "value": option.value,
                "label": option.label.of(tag),
                "chosen": option.value in self._picked,
            }
            for option in (question.options if question is not None else ())
        ])

    def _say(self, key: str, **values: str | int) -> str:
        return self._words.say(key, **values) if self._words is not None else ""

    def _answer(self, value: str) -> None:
        if self._question is not None:
            self._tasks.run(partial(self._verbs.answer, self._question.field, value))

    def _from(self) -> str:
        source = self._question.suggestion_from if self._question is not None else ""
        return source if source in SUGGESTED_FROM else "other"

    @Property(str, notify=changed)
    def way(self) -> str:
        return way_of(self._question)

    @Property(str, notify=changed)
    def label(self) -> str:
        return text(self._words, self._question.label) if self._question and self._words else ""

    @Property(str, notify=changed)
    def help(self) -> str:
        return text(self._words, self._question.help) if self._question and self._words else ""

    @Property(str, notify=changed)
    def error(self) -> str:
        return self._say(f"error.{self._question.error}") if self._question and self._question.error else ""

    @Property(str, notify=changed)
    def step(self) -> str:
        question = self._question
        return self._say("question.step", number=question.number, total=question.total) if question else ""

    @Property(QObject, notify=changed)
    def options(self) -> QObject:
        return self._options

    @Property(QObject, notify=changed)
    def calendar(self) -> QObject:
        return self._calendar

    @Property(str, notify=changed)
    def typed(self) -> str:
        if self._question is None or not self._typed:
            return ""
        said = grouped(self._question.kind, self._typed)
        return self._say("question.money", amount=said) if self._question.kind == "money" else said

    @Property(str, notify=changed)
    def extraKey(self) -> str:
        return EXTRA.get(self._question.kind, "") if self._question is not None else ""

    @Property(bool, notify=changed)
    def anyPicked(self) -> bool:
        return bool(self._picked)

    @Property(str, notify=changed)
    def suggestion(self) -> str:
        return _suggestion(self._question, self._words) if self._question and self._words else ""

    @Property(str, notify=changed)
    def suggestionLead(self) -> str:
        return self._say(LEADS[self._from()])

    @Property(str, notify=changed)
    def acceptWords(self) -> str:
        return self._say(f"question.accept_{self._from()}")

    @Property(str, notify=changed)
    def staffWords(self) -> str:
        offered = self._question is not None and bool(self._question.suggestion)
        return self._say("question.staff_fills" if offered else "question.staff_fills_nothing")

    @Property(bool, notify=changed)
    def optional(self) -> bool:
        return self._question is not None and self._question.optional

    @Slot(str)
    def choose(self, value: str) -> None:
        self._answer(value)

    @Slot(str)
    def toggle(self, value: str) -> None:
        self._picked ^= {value}
        self._offer()
        self.changed.emit()

    @Slot()
    def confirmPicked(self) -> None:
        options = self._question.options if self._question is not None else ()
        self._answer(",".join(option.value for option in options if option.value in self._picked))

    @Slot()
    def accept(self) -> None:
        self._answer(self._question.suggestion if self._question else "")

    @Slot()
    def confirmTyped(self) -> None:
        self._answer(self._typed)

    @Slot()
    def confirmDay(self) -> None:
        self._answer(self._calendar.value())

    @Slot()
    def callStaff(self) -> None:
        self._tasks.run(self._verbs.call_staff)

    @Slot()
    def leaveEmpty(self) -> None:
        if self._question is not None:
            self._tasks.run(partial(self._verbs.leave_empty, self._question.field))

    @Slot(str)
    def press(self, key: str) -> None:
        if self._question is not None:
            self._typed = pressed(self._question.kind, self._typed, key)
            self.changed.emit()

    @Slot()
    def delete(self) -> None:
        self._typed = self._typed[:-1]
        self.changed.emit()


def way_of(question: Question | None) -> str:
    """How it is answered: choose, several, keypad, calendar, or staff, where it takes writing that a kiosk is no place
    for."""
    if question is None:
        return ""
    if _several(question):
        return "several"
    if question.kind in ("choice", "boolean"):
        return "choose"
    if question.kind in KEYPAD_KINDS:
        return "keypad"
    return "calendar" if question.kind in ("date", "month") else "staff"


def _several(question: Question | None) -> bool:
    return question is not None and question.kind == "choices"


def _suggestion(question: Question, words: Words) -> str:
    """As people say it. An option is touched itself, so it needs no suggestion."""
    if not question.suggestion or question.kind in ("choice", "choices", "boolean"):
        return ""
    if question.kind == "date":
        return words.day(question.suggestion)
    if question.kind == "month":
        return words.month(question.suggestion)
    return grouped(question.kind, question.suggestion)
