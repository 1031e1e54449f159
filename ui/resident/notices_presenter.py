"""What became of earlier cases, shown at the next laying of the card."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Notice, Situation
from kiosk.session.verbs import Verbs
from ui.rows import Row, Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class NoticesPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._notices = Rows("number", "matter", "day", "outcome", "text", "good", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        self._notices.replace([_row(notice, words) for notice in situation.notices])
        self.changed.emit()

    @Property(QObject, notify=changed)
    def notices(self) -> QObject:
        return self._notices

    @Slot()
    def seen(self) -> None:
        self._tasks.run(self._verbs.notices_seen)


def _row(notice: Notice, words: Words) -> Row:
    return {
        "number": words.say("notices.number", number=notice.number),
        "matter": notice.matter.of(words.tag),
        "day": words.day(notice.at[:10]),
        "outcome": words.say(f"state.{notice.result.state}"),
        "text": notice.result.text.of(words.tag),
        "good": notice.result.state in ("approved", "accepted", "received"),
    }
