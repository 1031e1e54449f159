"""A promise at the screen: the notice first, then the choice, a name drawn with a finger, and longer answers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.commitments.signature import HEIGHT, WIDTH
from kiosk.session.model import Situation, Stop
from tests.support.sample_promise import NEEDS
from tests.support.screens import Screens, desk_frame, finger, open_screens
from tests.support.situations import all_situations, base, question
from ui.dock.search import all_texts

SITUATIONS = all_situations()


@pytest.fixture(scope="module")
def touched(app: QGuiApplication) -> Iterator[Screens]:
    opened = open_screens(app, desk_frame)
    yield opened
    opened.kiosk.close()


def shown(screens: Screens, situation: Situation, elder: bool = False) -> Screens:
    screens.show(base(Stop.ATTRACT))
    person = situation.person
    screens.show(replace(situation, person=person and replace(person, elder=elder)))
    screens.wait(20)
    screens.verbs.calls.clear()
    return screens


def draw(screens: Screens, *shares: tuple[float, float]) -> None:
    """One stroke through these places of the sheet."""
    pad, window = screens.named("signature_pad"), screens.kiosk.window
    places = [pad.mapToScene(QPointF(x * pad.width(), y * pad.height())).toPoint() for x, y in shares]
    QTest.touchEvent(window, finger()).press(0, places[0], window).commit()
    for place in places[1:]:
        QTest.touchEvent(window, finger()).move(0, place, window).commit()
    QTest.touchEvent(window, finger()).release(0, places[-1], window).commit()
    screens.app.processEvents()


def texts(screens: Screens) -> set[str]:
    return {text for _, text in all_texts(screens.kiosk.window.contentItem())}


def test_nobody_chooses_before_every_page_of_the_notice_was_there(touched: Screens) -> None:
    shown(touched, SITUATIONS["commitment"], elder=True)
    touched.touch("promise")
    touched.touch("hand_in_paper")
    assert touched.verbs.pressed() == []
    touched.touch("next_page")
    touched.touch("promise")
    assert touched.verbs.pressed() == [("choose_way", ("event_proof", "promise"))]


@pytest.mark.parametrize(("name", "choice"), [("promise", "promise"), ("hand_in_paper", "paper")])
def test_each_choice_is_one_touch_where_the_notice_fits_one_page(touched: Screens, name: str, choice: str) -> None:
    shown(touched, SITUATIONS["commitment"]).touch(name)
    assert touched.verbs.pressed() == [("choose_way", ("event_proof", choice))]


@pytest.mark.parametrize("elder", [False, True])
def test_neither_choice_is_larger_or_brighter(touched: Screens, elder: bool) -> None:
    shown(touched, SITUATIONS["commitment"], elder)
    one, other = touched.named("promise"), touched.named("hand_in_paper")
    for about in ("width", "height", "kind", "size", "y"):
        assert one.property(about) == other.property(about), about


def test_a_name_is_drawn_and_handed_over_as_strokes(touched: Screens) -> None:
    shown(touched, SITUATIONS["signature"])
    touched.touch("signed")
    assert touched.verbs.pressed() == []
    draw(touched, (0.1, 0.2), (0.4, 0.2), (0.4, 0.8))
    draw(touched, (0.6, 0.1), (0.6, 0.9))
    touched.touch("signed")
    ((verb, (strokes,)),) = touched.verbs.pressed()
    assert verb == "sign"
    first = (0.1 * WIDTH, 0.2 * HEIGHT)
    assert len(strokes) == 2
    assert strokes[0][0] == pytest.approx(first, abs=3)


def test_a_drawn_name_is_shown_dark_and_can_be_wiped(touched: Screens) -> None:
    shown(touched, SITUATIONS["signature_drawn"])
    assert inked(touched) > 500
    touched.touch("clear_signature")
    touched.kiosk.grab()
    assert inked(touched) == 0
    assert "clear_signature" not in touched.names()


def inked(screens: Screens) -> int:
    """How much of the left fifth of the sheet is dark; the picture of a hand stands in its middle."""
    pad = screens.named("signature_pad")
    corner = pad.mapToScene(QPointF(0, 0)).toPoint() + QPoint(8, 8)
    picture = screens.kiosk.grab().copy(corner.x(), corner.y(), int(pad.width() / 3), int(pad.height()) - 16)
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(picture.pixelColor(x, y).lightness() < 100 for x, y in places)


def test_what_was_drawn_goes_with_the_visit(touched: Screens) -> None:
    shown(touched, SITUATIONS["signature_drawn"])
    shown(touched, SITUATIONS["signature"])
    assert inked(touched) == 0


def test_several_things_are_chosen_and_taken_back_and_sent_in_their_order(touched: Screens) -> None:
    shown(touched, question(NEEDS))
    touched.touch("confirm_several")
    assert touched.verbs.pressed() == []
    for name in ("option_care", "option_food", "option_clothes", "option_clothes", "confirm_several"):
        touched.touch(name)
    assert touched.verbs.pressed() == [("answer", ("needs", "food,care"))]


def test_an_amount_has_one_point_and_two_digits_behind_it(touched: Screens) -> None:
    shown(touched, SITUATIONS["question_money"])
    for key in ("point", "1", "2", "3", "4", "point", "5", "point", "6", "7"):
        touched.touch(f"key_{key}")
    touched.kiosk.grab()
    assert "1,234.56 元" in texts(touched)
    touched.touch("key_ok")
    assert touched.verbs.pressed() == [("answer", ("self_paid", "1234.56"))]


def test_a_month_asks_for_no_day(touched: Screens) -> None:
    shown(touched, SITUATIONS["question_month"])
    assert "stage_day" not in touched.names()
    for name in ("year_2025", "month_7", "confirm_date"):
        touched.touch(name)
    assert touched.verbs.pressed() == [("answer", ("from_month", "2025-07"))]


def test_why_a_paper_is_asked_stands_behind_its_line_at_the_review_too(touched: Screens) -> None:
    shown(touched, SITUATIONS["review_relief"])
    touched.touch("next_page")
    touched.touch("why_event_proof")
    assert touched.verbs.pressed() == [("ask_why", ("event_proof",))]
