"""A day or a month by big keys: first the year, then the month, then the day."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from ui.resident.day_choice import DayChoice
from ui.rows import Row, Rows

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

TITLES = {"year": "year", "month": "month_of_year", "day": "day_of_month"}


@QmlElement
class CalendarPresenter(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = DayChoice(2000)
        self._words: Words | None = None
        self._keys = Rows("name", "text", "value", "chosen", parent=self)

    def start(self, this_year: int, with_day: bool) -> None:
        self._choice = DayChoice(this_year, with_day=with_day)
        self._show()

    def speak(self, words: Words) -> None:
        self._words = words
        self._show()

    def value(self) -> str:
        return self._choice.value()

    def _show(self) -> None:
        if self._words is not None:
            self._keys.replace([_key(self._choice, value, self._words) for value in self._choice.offered()])
            self.changed.emit()

    def _turn(self, choice: DayChoice) -> None:
        self._choice = choice
        self._show()

    @Property(str, notify=changed)
    def stage(self) -> str:
        return self._choice.stage

    @Property(QObject, notify=changed)
    def keys(self) -> QObject:
        return self._keys

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._words.say(f"question.{TITLES[self._choice.stage]}") if self._words else ""

    @Property(bool, notify=changed)
    def reachesMonth(self) -> bool:
        return self._choice.reaches("month")

    @Property(bool, notify=changed)
    def reachesDay(self) -> bool:
        return self._choice.reaches("day")

    @Property(bool, notify=changed)
    def withDay(self) -> bool:
        return self._choice.with_day

    @Property(int, notify=changed)
    def columns(self) -> int:
        return 7 if self._choice.stage == "day" else 3

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        return bool(self._choice.value())

    @Property(str, notify=changed)
    def chosen(self) -> str:
        return _chosen(self._choice, self._words) if self._words else ""

    @Property(str, notify=changed)
    def confirmWords(self) -> str:
        key = "question.confirm_day" if self._choice.with_day else "question.confirm_month"
        return self._words.say(key) if self._words else ""

    @Slot(int)
    def press(self, value: int) -> None:
        self._turn(self._choice.pressed(value))

    @Slot()
    def earlier(self) -> None:
        self._turn(self._choice.earlier())

    @Slot()
    def later(self) -> None:
        self._turn(self._choice.later())

    @Slot(str)
    def back(self, stage: str) -> None:
        self._turn(self._choice.back_to(stage))


def _key(choice: DayChoice, value: int, words: Words) -> Row:
    said = {
        "year": words.say("question.year_key", year=value),
        "month": words.say("question.month_key", month=words.say(f"month.{value}")) if choice.stage == "month" else "",
        "day": words.say("question.day_key", day=value),
    }
    return {"name": f"{choice.stage}_{value}", "text": said[choice.stage], "value": value, "chosen": choice.has(value)}


def _chosen(choice: DayChoice, words: Words) -> str:
    """As far as it is chosen, with the weekday once it is a day: people know their weekdays."""
    value = choice.value()
    if value:
        return words.day(value) if choice.with_day else words.month(value)
    if choice.month:
        return words.month(f"{choice.year}-{choice.month:02d}")
    return words.say("question.year_key", year=choice.year) if choice.year else ""
