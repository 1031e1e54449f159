"""Every matter is complete by itself: words in both languages, rules that can be decided, a form that ends."""
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import pytest

from devices.interfaces import CardDocument, DocumentKind
from kiosk.assets import asset
from kiosk.forms.check import check_answer
from kiosk.forms.computed import COMPUTATIONS
from kiosk.forms.model import Accepted, Draft
from kiosk.forms.review import review
from kiosk.forms.rules import known_answers, next_question, worked_out
from kiosk.materials.ways import choose_way, needed
from kiosk.matters.check import check_catalogue
from kiosk.matters.form import Column, ComputationName
from kiosk.matters.grounds import QUESTIONS, walk
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Field, Matter
from kiosk.matters.national import national

TODAY = date(2026, 11, 24)
CATALOGUE = load_catalogue(asset("matters"))
# Cards that know as little as possible: no address, nobody shares anything, the line is down.
CARDS = [
    CardDocument(DocumentKind.SOCIAL_CARD, "11010519491231002X", "钱多多", "2", None),
    CardDocument(DocumentKind.FOREIGN_PERMANENT_2017, "DEU320190123456", "", "0", None, name_en="DOE, Jane"),
]
every_matter = pytest.mark.parametrize("matter", CATALOGUE.matters, ids=lambda matter: matter.code)


def possible(field: Field) -> list[str]:
    """Made-up answers, one for every way the form can go on."""
    day = TODAY + timedelta(field.latest_days if field.latest_days is not None else field.earliest_days or 0)
    people = [{column.id: possible(as_field(column))[0] for column in field.columns}]
    made_up = {
        "boolean": ["true", "false"], "choice": [option.value for option in field.options], "date": [day.isoformat()],
        "choices": [",".join(option.value for option in field.options)], "month": [f"{TODAY:%Y-%m}"],
        "integer": [str(field.min or 0)], "decimal": ["1.5"], "money": [str(field.min or 0)],
        "phone": ["13800000000"], "name": ["孙远"], "id_number": ["11010519491231002X"], "address": ["某镇某村一号"],
        "region": ["441900"], "text": ["甲"], "digits": ["0123456"], "bank_account": ["6217000012345678"],
        "members": [json.dumps(people)], "signature": ["0" * 64], "slot": [f"{day.isoformat()}T09:30"],
    }
    return made_up[field.kind]


def as_field(column: Column) -> Field:
    return Field(id=column.id, kind=column.kind, label=column.label, options=column.options)


def filled(matter: Matter, draft: Draft) -> Iterator[Draft]:
    """Every way through the form: a rule may look at an answer, or else one answer stands for all."""
    field = next_question(matter, draft, {})
    if field is None:
        yield draft
        return
    answers = possible(field)
    for value in answers:
        assert isinstance(check_answer(field, value, TODAY), Accepted), field.id
    for value in answers if f"form.{field.id}" in matter.variables else answers[:1]:
        yield from filled(matter, worked_out(matter, draft.with_answer(field.id, value), TODAY))


def test_the_catalogue_is_right() -> None:
    assert check_catalogue(CATALOGUE) == ()


def test_no_code_is_here_that_nobody_planned() -> None:
    assert {matter.code for matter in CATALOGUE.matters} <= CATALOGUE.tables.codes.keys()


@every_matter
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind.value)
def test_a_matter_can_be_filled_in_by_itself(matter: Matter, card: CardDocument) -> None:
    for draft in filled(matter, known_answers(matter, card, {}, TODAY)):
        papers = {paper.id: True for paper in needed(matter, draft, {})}
        assert review(matter, draft, papers, {}).gaps == ()


@every_matter
def test_every_paper_can_be_provided_with_the_line_down(matter: Matter) -> None:
    assert all(choose_way(paper, {}, card_read=True) for paper in matter.papers)


@every_matter
def test_every_demanded_paper_walks_through_the_six_grounds(matter: Matter) -> None:
    for paper in matter.papers:
        answers = walk(matter, paper)
        assert [answer.ground for answer in answers] == list(QUESTIONS)
        assert all(answer.answer.zh and answer.answer.en for answer in answers)


@every_matter
def test_a_matter_maps_to_the_national_columns(matter: Matter) -> None:
    row = national(matter)
    assert row["is_service_terminals"] == (matter.detail == "full")
    assert row["limit_scene_num"] == matter.visits.max
    official = [law.title for law in matter.legal_basis if law.mark == "read" and not law.repost]
    assert [title for title in official if title not in str(row["by_law"])] == []


def test_every_computation_is_in_the_table() -> None:
    assert set(get_args(ComputationName)) == COMPUTATIONS.keys()


def test_what_the_screens_offer_can_be_done_here() -> None:
    offered = [CATALOGUE.get(code) for code in CATALOGUE.tables.offered]
    assert all(matter.doable for matter in offered)
    assert {matter.code for matter in CATALOGUE.offered.matters} == set(CATALOGUE.tables.offered)


@pytest.mark.skipif(len(CATALOGUE.matters) < len(CATALOGUE.tables.codes), reason="the catalogue is still growing")
def test_every_fact_that_is_defined_is_used_or_told_by_the_card() -> None:
    used = frozenset().union(*(matter.variables for matter in CATALOGUE.matters))
    assert {name for name, fact in CATALOGUE.facts.items() if fact.source != "card"} <= used
