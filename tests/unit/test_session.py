"""A visit up to the review, verb by verb: who stands here, what is asked, what goes wrong, and the wipe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.interfaces import BlankDesk, CardLost, ReadFailed, Unreadable
from kiosk.session.model import Stop
from kiosk.session.shares import ShareAnswer
from tests.support.desk import ELDER, Scene


def test_a_laid_card_asks_for_consent_before_anything_is_read(scene: Scene) -> None:
    scene.lay_card()
    assert scene.now().stop is Stop.CONSENT
    assert scene.lanes.waiting == []


def test_agreeing_reads_the_card_and_greets_by_surname_only(scene: Scene) -> None:
    scene.identified()
    assert scene.now().stop is Stop.MATTERS
    assert scene.now().person is not None
    assert ELDER.name not in repr(scene.now())


def test_refusing_ends_the_visit_and_reads_nothing(scene: Scene) -> None:
    scene.lay_card()
    scene.session.refuse()
    assert scene.now().stop is Stop.ATTRACT
    assert scene.lanes.waiting == []


def test_a_matter_may_be_read_about_before_saying_who_one_is(scene: Scene) -> None:
    scene.session.choose("DG-MZ-001")
    assert scene.now().stop is Stop.GUIDE
    scene.session.start_matter()
    assert scene.now().stop is Stop.CONSENT
    scene.session.agree()
    assert scene.now().stop is Stop.CARD


def test_what_the_platform_knows_is_not_asked(scene: Scene) -> None:
    scene.at_review()
    assert scene.now().stop is Stop.REVIEW


def test_without_the_line_the_open_questions_are_asked_one_by_one(scene: Scene) -> None:
    scene.shares = ShareAnswer({}, "down")
    scene.at_review()
    question = scene.now().question
    assert question is not None
    assert question.suggestion == ELDER.address


def test_a_wrong_answer_keeps_the_question_and_says_why(scene: Scene) -> None:
    scene.shares = ShareAnswer({}, "down")
    scene.at_review().session.answer("live_address", "路")
    question = scene.now().question
    assert question is not None
    assert question.error == "error.address"


def test_one_step_back_is_one_screen_back_and_nothing_is_forgotten(scene: Scene) -> None:
    scene.shares = ShareAnswer({}, "down")
    scene.at_review().session.answer("live_address", "东莞市石碣镇别的路2号")
    scene.session.step_back()
    question = scene.now().question
    assert question is not None
    assert question.suggestion == "东莞市石碣镇别的路2号"


def test_stepping_back_never_forgets_who_one_is(scene: Scene) -> None:
    scene.at_review()
    scene.session.step_back()
    assert scene.now().stop is Stop.GUIDE
    scene.session.step_back()
    assert scene.now().stop is Stop.MATTERS
    scene.session.step_back()
    assert scene.now().stop is Stop.ATTRACT


@pytest.mark.parametrize(
    ("gives", "key"),
    [
        (CardLost(), "card_lost"),
        (ReadFailed("unsupported_card", retryable=False), "card_foreign"),
        (ReadFailed("card_mute", retryable=True), "card_unreadable"),
        (replace(ELDER, number="110105194912310021"), "card_unreadable"),
    ],
)
def test_a_card_that_cannot_be_used_is_a_named_trouble(scene: Scene, gives: CardLost | ReadFailed, key: str) -> None:
    scene.reader.gives = gives
    scene.identified()
    assert scene.now().trouble is not None
    assert scene.now().trouble.key == key  # type: ignore[union-attr]  # it was handed in, or named, just above


def test_an_unreadable_card_is_named_before_anyone_touches_anything(scene: Scene) -> None:
    scene.session.card_changed("sam", Unreadable(1, "card_mute"))
    assert scene.now().trouble is not None


def test_a_blank_desk_is_named_and_nothing_is_lost(scene: Scene) -> None:
    scene.shares = ShareAnswer({}, "down")
    scene.identified().session.choose("DG-WJ-001")
    scene.session.start_matter()
    scene.lanes.arrive()
    for field, value in (
        ("live_address", ELDER.address),
        ("has_partner", "true"),
        ("stage", "planning"),
        ("children_before", "0"),
    ):
        scene.session.answer(field, value)
    assert scene.now().stop is Stop.CAMERA
    scene.camera.gives = BlankDesk()
    scene.session.take_page()
    scene.lanes.arrive()
    assert scene.now().trouble.key == "page_blank"  # type: ignore[union-attr]  # it was handed in, or named, just above
    scene.session.try_again()
    assert scene.now().stop is Stop.CAMERA


def test_nobody_there_for_long_is_warned_then_wiped(scene: Scene) -> None:
    scene.identified()
    scene.clock.pass_by(181)
    scene.session.tick()
    assert scene.now().idle is not None
    scene.clock.pass_by(60)
    scene.session.tick()
    assert scene.now().stop is Stop.ATTRACT
    assert scene.session.current.visit is None


def test_a_read_that_ends_after_the_visit_is_dropped(scene: Scene) -> None:
    scene.lay_card()
    scene.session.agree()
    scene.session.go_home()
    scene.lanes.arrive()
    assert scene.now().stop is Stop.ATTRACT


def test_a_touch_that_comes_too_late_does_nothing(scene: Scene) -> None:
    for verb in (scene.session.hand_in, scene.session.keep_page, scene.session.print_again, scene.session.step_back):
        verb()
    assert scene.now().stop is Stop.ATTRACT
