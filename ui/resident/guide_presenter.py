"""What a matter is, what it takes, and whether this person may."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.language import Words
from kiosk.session.model import Guide, Situation
from kiosk.session.verbs import Verbs
from ui.presenter import listed, text
from ui.resident.matter_rows import icon, time_needed
from ui.resident.paper_rows import ROLES, paper_rows
from ui.rows import Row, Rows
from ui.tasks import Tasks

QML_IMPORT_NAME = "Kiosk.Resident"
QML_IMPORT_MAJOR_VERSION = 1

MARKS = {True: "yes", False: "no", None: "unknown"}


@QmlElement
class GuidePresenter(QObject):
    changed = Signal()

    def __init__(self, verbs: Verbs, tasks: Tasks) -> None:
        super().__init__()
        self._verbs, self._tasks = verbs, tasks
        self._seen: object = None
        self._title = self._summary = self._benefit = self._icon = self._no_papers = ""
        self._can_start = False
        self._reasons = Rows("text", "mark", "symbol", "say", parent=self)
        self._papers = Rows(*ROLES, parent=self)
        self._facts = Rows("label", "text", parent=self)

    def show(self, situation: Situation, words: Words) -> None:
        guide = situation.guide
        if self._seen == (seen := (guide, words.tag)):
            return
        self._seen = seen
        self._title = text(words, guide.name if guide else None)
        self._summary = text(words, guide.card.summary if guide else None)
        self._benefit = text(words, guide.benefit if guide else None)
        self._icon = icon(guide.card.icon) if guide else ""
        self._can_start = guide is not None and guide.can_start
        self._reasons.replace(_reasons(guide, words) if guide else [])
        self._papers.replace(paper_rows(guide.papers, words) if guide else [])
        self._no_papers = words.say("guide.no_papers") if guide and not guide.papers else ""
        self._facts.replace(_facts(guide, words) if guide else [])
        self.changed.emit()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._title

    @Property(str, notify=changed)
    def symbol(self) -> str:
        return self._icon

    @Property(str, notify=changed)
    def summary(self) -> str:
        return self._summary

    @Property(str, notify=changed)
    def benefit(self) -> str:
        return self._benefit

    @Property(QObject, notify=changed)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(QObject, notify=changed)
    def papers(self) -> QObject:
        return self._papers

    @Property(str, notify=changed)
    def noPapers(self) -> str:
        return self._no_papers

    @Property(QObject, notify=changed)
    def facts(self) -> QObject:
        return self._facts

    @Property(bool, notify=changed)
    def canStart(self) -> bool:
        return self._can_start

    @Slot(str)
    def askWhy(self, paper: str) -> None:
        self._tasks.run(partial(self._verbs.ask_why, paper))

    @Slot()
    def back(self) -> None:
        self._tasks.run(self._verbs.step_back)

    @Slot()
    def start(self) -> None:
        self._tasks.run(self._verbs.start_matter)


def _reasons(guide: Guide, words: Words) -> list[Row]:
    return [
        {
            "text": reason.text.of(words.tag),
            "mark": words.say(f"guide.{MARKS[reason.result]}"),
            "symbol": MARKS[reason.result],
            "say": text(words, reason.say) if reason.result is False else "",
        }
        for reason in guide.reasons
    ]


def _facts(guide: Guide, words: Words) -> list[Row]:
    lines = [
        ("identity", words.say("guide.identity_by_staff", why=guide.identity.of(words.tag)) if guide.identity else ""),
        ("removed", listed(words, guide.removed)),
        ("time", time_needed(guide.card, words)),
        ("cost", words.say("guide.free") if guide.free else ""),
        ("department", guide.department.of(words.tag)),
    ]
    return [{"label": words.say(f"guide.{name}"), "text": line} for name, line in lines if line]
