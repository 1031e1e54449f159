import json
from datetime import date

import pytest

from kiosk.forms.check import check_answer
from kiosk.forms.computed import Known, compute
from kiosk.forms.model import Accepted, Refused
from kiosk.matters.form import Choice, Column, Computation, Field, Kind
from kiosk.matters.text import Text

TODAY = date(2026, 11, 24)
SAID = Text(zh="甲", en="a")
COLUMNS = (
    Column(id="name", kind="name", label=SAID),
    Column(id="relation", kind="choice", label=SAID, options=(Choice(value="child", label=SAID),)),
    Column(id="id_no", kind="id_number", label=SAID),
)
PERSON = {"name": "孙远", "relation": "child", "id_no": "11010519491231002X"}


def field(kind: Kind, *options: str) -> Field:
    choices = tuple(Choice(value=one, label=SAID) for one in options)
    return Field(id="f", kind=kind, label=SAID, options=choices, columns=COLUMNS if kind == "members" else ())


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("region", "441900", "441900"), ("region", "441900101201", "441900101201"),
        ("decimal", "3.250", "3.25"), ("digits", "0012 3456", "00123456"), ("signature", "a" * 64, "a" * 64),
        ("slot", "2026-12-03T09:30", "2026-12-03T09:30"),
    ],
)
def test_an_answer_is_kept_as_the_form_carries_it(kind: Kind, said: str, kept: str) -> None:
    assert check_answer(field(kind), said, TODAY) == Accepted(kept)


@pytest.mark.parametrize(
    ("kind", "said", "error"),
    [
        ("region", "44190", "choose"), ("region", "041900", "choose"), ("decimal", "3,5", "number"),
        ("digits", "12a4", "number"), ("signature", "A" * 64, "empty"), ("slot", "2026-12-03", "date"),
        ("slot", "2026-11-23T09:30", "date_too_early"), ("members", "[", "text"), ("members", "[]", "empty"),
        ("members", "[1]", "empty"),
    ],
)
def test_an_answer_that_is_none_is_refused(kind: Kind, said: str, error: str) -> None:
    assert check_answer(field(kind), said, TODAY) == Refused(f"error.{error}")


def test_several_choices_are_carried_in_the_order_of_the_options() -> None:
    asked = field("choices", "a", "b", "c")
    assert check_answer(asked, "c,a", TODAY) == Accepted("a,c")
    assert check_answer(asked, "a,a", TODAY) == check_answer(asked, "a,z", TODAY) == Refused("error.choose")


def test_every_person_of_a_household_is_checked() -> None:
    asked = field("members")
    assert check_answer(asked, json.dumps([PERSON]), TODAY) == Accepted(json.dumps([PERSON], ensure_ascii=False))
    wrong = PERSON | {"id_no": "110105194912310021"}
    assert check_answer(asked, json.dumps([PERSON, wrong]), TODAY) == Refused("error.id_number")
    assert check_answer(asked, json.dumps([{"name": "孙远"}]), TODAY) == Refused("error.empty")
    assert check_answer(asked, json.dumps([PERSON] * 21), TODAY) == Refused("error.number_too_large")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Computation(name="this_month"), "2026-11"), (Computation(name="months_ago", months=23), "2024-12"),
        (Computation(name="age_of", of="child"), "6"), (Computation(name="age_of", of="child", day="08-31"), "5"),
        (Computation(name="months_of", of="born"), "5"), (Computation(name="birth_of", of="child"), "2020-10-01"),
        (Computation(name="age_of", of="nobody"), None), (Computation(name="months_of", of="later"), None),
    ],
)
def test_what_follows_from_an_answer_is_worked_out(asked: Computation, found: str | None) -> None:
    answers = {"child": "441900202010010019", "born": "2026-06-10", "later": "2027-01-01"}
    assert compute(asked, Known(TODAY, None, answers)) == found
