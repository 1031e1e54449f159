"""What a finger sets off: the right verb, with the right values, once, and nothing on the screen that comes next."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.matters.text import Text
from kiosk.session.model import Situation, Stop
from tests.support.sample_cases import PHONE
from tests.support.screens import Call, Screens, desk_frame, open_screens, small_page
from tests.support.situations import all_situations, base, question
from ui.dock.search import all_texts

SITUATIONS = all_situations(small_page())
SETTLE_MS = 300
MARKERS = ("陈福寿", "4419**********7017", "桔洲二路18号", "1234 5000 0001 84", "陈伯", "13800138000")

PRESSES: tuple[tuple[str, str, Call], ...] = (
    ("attract", "begin", ("begin", ())),
    ("attract", "choose_DG-MZ-001", ("choose", ("DG-MZ-001",))),
    ("attract", "language_en", ("use_language", ("en",))),
    ("attract", "call_staff", ("call_staff", ())),
    ("consent", "agree", ("agree", ())),
    ("consent", "refuse", ("refuse", ())),
    ("consent", "leave", ("go_home", ())),
    ("card", "step_back", ("step_back", ())),
    ("notices", "notices_seen", ("notices_seen", ())),
    ("matters", "choose_DG-WJ-001", ("choose", ("DG-WJ-001",))),
    ("guide", "start_matter", ("start_matter", ())),
    ("guide_not_yet", "other_matter", ("step_back", ())),
    ("question_address", "accept_suggestion", ("answer", ("live_address", "广东省东莞市石碣镇桔洲村桔洲二路18号"))),
    ("question_address", "staff_fills", ("call_staff", ())),
    ("question_choice", "option_planning", ("answer", ("stage", "planning"))),
    ("question_boolean", "answer_true", ("answer", ("has_partner", "true"))),
    ("question_boolean", "answer_false", ("answer", ("has_partner", "false"))),
    ("question_date", "leave_empty", ("leave_empty", ("due_date",))),
    ("guide_relief", "why_event_proof", ("ask_why", ("event_proof",))),
    ("why", "understood", ("step_back", ())),
    ("camera", "take_page", ("take_page", ())),
    ("page_check", "keep_page", ("keep_page", ())),
    ("page_check", "retake_page", ("retake_page", ())),
    ("review", "hand_in", ("hand_in", ())),
    ("review", "change_live_address", ("change", ("live_address",))),
    ("handed_in", "slip_taken", ("slip_taken", ())),
    ("handed_in", "no_slip", ("no_slip", ())),
    ("handed_in", "step_back", ("step_back", ())),
    ("handed_in_asking", "print_again", ("print_again", ())),
    ("handed_in_asking", "without_slip", ("without_slip", ())),
    ("handed_in_waiting", "without_slip", ("without_slip", ())),
    ("idle", "still_here", ("still_here", ())),
    ("idle", "step_back", ("still_here", ())),
    ("staff_reached", "close_staff_call", ("close_staff_call", ())),
    ("staff_reached", "step_back", ("close_staff_call", ())),
    ("trouble_card_lost", "try_again", ("try_again", ())),
    ("trouble_not_undone", "try_again", ("try_again", ())),
)


@pytest.fixture(scope="module")
def touched(app: QGuiApplication) -> Iterator[Screens]:
    """A window that takes touches as soon as it is drawn."""
    opened = open_screens(app, desk_frame)
    yield opened
    opened.kiosk.close()


@pytest.fixture
def settling(app: QGuiApplication) -> Iterator[Screens]:
    """A window that waits a moment after each new screen, as the kiosk's does."""
    opened = open_screens(app, desk_frame, settle_ms=SETTLE_MS)
    yield opened
    opened.kiosk.close()


def press(screens: Screens, situation: Situation, *names: str) -> list[Call]:
    """What the verbs were asked for by touching these one after another."""
    screens.show(base(Stop.ATTRACT))
    screens.show(situation)
    screens.wait(20)
    screens.verbs.calls.clear()
    for name in names:
        screens.touch(name)
    return screens.verbs.pressed()


@pytest.mark.parametrize(("shown", "name", "expected"), PRESSES)
def test_a_touch_asks_for_one_thing_once(touched: Screens, shown: str, name: str, expected: Call) -> None:
    assert press(touched, SITUATIONS[shown], name) == [expected]


def test_digits_are_typed_grouped_and_sent_when_confirmed(touched: Screens) -> None:
    keys = [f"key_{digit}" for digit in "13800138001"]
    asked = press(touched, question(replace(PHONE, error="")), *keys, "key_delete", "key_0", "key_ok")
    assert asked == [("answer", ("phone", "13800138000"))]
    assert "138 0013 8000" in {text for _, text in all_texts(touched.kiosk.window.contentItem())}


def test_nothing_is_sent_before_a_digit_is_typed(touched: Screens) -> None:
    assert press(touched, SITUATIONS["question_integer"], "key_ok") == []


def test_a_day_takes_three_touches_and_a_yes(touched: Screens) -> None:
    asked = press(touched, SITUATIONS["question_date"], "year_2027", "month_5", "day_20", "confirm_date")
    assert asked == [("answer", ("due_date", "2027-05-20"))]


def test_leaving_asks_once_where_something_was_entered(touched: Screens) -> None:
    assert press(touched, SITUATIONS["question_choice"], "leave", "leave_no") == []
    assert press(touched, SITUATIONS["question_choice"], "leave", "leave_yes") == [("go_home", ())]


def test_pages_are_turned_without_asking_the_session(touched: Screens) -> None:
    assert press(touched, SITUATIONS["matters_many"]) == []
    first = shown_matters(touched)
    touched.touch("next_page")
    touched.kiosk.grab()
    assert touched.verbs.pressed() == []
    assert shown_matters(touched).isdisjoint(first)


def shown_matters(screens: Screens) -> set[str]:
    return {name for name in screens.names() if name.startswith("choose_")}


def test_every_touch_moves_the_idle_clock(touched: Screens) -> None:
    touched.show(SITUATIONS["guide"])
    touched.wait(300)  # several touches of one moment count as one
    touched.verbs.calls.clear()
    touched.touch("start_matter")
    assert touched.verbs.calls[0] == ("touched", ())


def test_the_second_touch_of_a_trembling_finger_presses_nothing_on_the_next_screen(settling: Screens) -> None:
    settling.show(SITUATIONS["guide"])
    settling.wait(SETTLE_MS + 100)
    place = settling.middle("start_matter")
    settling.touch_at(place)
    settling.show(SITUATIONS["review"])
    settling.touch_at(place)
    assert settling.verbs.pressed() == [("start_matter", ())]
    settling.wait(SETTLE_MS + 100)
    settling.touch("hand_in")
    assert settling.verbs.pressed() == [("start_matter", ()), ("hand_in", ())]


def test_a_finger_that_stays_down_over_a_new_screen_presses_nothing_there(settling: Screens) -> None:
    settling.show(SITUATIONS["guide"])
    settling.wait(SETTLE_MS + 100)
    with settling.finger_down("start_matter"):
        settling.show(SITUATIONS["review"])
        settling.wait(SETTLE_MS + 100)
    assert settling.verbs.pressed() == []


def test_touches_wait_while_the_machine_is_busy(touched: Screens) -> None:
    assert press(touched, SITUATIONS["guide_busy"], "start_matter") == []


def test_the_attract_screen_wipes_every_text(touched: Screens) -> None:
    full = [SITUATIONS["review"], question(replace(PHONE, suggestion="13800138000", suggestion_from="share"))]
    seen = ""
    for situation in (*full, *SITUATIONS.values()):
        touched.show(situation)
        seen += "".join(text for _, text in all_texts(touched.kiosk.window.contentItem()))
    assert [marker for marker in ("陈福寿", "桔洲二路18号", "1234 5000 0001 84") if marker not in seen] == []
    touched.show(base(Stop.ATTRACT))
    left = [text for _, text in all_texts(touched.kiosk.window.contentItem())]
    assert [text for text in left if any(marker in text for marker in MARKERS)] == []


def test_a_new_visit_starts_without_what_the_last_one_typed(touched: Screens) -> None:
    press(touched, question(replace(PHONE, error="")), "key_1", "key_3")
    press(touched, question(replace(PHONE, error="", label=Text(zh="您的手机号码", en="Your phone"))))
    assert "13" not in {text for _, text in all_texts(touched.kiosk.window.contentItem())}
