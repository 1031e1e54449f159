"""The colours of ui/theme/Theme.qml against each other, as they are used together."""

import re
from pathlib import Path

import pytest

from tests.support.contrast import contrast

THEME = Path(__file__).resolve().parents[2] / "ui" / "theme" / "Theme.qml"
COLOURS = dict(re.findall(r'property color (\w+): "(#[0-9A-F]{6})"', THEME.read_text("utf-8")))
TEXT = (
    *(("ink", ground) for ground in ("paper", "card", "mist", "mistDeep", "amber")),
    *(("soft", ground) for ground in ("paper", "card")),
    *(("banyan", ground) for ground in ("paper", "card", "mist", "mistDeep")),
    *(("white", ground) for ground in ("banyan", "banyanDeep", "lychee", "lycheeDeep")),
    *(("amberInk", ground) for ground in ("amber", "card", "paper")),
    ("lychee", "card"),
)
EDGES = (
    *(("edge", ground) for ground in ("paper", "card")),
    *(("banyan", ground) for ground in ("paper", "card", "mist")),
    ("lychee", "mist"),
)
DECORATION = {"hair"}


@pytest.mark.parametrize(("word", "ground"), TEXT)
def test_words_stand_out_seven_to_one(word: str, ground: str) -> None:
    assert contrast(COLOURS[word], COLOURS[ground]) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_what_can_be_touched_has_an_edge_of_three_to_one(edge: str, ground: str) -> None:
    assert contrast(COLOURS[edge], COLOURS[ground]) >= 3


def test_every_colour_of_the_theme_is_weighed() -> None:
    assert {name for pair in (*TEXT, *EDGES) for name in pair} | DECORATION == set(COLOURS)


def test_no_screen_has_a_colour_of_its_own() -> None:
    screens = [p for p in THEME.parents[1].rglob("*.qml") if p != THEME and "dock" not in p.parts]
    assert [p.name for p in screens if re.search(r"#[0-9A-Fa-f]{6}", p.read_text("utf-8"))] == []
