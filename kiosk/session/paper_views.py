"""The papers as screens show them, made from the visit (pure): the ledger, why, the promise offered and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.commitments.model import Template
from kiosk.materials.model import Requirement, Way
from kiosk.materials.ways import needed
from kiosk.matters.grounds import walk
from kiosk.matters.model import Matter
from kiosk.matters.rules import Facts
from kiosk.matters.text import Text
from kiosk.session.journey import PaperStep, next_paper, open_question, open_signature, way_for
from kiosk.session.model import Stop
from kiosk.session.papers_shown import CommitmentOffer, GroundLine, NoticeLine, PaperLine, PaperWhy, SignatureAsked
from kiosk.session.visit import Visit

Templates = Mapping[str, Template]


def papers_view(visit: Visit, facts: Facts) -> tuple[PaperLine, ...]:
    """Every paper that is needed as far as is known now, with how it is provided."""
    assert visit.matter is not None
    return tuple(_paper(visit, visit.matter, paper) for paper in needed(visit.matter, visit.draft, facts))


def why_view(visit: Visit) -> PaperWhy:
    matter = visit.matter
    assert matter is not None
    paper = matter.paper(visit.why)
    return PaperWhy(
        line=_paper(visit, matter, paper),
        asked_by=paper.asked_by,
        issuer=paper.issuer,
        guide=paper.guide,
        grounds=tuple(GroundLine(one.question, one.answer, one.spared) for one in walk(matter, paper)),
    )


def commitment_view(visit: Visit, today: date, templates: Templates) -> CommitmentOffer:
    step = _step(visit, today)
    template = templates[step.paper.commitment]
    said = (
        ("proves", template.proves),
        ("replaces", template.replaces),
        ("checked", template.checked),
        ("liability", template.liability),
        *(("excluded", text) for text in template.excluded),
        ("choice", template.choice),
    )
    notice = tuple(NoticeLine(about, text) for about, text in said)
    return CommitmentOffer(step.paper.id, step.paper.name, template.name, notice)


def signature_view(visit: Visit, today: date, templates: Templates) -> SignatureAsked:
    what = open_signature(visit, today)
    assert what is not None and visit.matter is not None
    drawn = visit.drawn.get(what, ())
    field = open_question(visit, today)
    if field is not None:
        return SignatureAsked(what, field.label, field.help, drawn)
    template = templates[_step(visit, today).paper.commitment]
    return SignatureAsked(what, template.name, template.statement, drawn)


def _step(visit: Visit, today: date) -> PaperStep:
    step = next_paper(visit, today)
    assert step is not None and step.stop in (Stop.COMMITMENT, Stop.SIGNATURE)
    return step


def _paper(visit: Visit, matter: Matter, paper: Requirement) -> PaperLine:
    cited = [matter.basis(id).cited for id in paper.basis]
    return PaperLine(paper.name, _state(visit, paper), paper.note, paper.id, _short(cited) if cited else None)


def _state(visit: Visit, paper: Requirement) -> str:
    way = way_for(visit, paper)
    if way is Way.COMMITMENT:
        return "promised" if paper.id in visit.choices else "choice"
    held = sum(1 for page in visit.pages if page.paper == paper.id)
    return "done" if way is Way.CAMERA and held >= paper.pages else way.value


def _short(cited: list[Text]) -> Text:
    """The first law by name; the others stand where it is asked why."""
    more = len(cited) - 1
    if not more:
        return cited[0]
    return Text(zh=f"{cited[0].zh}，另有 {more} 条", en=f"{cited[0].of('en')}, and {more} more")
