"""The slip for what was just handed in, from the visit (pure). Everything personal on it is masked."""

from __future__ import annotations

from datetime import datetime

from kiosk.materials.model import Way
from kiosk.materials.ways import needed
from kiosk.matters.text import Text
from kiosk.receipts.masks import mask_document, mask_name, mask_phone
from kiosk.receipts.model import PaperState, Slip, SlipPaper, SlipResult
from kiosk.session.journey import facts_of, way_for
from kiosk.session.model import Site
from kiosk.session.results import day_here
from kiosk.session.visit import Visit

AT_ONCE = Text(zh="资料齐全的，当场出结果", en="Decided at once when everything is there")
STATES = {Way.CAMERA: PaperState.HANDED, Way.COMMITMENT: PaperState.PROMISED}
DAYS = Text(zh="{n} 个工作日", en="{n} working days")


def slip_of(visit: Visit, site: Site, language: str, qr: str, copy: int) -> Slip:
    """`copy` 0 is the first slip; n > 0 prints 补打第n次."""
    handed, matter, identity = visit.handed, visit.matter, visit.identity
    assert handed is not None and matter is not None and identity is not None
    at = datetime.fromisoformat(handed.at)
    papers = needed(matter, visit.draft, facts_of(visit, day_here(at)))
    ways = [(paper, way_for(visit, paper)) for paper in papers]
    phone = visit.draft.get("phone")
    return Slip(
        centre=site.centre,
        number=handed.number,
        official_no=handed.official_no,
        matter=matter.name,
        person=mask_name(identity.document.name),
        document=mask_document(identity.document.number),
        phone=mask_phone(phone.value) if phone is not None else "",
        handed_in_at=at,
        department=matter.department,
        promise=_promise(matter.promised_days),
        papers=tuple(SlipPaper(paper.name, STATES.get(way, PaperState.FETCHED)) for paper, way in ways),
        not_asked=tuple(paper.name for paper, way in ways if way in (Way.SHARE, Way.LICENCE, Way.CARD)),
        offline=not handed.delivered,
        result=SlipResult(handed.result.state, handed.result.text) if handed.result is not None else None,
        terminal=site.terminal,
        hotline=site.hotline,
        qr=qr,
        language=language,
        reprint=copy,
    )


def _promise(days: int) -> Text:
    if days == 0:
        return AT_ONCE
    return Text(zh=DAYS.zh.format(n=days), en=DAYS.en.format(n=days))
