"""A person was called: say truly whether the call got through."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.resident.bar_presenter import ENTERED
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class StaffCallPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._title = self._lead = self._waited = self._kept = self._icon = ""

    def show(self, situation: Situation, words: Words) -> None:
        call = situation.staff_call
        if call is not None:
            self._title = words.say(f"staff.{call.answer}")
            self._lead = words.say(f"staff.{call.answer}_lead", hotline=situation.site.hotline)
            self._waited = words.say("staff.seconds", seconds=call.seconds) if call.answer != "not_reached" else ""
            self._kept = words.say("staff.kept") if situation.stop in ENTERED else ""
            self._icon = "warning" if call.answer == "not_reached" else "person"
        self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self._lead

    @Property(str, notify=changed)
    def waited(self) -> str:
        return self._waited

    @Property(str, notify=changed)
    def kept(self) -> str:
        """Only where something was entered."""
        return self._kept

    @Property(str, notify=changed)
    def icon(self) -> str:
        return self._icon

    @Slot()
    def close(self) -> None:
        self._tasks.run(self._verbs.close_staff_call)
