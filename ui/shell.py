"""Receives situations from any thread and hands each to the presenters; QML follows."""
from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Situation
from kiosk.session.verbs import Verbs
from ui.controls.camera_view import Frames
from ui.presenter import Presenter
from ui.resident.attract_presenter import AttractPresenter
from ui.resident.bar_presenter import BarPresenter
from ui.resident.camera_presenter import CameraPresenter
from ui.resident.card_presenter import CardPresenter
from ui.resident.commitment_presenter import CommitmentPresenter
from ui.resident.consent_presenter import ConsentPresenter
from ui.resident.guide_presenter import GuidePresenter
from ui.resident.handed_in_presenter import HandedInPresenter
from ui.resident.idle_presenter import IdlePresenter
from ui.resident.matters_presenter import MattersPresenter
from ui.resident.notices_presenter import NoticesPresenter
from ui.resident.page_check_presenter import PageCheckPresenter
from ui.resident.question_presenter import QuestionPresenter
from ui.resident.review_presenter import ReviewPresenter
from ui.resident.signature_presenter import SignaturePresenter
from ui.resident.staff_call_presenter import StaffCallPresenter
from ui.resident.trouble_presenter import TroublePresenter
from ui.resident.why_presenter import WhyPresenter
from ui.route import IDLE, STAFF_CALL, TROUBLE, screen_for
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Shell"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN_IN_PLACE = ("card", "camera", IDLE, STAFF_CALL, TROUBLE)  # these say themselves what is being done


def presenters(verbs: Verbs, tasks: Tasks, frames: Frames) -> dict[str, Presenter]:
    """One for each screen name of the route."""
    return {
        "attract": AttractPresenter(verbs, tasks),
        "consent": ConsentPresenter(verbs, tasks),
        "card": CardPresenter(),
        "notices": NoticesPresenter(verbs, tasks),
        "matters": MattersPresenter(verbs, tasks),
        "guide": GuidePresenter(verbs, tasks),
        "question": QuestionPresenter(verbs, tasks),
        "why": WhyPresenter(verbs, tasks),
        "commitment": CommitmentPresenter(verbs, tasks),
        "signature": SignaturePresenter(verbs, tasks),
        "camera": CameraPresenter(verbs, tasks, frames),
        "page_check": PageCheckPresenter(verbs, tasks),
        "review": ReviewPresenter(verbs, tasks),
        "handed_in": HandedInPresenter(verbs, tasks),
        IDLE: IdlePresenter(verbs, tasks),
        STAFF_CALL: StaffCallPresenter(verbs, tasks),
        TROUBLE: TroublePresenter(verbs, tasks),
    }


@QmlElement
class Shell(QObject):
    """The root of everything QML sees. Holds the presenters as long as the engine lives."""

    changed = Signal()
    languageChanged = Signal()
    stepped = Signal()  # another screen, or another thing asked on the same one
    shown = Signal()  # a situation was handed to all presenters
    wiped = Signal()  # the attract screen is back: nothing of a visit is left here
    _arrived = Signal(object)

    def __init__(self, bar: BarPresenter, by_screen: Mapping[str, Presenter]) -> None:
        super().__init__()
        self._bar, self._by_screen = bar, dict(by_screen)
        self._words: dict[str, Words] = {}
        self._screen = self._language = self._busy = ""
        self._step: object = None
        self.situation: Situation | None = None  # what the screen shows now
        self._elder = False
        self._arrived.connect(self._apply, Qt.ConnectionType.QueuedConnection)

    def receive(self, situation: Situation) -> None:
        """From any thread."""
        self._arrived.emit(situation)

    def _apply(self, situation: Situation) -> None:
        words = self._words.setdefault(situation.language, Words(situation.language))
        if situation.language != self._language:
            self._language = situation.language
            self.languageChanged.emit()
        before, self._screen = self._screen, screen_for(situation)
        self.situation = situation
        self._elder = situation.person is not None and situation.person.elder
        self._by_screen[self._screen].show(situation, words)
        self._bar.show(situation, words)
        self._busy = _busy(situation, self._screen, words)
        self.changed.emit()
        self._note_step(situation)
        for name, presenter in self._by_screen.items():
            if name != self._screen:
                presenter.show(situation, words)
        if self._screen == "attract" and before != "attract":
            self.wiped.emit()
        self.shown.emit()

    def _note_step(self, situation: Situation) -> None:
        step = (
            self._screen,
            situation.question.field if situation.question is not None else "",
            situation.commitment.paper if situation.commitment is not None else "",
            (situation.capture.paper, situation.capture.page) if situation.capture is not None else "",
            situation.handed_in.asking_slip if situation.handed_in is not None else "",
        )
        if step != self._step:
            self._step = step
            self.stepped.emit()

    @Slot(str, result=str)
    def say(self, key: str) -> str:
        """A sentence without values, for QML."""
        return self._words[self._language].say(key) if self._language else ""

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        return self._language

    @Property(str, notify=changed)
    def screen(self) -> str:
        return self._screen

    @Property(QObject, notify=changed)
    def presenter(self) -> QObject | None:
        found: object = self._by_screen.get(self._screen)
        return found if isinstance(found, QObject) else None

    @Property(QObject, notify=changed)
    def bar(self) -> QObject:
        return self._bar

    @Property(bool, notify=changed)
    def elder(self) -> bool:
        """Larger type: the card says that the person is of that age."""
        return self._elder

    @Property(str, notify=changed)
    def busy(self) -> str:
        return self._busy


def _busy(situation: Situation, screen: str, words: Words) -> str:
    if not situation.busy or screen in SHOWN_IN_PLACE:
        return ""
    key = f"busy.{situation.busy}"
    return words.say(key if words.knows(key) else "busy.working")
