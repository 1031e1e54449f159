"""What the screens offer can be walked through by a resident alone: every question it may ask has a screen."""

from typing import get_args

import pytest

from kiosk.assets import asset
from kiosk.forms.answerable import BY_TOUCH, stuck_at
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Field, Kind, Matter
from kiosk.matters.text import Text
from kiosk.session.model import Option, Question
from ui.resident.question_presenter import way_of

CATALOGUE = load_catalogue(asset("matters"))
DRAWN = {"signature"}  # has a screen of its own
ANY = Text(zh="甲", en="a")


@pytest.mark.parametrize("matter", CATALOGUE.offered.matters, ids=lambda matter: matter.code)
def test_nobody_gets_stuck_in_what_is_offered(matter: Matter) -> None:
    assert stuck_at(matter) == ()


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_kind_is_answered_by_touch_exactly_where_the_question_screen_can(kind: Kind) -> None:
    way = way_of(Question("field", ANY, kind, (Option("a", ANY),)))
    assert (way != "staff" or kind in DRAWN) == (kind in BY_TOUCH)


@pytest.mark.parametrize("kind", ["members", "region", "slot", "name", "text"])
def test_a_required_question_without_a_screen_keeps_its_matter_from_being_offered(kind: Kind) -> None:
    matter = CATALOGUE.get("DG-MZ-004")
    asked = Field.model_construct(id="more", kind=kind, label=ANY)
    more = matter.model_copy(update={"fields": (*matter.fields, asked)})
    assert stuck_at(more) == ("more",)
    optional = matter.model_copy(update={"fields": (*matter.fields, asked.model_copy(update={"required": False}))})
    assert stuck_at(optional) == ()
