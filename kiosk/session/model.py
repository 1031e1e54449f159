"""One visit as values: what the screens may know (`Situation`) and nothing more.

Everything is frozen. Texts that come from data are `Text`; texts of screens are word keys (assets/languages).
Personal values are masked here already unless the screen has to show them to their owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from devices.interfaces import CameraState, Hint, PrinterState, Quad
from kiosk.matters.text import Text
from kiosk.session.papers_shown import CommitmentOffer, PaperLine, PaperWhy, SignatureAsked


class Stop(StrEnum):
    """Where the visit stands. One stop, one decision."""

    ATTRACT = "attract"  # nobody there
    CONSENT = "consent"  # the notice: who, why, what, how long
    CARD = "card"  # please lay the card
    NOTICES = "notices"  # what became of earlier cases
    MATTERS = "matters"  # pick what to do
    GUIDE = "guide"  # what it is, what it takes, may I
    QUESTION = "question"  # one question
    WHY = "why"  # why one paper is asked for
    COMMITMENT = "commitment"  # a promise, or the paper: the notice and a free choice
    SIGNATURE = "signature"  # sign with a finger
    CAMERA = "camera"  # lay a paper, take the picture
    PAGE_CHECK = "page_check"  # can it be read?
    REVIEW = "review"  # everything, one list of gaps, hand in
    HANDED_IN = "handed_in"  # number, QR, slip, result


@dataclass(frozen=True)
class Site:
    """Where this kiosk stands."""

    town: Text
    village: Text
    centre: Text
    terminal: str  # five digits
    hotline: str = "12345"


class Line(StrEnum):
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trouble:
    """A named problem for the screen. Words: trouble.<key>.title / .saved / .do, with `values` filled in."""

    code: str  # stable, "KP-201"
    key: str  # "card_unreadable", "card_foreign", "card_lost", "reader_lost", "card_expired", "page_blank",
    # "page_blurred", "page_cropped", "camera_gone", "platform_rubbish", "platform_failed", "platform_silent",
    # "disk_full", "defect", "not_undone"
    who: str  # who can fix it: "resident", "staff", "technician", "us"
    values: tuple[tuple[str, str], ...] = ()
    retry: bool = False  # offer "try again"


@dataclass(frozen=True)
class StaffCall:
    """`answer`: calling, reached (the platform took the call), not_reached (line down: say what else there is)."""

    answer: str
    seconds: int = 0


@dataclass(frozen=True)
class IdleWarning:
    seconds_left: int


@dataclass(frozen=True)
class Person:
    """How the screen may greet: surname and title only."""

    greeting: Text  # 陈伯 / Mr Chen
    elder: bool


@dataclass(frozen=True)
class MatterCard:
    code: str
    short: Text
    summary: Text
    icon: str  # file stem in assets/theme/icons
    instant: bool
    days: int
    judgement: str = "unknown"  # eligible, not_eligible, unknown — with the facts known now
    note: Text | None = None  # why or why not, one sentence


@dataclass(frozen=True)
class ReasonLine:
    text: Text
    result: bool | None
    say: Text | None = None  # when False: why not, and what next


@dataclass(frozen=True)
class Guide:
    card: MatterCard
    name: Text
    department: Text
    reasons: tuple[ReasonLine, ...]
    papers: tuple[PaperLine, ...]
    removed: tuple[Text, ...]  # proofs nobody needs any more
    benefit: Text | None  # 每月 100 元
    free: bool
    can_start: bool
    identity: Text | None = None  # why more than a card is needed: said before anything is asked


@dataclass(frozen=True)
class Option:
    value: str
    label: Text


@dataclass(frozen=True)
class Question:
    field: str
    label: Text
    kind: str  # of kiosk.matters.form.Kind
    options: tuple[Option, ...] = ()
    help: Text | None = None
    suggestion: str = ""  # e.g. the address on the card: one touch accepts it
    suggestion_from: str = ""  # "card", "share", "before"
    optional: bool = False
    error: str = ""  # word key error.<name>
    number: int = 1
    total: int = 1


@dataclass(frozen=True)
class Capture:
    """The paper under the camera."""

    paper: str  # requirement id
    name: Text
    page: int
    pages: int
    camera: CameraState
    quad: Quad | None = None
    hint: Hint = Hint.NONE
    hold_progress: float = 0.0  # 0…1 while the page lies still, 1 = picture is being taken


@dataclass(frozen=True, repr=False)
class PageCheck:
    paper: str
    name: Text
    page: int
    pages: int
    small: bytes  # JPEG for the screen, gone with the visit


@dataclass(frozen=True)
class ReviewLine:
    label: Text
    value: str  # as shown: masked where sensitive
    source: str  # "card", "share", "answer", "computed"
    field: str = ""  # can be changed with Session.change(field) when not empty
    value_text: Text | None = None  # when the value is an option with words


@dataclass(frozen=True)
class Review:
    matter: Text
    lines: tuple[ReviewLine, ...]
    papers: tuple[PaperLine, ...]
    optional: tuple[ReviewLine, ...]  # may be left empty; one touch to fill
    declaration: Text | None
    gaps: tuple[Text, ...]
    offline: bool  # the line is down: say what that means before handing in


class SlipState(StrEnum):
    PRINTING = "printing"
    PRINTED = "printed"
    WAITING = "waiting"  # not sent, waits for the printer (`slip_code` says why)
    HELD = "held"
    UNKNOWN = "unknown"  # ask: did it come out?
    NONE = "none"  # no paper this time: photograph the code on screen


@dataclass(frozen=True)
class ResultView:
    """What the platform decided. `state`: received, accepted, approved, not_accepted, rejected, needs_correction."""

    state: str
    text: Text  # 每月 100 元，从 2026 年 12 月开始
    official_no: str = ""


@dataclass(frozen=True)
class HandedIn:
    number: str  # "1234 5000 0001 84"
    matter: Text
    department: Text
    handed: tuple[PaperLine, ...]
    delivered: bool  # False: kept here, sealed, sent when the line is back
    deciding: bool  # True while we wait the few seconds for an answer
    result: ResultView | None
    slip: SlipState
    slip_code: str
    copies: int  # reprints so far
    qr: str
    official_no: str = ""  # known as soon as the platform's receipt is here
    why_kept: str = ""  # not delivered because: "down", "silent", "failed", "rubbish" (words: kept.<why>), or "" yet
    through_minutes: int | None = None  # not delivered: in about how many minutes it will be; None: nobody can tell
    asking_slip: bool = False  # 没有出纸 was touched: offer 再打一张


@dataclass(frozen=True)
class Notice:
    """Shown at the next tap of the card."""

    number: str
    matter: Text
    at: str  # date as words use it, 2026-11-24
    result: ResultView


@dataclass(frozen=True)
class Situation:
    """Everything a screen may show. `ui/route.screen_for` maps it to a screen name."""

    stop: Stop
    language: str  # "zh-Hans", "en"
    site: Site
    today: str  # ISO date, Asia/Shanghai
    time: str  # "10:24"
    line: Line = Line.UNKNOWN
    printer: PrinterState = PrinterState()
    readers_ready: bool = False
    busy: str = ""  # word key of what is being done right now ("reading_card", "handing_in"), or ""
    trouble: Trouble | None = None
    staff_call: StaffCall | None = None
    idle: IdleWarning | None = None
    person: Person | None = None
    frequent: tuple[MatterCard, ...] = ()
    matters: tuple[MatterCard, ...] = ()
    guide: Guide | None = None
    question: Question | None = None
    why: PaperWhy | None = None
    commitment: CommitmentOffer | None = None
    signature: SignatureAsked | None = None
    capture: Capture | None = None
    page_check: PageCheck | None = None
    review: Review | None = None
    handed_in: HandedIn | None = None
    notices: tuple[Notice, ...] = ()
    can_step_back: bool = True
