"""Where a visit stands and what is still to ask: pure, one reason per return, no screen knows more than this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.commitments.rules import may_offer
from kiosk.forms.rules import next_question
from kiosk.identity.check import facts_from
from kiosk.materials.model import LedgerLine, Requirement, Way
from kiosk.materials.ways import choose_way, ledger_line, needed
from kiosk.matters.facts import with_answers
from kiosk.matters.model import Field
from kiosk.matters.rules import Judgement, judge
from kiosk.session.model import Stop
from kiosk.session.visit import Visit

Facts = Mapping[str, object]


def facts_of(visit: Visit, today: date) -> Facts:
    """Everything known now, by the names of the rule language. What is not here is unknown."""
    facts: dict[str, object] = {"session.is_agent": False}
    if visit.identity is not None:
        facts |= facts_from(visit.identity, today)
        facts["session.id_verified"] = True
    facts |= visit.shares
    return facts if visit.matter is None else with_answers(visit.matter, facts, visit.draft.values())


def judgement(visit: Visit, today: date) -> Judgement | None:
    return None if visit.matter is None else judge(visit.matter, facts_of(visit, today), visit.params)


def open_question(visit: Visit, today: date) -> Field | None:
    """The question to ask now: one to be changed, else the first that nothing answers."""
    if visit.matter is None:
        return None
    if visit.changing:
        return visit.matter.field(visit.changing)
    return next_question(visit.matter, visit.draft, facts_of(visit, today))


def way_for(visit: Visit, requirement: Requirement) -> Way:
    """A promise where this person may make one and has not chosen the paper instead."""
    said = visit.shares.get(requirement.commitment)
    allowed = may_offer(requirement, said if isinstance(said, bool) else None)
    wanted = allowed and visit.choices.get(requirement.id) != "paper"
    return choose_way(requirement, visit.shares, card_read=visit.identity is not None, commitment_allowed=wanted)


@dataclass(frozen=True)
class PaperStep:
    """What is to do next about the papers: choose, sign, or photograph `page` (from 1)."""

    stop: Stop
    paper: Requirement
    page: int = 0


def next_paper(visit: Visit, today: date) -> PaperStep | None:
    if visit.matter is None:
        return None
    papers = needed(visit.matter, visit.draft, facts_of(visit, today))
    return next((step for paper in papers if (step := _step_of(visit, paper)) is not None), None)


def _step_of(visit: Visit, paper: Requirement) -> PaperStep | None:
    way = way_for(visit, paper)
    if way is Way.COMMITMENT and paper.id not in visit.choices:
        return PaperStep(Stop.COMMITMENT, paper)
    if way is Way.COMMITMENT and not any(promise.requirement == paper.id for promise in visit.promises):
        return PaperStep(Stop.SIGNATURE, paper)
    held = sum(1 for page in visit.pages if page.paper == paper.id)
    if way is Way.CAMERA and held < paper.pages:
        return PaperStep(Stop.CAMERA, paper, held + 1)
    return None


def open_paper(visit: Visit, today: date) -> tuple[Requirement, int] | None:
    """The paper and page (from 1) to photograph next."""
    step = next_paper(visit, today)
    return (step.paper, step.page) if step is not None and step.stop is Stop.CAMERA else None


def open_signature(visit: Visit, today: date) -> str | None:
    """The field to sign, or the paper whose promise is to be signed."""
    field = open_question(visit, today)
    if field is not None:
        return field.id if field.kind == "signature" else None
    step = next_paper(visit, today)
    return step.paper.id if step is not None and step.stop is Stop.SIGNATURE else None


def stop_of(visit: Visit | None, today: date) -> Stop:
    if visit is None:
        return Stop.ATTRACT
    if visit.handed is not None:
        return Stop.HANDED_IN
    if visit.why:
        return Stop.WHY
    # A matter may be read about before anyone says who they are.
    if visit.matter is not None and not visit.started and visit.identity is None:
        return Stop.GUIDE
    return _who_then_what(visit, today)


def _who_then_what(visit: Visit, today: date) -> Stop:
    if visit.consent is None:
        return Stop.CONSENT
    if visit.identity is None:
        return Stop.CARD
    if visit.notices and not visit.notices_seen:
        return Stop.NOTICES
    if visit.matter is None:
        return Stop.MATTERS
    return _filling_in(visit, today)


def place_of(visit: Visit, today: date) -> tuple[object, ...]:
    """Where the resident is, finely enough that one step back is one screen back."""
    stop = stop_of(visit, today)
    if stop is Stop.QUESTION:
        field = open_question(visit, today)
        return (stop, field.id if field is not None else "")
    if stop in (Stop.CAMERA, Stop.PAGE_CHECK):
        return (stop, len(visit.pages))
    if stop is Stop.SIGNATURE:
        return (stop, open_signature(visit, today))
    step = next_paper(visit, today) if stop is Stop.COMMITMENT else None
    return (stop, visit.why if stop is Stop.WHY else "", step.paper.id if step is not None else "")


def _filling_in(visit: Visit, today: date) -> Stop:
    found = judgement(visit, today)
    if not visit.started or visit.asking_shares or (found is not None and found.outcome == "not_eligible"):
        return Stop.GUIDE
    question = open_question(visit, today)
    if question is not None:
        return Stop.SIGNATURE if question.kind == "signature" else Stop.QUESTION
    if visit.checking is not None:
        return Stop.PAGE_CHECK
    step = next_paper(visit, today)
    return step.stop if step is not None else Stop.REVIEW


def ledger_of(visit: Visit, today: date) -> tuple[LedgerLine, ...]:
    """Every paper the matter needs, with the way it was provided: also what was not asked for (免提交)."""
    assert visit.matter is not None
    papers = needed(visit.matter, visit.draft, facts_of(visit, today))
    document = visit.identity.document if visit.identity is not None else None
    return tuple(ledger_line(paper, way_for(visit, paper), document) for paper in papers)
