"""Every matter is complete by itself: words in both languages, rules that can be decided, a form that ends."""
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from devices.interfaces import CardDocument, DocumentKind
from kiosk.assets import asset
from kiosk.forms.check import check_answer
from kiosk.forms.computed import COMPUTATIONS
from kiosk.forms.model import Accepted, Draft
from kiosk.forms.review import review
from kiosk.forms.rules import known_answers, next_question
from kiosk.materials.ways import choose_way, needed
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Data, Field, Matter
from kiosk.matters.text import Text

TODAY = date(2026, 11, 24)
CATALOGUE = load_catalogue(asset("matters"))
# Cards that know as little as possible: no address, nobody shares anything, the line is down.
CARDS = [
    CardDocument(DocumentKind.SOCIAL_CARD, "11010519491231002X", "钱多多", "2", None),
    CardDocument(DocumentKind.FOREIGN_PERMANENT_2017, "DEU320190123456", "", "0", None, name_en="DOE, Jane"),
]
every_matter = pytest.mark.parametrize("matter", CATALOGUE.matters, ids=lambda matter: matter.code)


def texts(part: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every wording below `part`, with where it stands."""
    if isinstance(part, Text):
        yield path, part
    elif isinstance(part, Data):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{path}/{name}")
    elif isinstance(part, tuple):
        for place, one in enumerate(part):
            yield from texts(one, f"{path}/{place}")


def possible(field: Field) -> list[str]:
    """Made-up answers, one for every way the form can go on."""
    day = TODAY + timedelta(field.latest_days if field.latest_days is not None else field.earliest_days or 0)
    made_up = {
        "boolean": ["true", "false"], "choice": [option.value for option in field.options], "date": [day.isoformat()],
        "integer": [str(field.min or 0)], "money": [str(field.min or 0)], "phone": ["13800000000"], "name": ["孙远"],
        "id_number": ["11010519491231002X"], "address": ["某镇某村一号"], "text": ["甲"],
        "bank_account": ["6217000012345678"],
    }
    return made_up[field.kind]


def filled(matter: Matter, draft: Draft) -> Iterator[Draft]:
    """Every way through the form."""
    field = next_question(matter, draft, {})
    if field is None:
        yield draft
        return
    for value in possible(field):
        checked = check_answer(field, value, TODAY)
        assert isinstance(checked, Accepted), field.id
        yield from filled(matter, draft.with_answer(field.id, checked.value))


@every_matter
def test_every_word_is_there_in_both_languages(matter: Matter) -> None:
    assert [path for path, text in texts(matter) if not (text.zh.strip() and text.en.strip())] == []


@every_matter
def test_chinese_words_use_chinese_punctuation(matter: Matter) -> None:
    assert [path for path, text in texts(matter) if set(",;:?!()") & set(text.zh)] == []


@every_matter
def test_placeholders_name_fields_and_agree_in_both_languages(matter: Matter) -> None:
    known = {f"{{{field.id}}}": "" for field in matter.fields} | {"{benefit}": ""}
    approved = matter.result.approved
    used = [{name for name in known if name in words} for words in (approved.zh, approved.en)]
    assert used[0] == used[1]
    assert approved.zh.count("{") == len(used[0])


@every_matter
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind.value)
def test_a_matter_can_be_filled_in_by_itself(matter: Matter, card: CardDocument) -> None:
    for draft in filled(matter, known_answers(matter, card, {}, TODAY)):
        papers = {paper.id: True for paper in needed(matter, draft, {})}
        assert review(matter, draft, papers, {}).gaps == ()


@every_matter
def test_nobody_has_to_write_what_a_keypad_cannot(matter: Matter) -> None:
    unwritable = [f.id for f in matter.fields if f.asked and f.kind in ("name", "text", "address") and not f.suggest]
    assert unwritable == []


@every_matter
def test_a_covered_field_belongs_to_a_case_that_brings_the_paper(matter: Matter) -> None:
    for field in (one for one in matter.fields if one.covered_by):
        assert matter.paper(field.covered_by).required_when == field.visible_when


@every_matter
def test_every_paper_can_be_provided_with_the_line_down(matter: Matter) -> None:
    assert all(choose_way(paper, {}, card_read=True) for paper in matter.papers)


@every_matter
def test_every_computation_is_in_the_table(matter: Matter) -> None:
    assert {field.computed.name for field in matter.fields if field.computed} <= COMPUTATIONS.keys()


@every_matter
def test_every_part_says_where_it_comes_from(matter: Matter) -> None:
    told = {row.path.strip("/").split("/")[0] for row in matter.provenance}
    assert {"conditions", "papers", "fields", "promised_days"} <= told
    assert told <= type(matter).model_fields.keys()


def test_every_fact_that_is_defined_is_used_or_told_by_the_card() -> None:
    used = frozenset().union(*(matter.variables for matter in CATALOGUE.matters))
    assert {name for name, fact in CATALOGUE.facts.items() if fact.source != "card"} <= used
