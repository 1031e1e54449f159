"""The page just taken: can it be read?"""
from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import PageCheck, Situation
from kiosk.session.verbs import Verbs
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PageCheckPresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._check: PageCheck | None = None
        self._name = self._page = ""

    def show(self, situation: Situation, words: Words) -> None:
        check = self._check = situation.page_check
        self._name = check.name.of(words.tag) if check is not None else ""
        many = check is not None and check.pages > 1
        self._page = words.say("camera.page", page=check.page, pages=check.pages) if check is not None and many else ""
        self.changed.emit()

    def picture(self) -> bytes:
        return self._check.small if self._check is not None else b""

    @Property(str, notify=changed)
    def name(self) -> str:
        return self._name

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._page

    @Slot()
    def keep(self) -> None:
        self._tasks.run(self._verbs.keep_page)

    @Slot()
    def retake(self) -> None:
        self._tasks.run(self._verbs.retake_page)
