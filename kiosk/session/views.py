"""What one screen shows, made from the visit (pure). Personal values are masked here unless
their owner has to check them."""

from __future__ import annotations

from datetime import date

from devices.interfaces import CameraState, Hint
from kiosk.forms.review import Line as FormLine
from kiosk.forms.review import review
from kiosk.forms.rules import questions, suggestion
from kiosk.materials.capture import hold_progress
from kiosk.materials.ways import needed
from kiosk.matters.benefits import benefit
from kiosk.matters.model import Field, Matter
from kiosk.matters.rules import Facts, Reason, judge
from kiosk.matters.text import Text
from kiosk.session.journey import facts_of, open_paper, open_question
from kiosk.session.model import (
    Capture,
    Guide,
    Line,
    MatterCard,
    Option,
    PageCheck,
    Question,
    ReasonLine,
    Review,
    ReviewLine,
)
from kiosk.session.paper_views import papers_view
from kiosk.session.visit import Visit

CARD_LEVEL = 2  # the identity level that a read chip proves by itself
YES_NO = (Option("true", Text(zh="是", en="Yes")), Option("false", Text(zh="不是", en="No")))


def matter_card(matter: Matter, facts: Facts, params: Facts, visit: Visit | None) -> MatterCard:
    """Before anyone has said who they are, nothing is judged."""
    outcome, note = "unknown", None
    if visit is not None and visit.identity is not None:
        found = judge(matter, facts, params)
        outcome = found.outcome
        note = next((reason.say for reason in found.reasons if reason.result is False), None)
    return MatterCard(
        matter.code, matter.short, matter.summary, matter.icon, matter.instant, matter.promised_days, outcome, note
    )


def guide_view(visit: Visit, facts: Facts) -> Guide:
    matter = visit.matter
    assert matter is not None
    params = visit.params
    card = matter_card(matter, facts, params, visit)
    return Guide(
        card=card,
        name=matter.name,
        department=matter.department,
        reasons=tuple(_reason(reason) for reason in judge(matter, facts, params).reasons),
        papers=papers_view(visit, facts),
        removed=tuple(proof.name for proof in matter.removed_proofs),
        benefit=benefit(matter, facts, params) if visit.identity is not None else None,
        free=True,
        can_start=card.judgement != "not_eligible",
        identity=matter.identity.why if matter.identity.level > CARD_LEVEL else None,
    )


def _reason(reason: Reason) -> ReasonLine:
    return ReasonLine(reason.text, reason.result, reason.say)


def question_view(visit: Visit, today: date, here: str) -> Question | None:
    field = open_question(visit, today)
    if field is None or visit.matter is None:
        return None
    asked = questions(visit.matter, visit.draft, facts_of(visit, today))
    place = next((n for n, one in enumerate(asked, 1) if one.id == field.id), len(asked))
    before = visit.remembered.get(field.id)
    document = visit.identity.document if visit.identity is not None else None
    offered = suggestion(field, document, here)
    return Question(
        field=field.id,
        label=field.label,
        kind=field.kind,
        options=_options(field),
        help=field.help,
        suggestion=before or (offered.value if offered is not None else ""),
        suggestion_from="before" if before else (offered.source if offered is not None else ""),
        optional=not field.required,
        error=visit.error,
        number=max(place, 1),
        total=max(len(asked), 1),
    )


def _options(field: Field) -> tuple[Option, ...]:
    if field.kind == "boolean":
        return YES_NO
    return tuple(Option(choice.value, choice.label) for choice in field.options)


def capture_view(visit: Visit, today: date, camera: CameraState) -> Capture | None:
    asked = open_paper(visit, today)
    if asked is None:
        return None
    requirement, page = asked
    seen = visit.capture
    return Capture(
        paper=requirement.id,
        name=requirement.camera.pages[page - 1],
        page=page,
        pages=requirement.pages,
        camera=camera,
        quad=seen.quad if seen is not None else None,
        hint=seen.hint if seen is not None else Hint.NO_PICTURE,
        hold_progress=hold_progress(seen) if seen is not None else 0.0,
    )


def page_check_view(visit: Visit, today: date) -> PageCheck | None:
    asked = open_paper(visit, today)
    if visit.checking is None or asked is None:
        return None
    requirement, page = asked
    return PageCheck(requirement.id, requirement.camera.pages[page - 1], page, requirement.pages, visit.checking.small)


def review_view(visit: Visit, today: date, line: Line) -> Review | None:
    matter = visit.matter
    if matter is None:
        return None
    facts = facts_of(visit, today)
    found = review(matter, visit.draft, {paper.id: True for paper in needed(matter, visit.draft, facts)}, facts)
    return Review(
        matter=matter.short,
        lines=tuple(_line(one) for one in found.lines),
        papers=papers_view(visit, facts),
        optional=tuple(_line(one) for one in found.optional),
        declaration=found.declaration,
        gaps=tuple(gap.text for gap in found.gaps),
        offline=line is not Line.UP,
    )


def _line(line: FormLine) -> ReviewLine:
    return ReviewLine(line.label, line.value, line.source, line.field if line.changeable else "", line.text)
