"""What stands around every screen: place and time, the language, one step back, a person, the way out."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation, Stop
from kiosk.session.verbs import Verbs
from ui.presenter import place
from ui.route import IDLE, STAFF_CALL, screen_for
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

NOTHING_TO_LEAVE = (Stop.ATTRACT, Stop.HANDED_IN)
ENTERED = (Stop.QUESTION, Stop.COMMITMENT, Stop.SIGNATURE, Stop.CAMERA, Stop.PAGE_CHECK, Stop.REVIEW)


@QmlElement
class BarPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._screen, self._stop = "", Stop.ATTRACT
        self._place = self._date = self._time = self._other_tag = self._other_name = ""
        self._back = self._asking = False

    def show(self, situation: Situation, words: Words) -> None:
        screen = screen_for(situation)
        if screen != self._screen:
            self._asking = False
        self._screen, self._stop, self._back = screen, situation.stop, situation.can_step_back
        self._place, self._date, self._time = place(words, situation), words.day(situation.today), situation.time
        self._other_tag, self._other_name = words.say("language.other_tag"), words.say("language.other_name")
        self.changed.emit()

    def _backward(self) -> Callable[[], None]:
        """What lies over a visit goes first: the step before it is the visit as it was."""
        if self._screen == IDLE:
            return self._verbs.still_here
        if self._screen == STAFF_CALL:
            return self._verbs.close_staff_call
        return self._verbs.step_back

    @Property(str, notify=changed)
    def place(self) -> str:
        return self._place

    @Property(str, notify=changed)
    def date(self) -> str:
        return self._date

    @Property(str, notify=changed)
    def time(self) -> str:
        return self._time

    @Property(str, notify=changed)
    def otherLanguage(self) -> str:
        return self._other_tag

    @Property(str, notify=changed)
    def otherLanguageName(self) -> str:
        return self._other_name

    @Property(bool, notify=changed)
    def canStepBack(self) -> bool:
        return self._back

    @Property(bool, notify=changed)
    def canLeave(self) -> bool:
        return self._stop not in NOTHING_TO_LEAVE

    @Property(bool, notify=changed)
    def askingToLeave(self) -> bool:
        return self._asking

    @Slot()
    def useOtherLanguage(self) -> None:
        self._tasks.run(partial(self._verbs.use_language, self._other_tag))

    @Slot()
    def stepBack(self) -> None:
        self._tasks.run(self._backward())

    @Slot()
    def callStaff(self) -> None:
        self._tasks.run(self._verbs.call_staff)

    @Slot()
    def leaveNow(self) -> None:
        self._tasks.run(self._verbs.go_home)

    @Slot()
    def leave(self) -> None:
        """Asks first where something was entered."""
        if self._stop in ENTERED:
            self._asking = True
            self.changed.emit()
        else:
            self.leaveNow()

    @Slot()
    def stay(self) -> None:
        self._asking = False
        self.changed.emit()
