"""Everything a screen may show, composed from the visit and its surroundings (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from devices.interfaces import CameraState, PrinterState
from kiosk.identity.check import greeting
from kiosk.matters.load import Catalogue
from kiosk.session.idle import Phase, Warned
from kiosk.session.journey import Facts, facts_of, stop_of
from kiosk.session.model import (
    HandedIn,
    IdleWarning,
    Line,
    Person,
    Site,
    Situation,
    StaffCall,
    Stop,
    Trouble,
)
from kiosk.session.paper_views import commitment_view, papers_view, signature_view, why_view
from kiosk.session.results import HERE, day_here
from kiosk.session.views import (
    capture_view,
    guide_view,
    matter_card,
    page_check_view,
    question_view,
    review_view,
)
from kiosk.session.visit import Visit
from kiosk.submission.number import grouped


@dataclass(frozen=True)
class Surroundings:
    """What is true around the visit."""

    now: datetime
    language: str
    site: Site
    catalogue: Catalogue
    line: Line
    printer: PrinterState
    camera: CameraState
    readers_ready: bool
    busy: str
    trouble: Trouble | None
    staff_call: StaffCall | None
    idle: Phase
    qr: str  # of what was handed in
    through_s: float | None = None  # until all that waits is sent, as far as anybody can tell


def compose(visit: Visit | None, around: Surroundings) -> Situation:
    today = day_here(around.now)
    stop = stop_of(visit, today)
    facts = facts_of(visit, today) if visit is not None else {}
    params = around.catalogue.tables.param_values
    cards = tuple(matter_card(matter, facts, params, visit) for matter in around.catalogue.matters)
    bare = Situation(
        stop=stop,
        language=around.language,
        site=around.site,
        today=today.isoformat(),
        time=around.now.astimezone(HERE).strftime("%H:%M"),
        line=around.line,
        printer=around.printer,
        readers_ready=around.readers_ready,
        busy=around.busy,
        trouble=around.trouble,
        staff_call=around.staff_call,
        idle=IdleWarning(around.idle.seconds_left) if isinstance(around.idle, Warned) else None,
        frequent=cards if stop is Stop.ATTRACT else (),
        matters=cards if stop is Stop.MATTERS else (),
        can_step_back=visit is not None,
    )
    return bare if visit is None else _with_visit(bare, visit, around)


def _with_visit(bare: Situation, visit: Visit, around: Surroundings) -> Situation:
    today, stop = day_here(around.now), bare.stop
    facts = facts_of(visit, today)
    identity = visit.identity
    here = around.site.town.zh + around.site.village.zh
    templates = around.catalogue.tables.commitments
    return replace(
        bare,
        person=Person(greeting(identity, today), identity.elder(today)) if identity is not None else None,
        notices=visit.notices if stop is Stop.NOTICES else (),
        guide=guide_view(visit, facts) if stop is Stop.GUIDE else None,
        question=question_view(visit, today, here) if stop is Stop.QUESTION else None,
        why=why_view(visit) if stop is Stop.WHY else None,
        commitment=commitment_view(visit, today, templates) if stop is Stop.COMMITMENT else None,
        signature=signature_view(visit, today, templates) if stop is Stop.SIGNATURE else None,
        capture=capture_view(visit, today, around.camera) if stop is Stop.CAMERA else None,
        page_check=page_check_view(visit, today) if stop is Stop.PAGE_CHECK else None,
        review=review_view(visit, today, around.line) if stop is Stop.REVIEW else None,
        handed_in=_handed_in(visit, facts, around) if stop is Stop.HANDED_IN else None,
    )


def _handed_in(visit: Visit, facts: Facts, around: Surroundings) -> HandedIn | None:
    handed, matter = visit.handed, visit.matter
    if handed is None or matter is None:
        return None
    return HandedIn(
        number=grouped(handed.number),
        matter=matter.short,
        department=matter.department,
        handed=papers_view(visit, facts),
        delivered=handed.delivered,
        deciding=handed.deciding,
        why_kept=handed.why_kept,
        official_no=handed.official_no,
        result=handed.result,
        slip=handed.slip,
        slip_code=handed.slip_code,
        asking_slip=handed.asking_slip,
        copies=handed.copies,
        qr=around.qr,
        through_minutes=None if handed.delivered or around.through_s is None else ceil(around.through_s / 60),
    )
