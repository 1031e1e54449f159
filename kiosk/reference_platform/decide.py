"""Decides a case at once where its own rule can, else passes it to a person; a refusal is never automatic (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.matters.benefits import result_text
from kiosk.matters.facts import with_answers
from kiosk.matters.load import Catalogue
from kiosk.matters.model import Matter
from kiosk.matters.rules import approves, judge
from kiosk.matters.text import Text
from kiosk.numbers import tidy
from kiosk.platform_client.contract import Application
from kiosk.reference_platform.gaps import gaps
from kiosk.reference_platform.known import Tapped, known_facts, tapped
from kiosk.reference_platform.moments import day_here

ANSWER_DAYS = 3  # working days a person has
BY_A_PERSON = Text(
    zh=f"工作人员会看，{ANSWER_DAYS} 个工作日内答复。",
    en=f"A member of staff will look at it and answer within {ANSWER_DAYS} working days.",
)
STILL_MISSING = Text(
    zh="还差：{gaps}。到任何一台机器或者找工作人员补上就行。",
    en="Still missing: {gaps}. You can add it at any kiosk or with the staff.",
)
FIRST_MONTH = "first_month_from_age"
State = Literal["approved", "received", "needs_correction"]


@dataclass(frozen=True, repr=False)
class Case:
    """All a decision looks at. `parts`: pages that arrived; `offset`: see known.tapped."""

    application: Application
    parts: frozenset[int]
    offset: float | None
    shares: Mapping[str, object]
    received: datetime


@dataclass(frozen=True)
class Decision:
    """`text` holds no name and no ID number. `clock_doubt`: the platform dated the case."""

    state: State
    text: Text
    clock_doubt: bool = False


def decide(case: Case, catalogue: Catalogue, accept_card_only: bool) -> Decision:
    """Approved when nothing is missing and the matter's rule holds; every doubt goes to a person."""
    application = case.application
    when = tapped(application.tapped_at, case.offset, case.received)
    matter = {one.code: one for one in catalogue.matters}.get(application.matter)
    if matter is None or matter.version != application.matter_version:
        return Decision("received", BY_A_PERSON, when.doubt)
    accepted = application.identity != "card_only" or accept_card_only
    facts = known_facts(application, case.shares, day_here(when.at), accepted)
    missing = gaps(matter, application, case.parts, facts, case.shares)
    if missing:
        return Decision("needs_correction", _lists(missing), when.doubt)
    text = _approved(matter, case, facts, when) if accepted else None
    return Decision("approved", text, when.doubt) if text else Decision("received", BY_A_PERSON, when.doubt)


def _approved(matter: Matter, case: Case, facts: dict[str, object], when: Tapped) -> Text | None:
    """The result's sentence, or None when a person has to look."""
    form = case.application.form
    if not _dates_hold(matter, form, when) or not _card_answers_hold(matter, case.application):
        return None
    known = with_answers(matter, facts, form)
    if judge(matter, known).outcome != "eligible" or approves(matter, known) is not True:
        return None
    try:
        return result_text(matter, facts, form)
    except (LookupError, ValueError):
        return None  # an answer the sentence needs is not there or makes no sense


def _dates_hold(matter: Matter, form: Mapping[str, str], when: Tapped) -> bool:
    """Months the kiosk worked out with its own clock: not believed in doubt, and never before the month of the tap."""
    months = [
        form.get(field.id, "") for field in matter.fields if field.computed and field.computed.name == FIRST_MONTH
    ]
    return not months or (not when.doubt and min(months) >= f"{day_here(when.at):%Y-%m}")


def _card_answers_hold(matter: Matter, application: Application) -> bool:
    """What the form took from the card is what the card said."""
    applicant = application.applicant
    on_card = {"number": tidy(applicant.number), "name": applicant.name or applicant.name_en}
    fields = [field for field in matter.fields if field.card in on_card]
    return all(application.form.get(field.id, "") == on_card[str(field.card)] for field in fields)


def _lists(missing: tuple[Text, ...]) -> Text:
    return Text(
        zh=STILL_MISSING.zh.format(gaps="、".join(text.zh for text in missing)),
        en=STILL_MISSING.en.format(gaps=", ".join(text.of("en") for text in missing)),
    )
