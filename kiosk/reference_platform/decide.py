"""Decides a case at once where its own rule can, else passes it to a person; a refusal is never automatic (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.matters.benefits import result_text
from kiosk.matters.facts import with_answers
from kiosk.matters.load import Catalogue
from kiosk.matters.logic import Facts
from kiosk.matters.model import Matter
from kiosk.matters.rules import approves, judge
from kiosk.matters.text import Text
from kiosk.numbers import tidy
from kiosk.platform_client.contract import Application
from kiosk.reference_platform.gaps import Given, gaps
from kiosk.reference_platform.known import Tapped, known_facts, tapped
from kiosk.reference_platform.moments import day_here

ANSWER_DAYS = 3  # working days a person has
BY_A_PERSON = Text(
    zh=f"工作人员会看，{ANSWER_DAYS} 个工作日内答复。",
    en=f"A member of staff will look at it and answer within {ANSWER_DAYS} working days.",
)
WITHIN_DAYS = Text(zh="{days} 个工作日内办好。", en="Done within {days} working days. ")
STILL_MISSING = Text(
    zh="还差：{gaps}。到任何一台机器或者找工作人员补上就行。",
    en="Still missing: {gaps}. You can add it at any kiosk or with the staff.",
)
FIRST_MONTH = "first_month_from_age"
CARD_LEVEL = 2  # the identity level that a read chip proves by itself
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
    """`text` holds no name and no ID number. `clock_doubt`: the platform dated the case. `rule_version`: the rules it
    was judged by, "" where the matter is not known here."""

    state: State
    text: Text
    clock_doubt: bool = False
    rule_version: str = ""


def decide(case: Case, catalogue: Catalogue, accept_card_only: bool) -> Decision:
    """Approved when nothing is missing and the matter's rule holds; every doubt goes to a person."""
    application = case.application
    when = tapped(application.tapped_at, case.offset, case.received)
    matter = {one.code: one for one in catalogue.matters}.get(application.matter)
    if matter is None or matter.version != application.matter_version:
        return Decision("received", BY_A_PERSON, when.doubt)
    by_card = accept_card_only and matter.identity.level <= CARD_LEVEL
    accepted = application.identity != "card_only" or by_card
    facts = known_facts(application, case.shares, day_here(when.at), accepted)
    given = Given(application, case.parts, case.shares, catalogue.tables.commitments)
    missing = gaps(matter, given, facts)
    if missing:
        return Decision("needs_correction", _lists(missing), when.doubt, matter.rule_version)
    text = _approved(matter, case, facts, when, catalogue.tables.param_values) if accepted else None
    if text is None:
        return Decision("received", by_a_person(matter), when.doubt, matter.rule_version)
    return Decision("approved", text, when.doubt, matter.rule_version)


def by_a_person(matter: Matter) -> Text:
    """When, and what happens next. The days are the matter's own promise."""
    if not matter.promised_days:
        return BY_A_PERSON
    then = matter.result.received or Text(zh="")
    days = matter.promised_days
    return Text(zh=WITHIN_DAYS.zh.format(days=days) + then.zh, en=WITHIN_DAYS.en.format(days=days) + then.en)


def _approved(matter: Matter, case: Case, facts: dict[str, object], when: Tapped, params: Facts) -> Text | None:
    """The result's sentence, or None when a person has to look."""
    form = case.application.form
    if not _dates_hold(matter, form, when) or not _card_answers_hold(matter, case.application):
        return None
    known = with_answers(matter, facts, form)
    if judge(matter, known, params).outcome != "eligible" or approves(matter, known, params) is not True:
        return None
    try:
        return result_text(matter, facts, form, params)
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
