"""A realistic situation for every screen and its variants, full and with long names, by name. Invented people only."""

from __future__ import annotations

from dataclasses import replace

from devices.interfaces import CameraAbsent, CameraState, CameraStreaming, Hint, Paper, PrinterState, Quad
from kiosk.errors import KINDS
from kiosk.matters.text import Text
from kiosk.session.model import (
    Capture,
    IdleWarning,
    Line,
    PageCheck,
    Question,
    Situation,
    SlipState,
    StaffCall,
    Stop,
    Trouble,
)
from tests.support.sample_cases import (
    ADDRESS,
    BANKS,
    BIRTH_REVIEW,
    CHILDREN,
    DUE,
    HANDED,
    ID_NUMBER,
    ID_PAPER,
    KEPT,
    LONG_REVIEW,
    MISSING,
    NAME,
    NEWS,
    PARTNER,
    PHONE,
    REVIEW,
    STAGE,
)
from tests.support.sample_matters import (
    ALLOWANCE,
    BIRTH,
    BIRTH_GUIDE,
    CHEN,
    GUIDE,
    LONG_NAMED,
    MANY,
    NOT_YET,
    REFUSED,
    SITE,
)
from tests.support.sample_promise import (
    LAND,
    METER,
    MONTH,
    NEEDS,
    OFFER,
    RELIEF_GUIDE,
    RELIEF_HANDED,
    RELIEF_REVIEW,
    SELF_PAID,
    SIGNED,
    TO_SIGN,
    WHY,
    WHY_SPARED,
)

GOOD_PRINTER = PrinterState(link=True, cover_closed=True, paper=Paper.OK, cutter_ok=True)
STREAMING = CameraStreaming(30.0)
SHEET: Quad = ((0.279, 0.286), (0.718, 0.231), (0.756, 0.742), (0.281, 0.801))


def base(stop: Stop) -> Situation:
    return Situation(
        stop=stop,
        language="zh-Hans",
        site=SITE,
        today="2026-11-24",
        time="10:24",
        line=Line.UP,
        printer=GOOD_PRINTER,
        readers_ready=True,
        can_step_back=stop is not Stop.ATTRACT,
    )


def capture(hint: Hint = Hint.NONE, camera: CameraState = STREAMING, hold: float = 0.6) -> Situation:
    seen = SHEET if hint in (Hint.NONE, Hint.MOVING) else None
    return replace(
        base(Stop.CAMERA), person=CHEN, capture=Capture("partner_id", ID_PAPER, 1, 2, camera, seen, hint, hold)
    )


def question(asked: Question) -> Situation:
    return replace(base(Stop.QUESTION), person=CHEN, question=asked)


def handed(**changes: object) -> Situation:
    return replace(base(Stop.HANDED_IN), person=CHEN, handed_in=replace(HANDED, **changes))  # type: ignore[arg-type]  # fields of HandedIn by name


def trouble(key: str) -> Situation:
    kind = KINDS[key]
    return replace(base(Stop.CARD), trouble=Trouble(kind.code, key, kind.who, retry=kind.retry))


def all_situations(small: bytes = b"") -> dict[str, Situation]:
    """By name, in Chinese; `small` is the JPEG of a taken page."""
    attract = replace(base(Stop.ATTRACT), frequent=(replace(ALLOWANCE, judgement="unknown"), BIRTH))
    matters = replace(base(Stop.MATTERS), person=CHEN, matters=(ALLOWANCE, BIRTH))
    review = replace(base(Stop.REVIEW), person=CHEN, review=REVIEW)
    return {
        "attract": attract,
        "attract_full": replace(attract, frequent=MANY),
        "attract_troubled": replace(
            attract, readers_ready=False, line=Line.DOWN, printer=PrinterState(link=True, paper=Paper.OUT)
        ),
        "consent": base(Stop.CONSENT),
        "card": base(Stop.CARD),
        "card_reading": replace(base(Stop.CARD), busy="reading_card"),
        "card_no_reader": replace(base(Stop.CARD), readers_ready=False),
        "notices": replace(base(Stop.NOTICES), person=CHEN, notices=(NEWS, MISSING)),
        "notices_many": replace(base(Stop.NOTICES), person=CHEN, notices=(MISSING, NEWS) * 3),
        "matters": matters,
        "matters_many": replace(matters, matters=(*MANY, REFUSED), person=LONG_NAMED),
        "guide": replace(base(Stop.GUIDE), person=CHEN, guide=GUIDE),
        "guide_birth": replace(base(Stop.GUIDE), person=CHEN, guide=BIRTH_GUIDE),
        "guide_not_yet": replace(base(Stop.GUIDE), person=CHEN, guide=NOT_YET),
        "guide_busy": replace(base(Stop.GUIDE), person=CHEN, guide=GUIDE, busy="asking_platform"),
        "question_address": question(ADDRESS),
        "question_address_none": question(replace(ADDRESS, suggestion="", suggestion_from="")),
        "question_choice": question(STAGE),
        "question_many": question(BANKS),
        "question_boolean": question(PARTNER),
        "question_integer": question(CHILDREN),
        "question_date": question(DUE),
        "question_phone": question(PHONE),
        "question_id": question(ID_NUMBER),
        "question_name": question(NAME),
        "question_money": question(SELF_PAID),
        "question_decimal": question(LAND),
        "question_digits": question(METER),
        "question_several": question(NEEDS),
        "question_month": question(MONTH),
        "guide_relief": replace(base(Stop.GUIDE), person=CHEN, guide=RELIEF_GUIDE),
        "why": replace(base(Stop.WHY), person=CHEN, why=WHY),
        "why_spared": replace(base(Stop.WHY), person=CHEN, why=WHY_SPARED),
        "commitment": replace(base(Stop.COMMITMENT), person=CHEN, commitment=OFFER),
        "signature": replace(base(Stop.SIGNATURE), person=CHEN, signature=TO_SIGN),
        "signature_drawn": replace(base(Stop.SIGNATURE), person=CHEN, signature=SIGNED),
        "camera": capture(),
        "camera_no_page": capture(Hint.NO_PAGE, hold=0.0),
        "camera_moving": capture(Hint.MOVING, hold=0.0),
        "camera_absent": capture(Hint.NO_PICTURE, CameraAbsent("no_camera"), 0.0),
        "page_check": replace(
            base(Stop.PAGE_CHECK), person=CHEN, page_check=PageCheck("partner_id", ID_PAPER, 1, 2, small)
        ),
        "review": review,
        "review_birth_offline": replace(review, review=BIRTH_REVIEW, line=Line.DOWN),
        "review_relief": replace(review, review=RELIEF_REVIEW),
        "review_gaps": replace(review, review=replace(REVIEW, gaps=(Text(zh="现在住在哪里", en="Current address"),))),
        "review_long": replace(review, review=LONG_REVIEW, person=LONG_NAMED),
        "handed_in": handed(),
        "handed_in_deciding": handed(result=None, deciding=True, slip=SlipState.PRINTING, official_no=""),
        "handed_in_delivered": handed(result=None),
        "handed_in_correction": handed(result=MISSING.result, copies=1),
        "handed_in_received": replace(base(Stop.HANDED_IN), person=CHEN, handed_in=RELIEF_HANDED),
        "handed_in_kept": replace(base(Stop.HANDED_IN), handed_in=KEPT, line=Line.DOWN),
        "handed_in_slow": replace(base(Stop.HANDED_IN), handed_in=replace(KEPT, why_kept="", through_minutes=12)),
        "handed_in_sending": replace(base(Stop.HANDED_IN), handed_in=replace(KEPT, why_kept="", deciding=True)),
        "handed_in_waiting": handed(slip=SlipState.WAITING, slip_code="paper_out"),
        "handed_in_held": handed(slip=SlipState.HELD),
        "handed_in_unknown": handed(slip=SlipState.UNKNOWN),
        "handed_in_asking": handed(asking_slip=True),
        "handed_in_no_paper": replace(
            base(Stop.HANDED_IN), handed_in=replace(KEPT, slip=SlipState.NONE, why_kept="rubbish")
        ),
        "idle": replace(matters, idle=IdleWarning(28)),
        "idle_handed_in": replace(handed(), idle=IdleWarning(9)),
        "staff_calling": replace(matters, staff_call=StaffCall("calling", 12)),
        "staff_reached": replace(matters, staff_call=StaffCall("reached", 20)),
        "staff_not_reached": replace(matters, staff_call=StaffCall("not_reached", 5)),
        **{f"trouble_{key}": trouble(key) for key, kind in KINDS.items() if kind.on_screen},
    }
