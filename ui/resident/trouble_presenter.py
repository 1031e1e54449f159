"""A named problem: what happened, what was saved, what to do, and who can fix it."""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

WHO_ICON = {"resident": "hand", "staff": "person", "technician": "gear", "us": "gear"}
PICTURES = {"card": "card_on_reader", "reader": "card_on_reader", "page": "paper_under_camera",
            "camera": "paper_under_camera"}


@QmlElement
class TroublePresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._texts: dict[str, str] = {}
        self._who, self._picture, self._retry = "us", "", False

    def show(self, situation: Situation, words: Words) -> None:
        trouble = situation.trouble
        if trouble is not None:
            key = trouble.key if words.knows(f"trouble.{trouble.key}.title") else "defect"
            values = dict(trouble.values)
            self._texts = {part: words.say(f"trouble.{key}.{part}", **values) for part in ("title", "saved", "do")}
            self._texts["who"] = words.say(f"trouble.who.{trouble.who}")
            self._texts["code"] = words.say("trouble.code", code=trouble.code)
            self._who, self._retry = trouble.who, trouble.retry
            self._picture = PICTURES.get(trouble.key.partition("_")[0], "")
        else:
            self._texts = {}
        self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._texts.get("title", "")

    @Property(str, notify=changed)
    def saved(self) -> str:
        return self._texts.get("saved", "")

    @Property(str, notify=changed)
    def todo(self) -> str:
        return self._texts.get("do", "")

    @Property(str, notify=changed)
    def who(self) -> str:
        return self._texts.get("who", "")

    @Property(str, notify=changed)
    def code(self) -> str:
        return self._texts.get("code", "")

    @Property(str, notify=changed)
    def symbol(self) -> str:
        return WHO_ICON[self._who]

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The thing itself that it is about, by its icon's name."""
        return self._picture

    @Property(bool, notify=changed)
    def retry(self) -> bool:
        return self._retry

    @Slot()
    def tryAgain(self) -> None:
        self._tasks.run(self._verbs.try_again)
