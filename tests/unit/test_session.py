"""One visit, verb by verb, on real records and a real queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.interfaces import BlankDesk, CardLost, NotSent, Printed, ReadFailed, Unreadable
from kiosk.identity.owner import owner_tag
from kiosk.session.handing_in import Delivery
from kiosk.session.model import SlipState, Stop
from kiosk.session.shares import ShareAnswer
from kiosk.store import ResultRow
from offline_queue import Entry, NotKept
from tests.support.desk import ELDER, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path)
    yield scene
    scene.close()


def result_for(scene: Scene, state: str = "approved") -> ResultRow:
    handed = scene.session.current.visit.handed  # type: ignore[union-attr]  # the caller has handed in
    assert handed is not None
    return ResultRow(
        1, handed.submission, handed.number, "GD-1", "DG-MZ-001",
        state, "每月 100 元", "", datetime(2026, 11, 24, tzinfo=UTC)
    )


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


def test_a_number_is_shown_only_once_it_is_kept(scene: Scene) -> None:
    scene.handed_in()
    handed = scene.now().handed_in
    assert handed is not None
    assert [entry.number for entry in scene.queue.entries()] == [handed.number.replace(" ", "")]
    assert len(scene.woken) == 1


def test_handing_in_twice_keeps_one(scene: Scene) -> None:
    scene.handed_in().session.hand_in()
    assert len(scene.queue.entries()) == 1


def test_a_result_in_time_is_shown_and_printed(scene: Scene) -> None:
    scene.handed_in().session.result_came(result_for(scene))
    scene.session.tick()
    scene.lanes.arrive()
    handed = scene.now().handed_in
    assert handed is not None
    assert (handed.result.state if handed.result else "", handed.slip) == ("approved", SlipState.PRINTED)


def test_the_slip_is_printed_when_the_wait_for_an_answer_is_over(scene: Scene) -> None:
    scene.handed_in().session.tick()
    assert scene.printer.jobs == []
    scene.clock.pass_by(3)
    scene.session.tick()
    scene.lanes.arrive()
    assert len(scene.printer.jobs) == 1


def test_a_dead_line_is_not_waited_for(scene: Scene) -> None:
    scene.handed_in()
    scene.session.delivered(Delivery(scene.woken[0], delivered=False, trouble="down"))
    scene.session.tick()
    scene.lanes.arrive()
    handed = scene.now().handed_in
    assert handed is not None
    assert (handed.why_kept, handed.delivered, len(scene.printer.jobs)) == ("down", False, 1)


def test_a_line_known_to_be_dead_is_not_waited_for_either(scene: Scene) -> None:
    scene.handed_in().session.line_is_down("rubbish")
    scene.session.tick()
    scene.lanes.arrive()
    handed = scene.now().handed_in
    assert handed is not None
    assert (handed.why_kept, len(scene.printer.jobs)) == ("rubbish", 1)


def test_a_slow_line_says_about_when_it_is_through_and_an_unknown_one_says_nothing(scene: Scene) -> None:
    scene.handed_in().session.through_in(61.0)
    assert scene.now().handed_in.through_minutes == 2  # type: ignore[union-attr]  # handed in above
    scene.session.through_in(None)
    assert scene.now().handed_in.through_minutes is None  # type: ignore[union-attr]  # handed in above


@pytest.mark.parametrize(
    ("code", "key"),
    [("disk_full", "disk_full"), ("disk_error", "not_kept"), ("numbers_used_up", "counter_full")],
)
def test_what_could_not_be_kept_is_not_promised(
    scene: Scene, code: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.at_review()
    with monkeypatch.context() as disk:
        disk.setattr(scene.queue, "put", _refuses(code))
        scene.session.hand_in()
    assert scene.now().trouble is not None
    assert (scene.now().trouble.key, scene.now().handed_in) == (key, None)  # type: ignore[union-attr]  # just above
    scene.session.try_again()
    scene.session.hand_in()
    assert scene.now().handed_in is not None, "nothing was lost: a second try is kept"


def test_the_note_of_whose_it_is_knows_its_number(scene: Scene) -> None:
    scene.handed_in()
    (entry,) = scene.queue.entries()
    (row,) = scene.store.handed_in_by(owner_tag(b"0" * 16, ELDER.number))
    assert (row.submission, row.number) == (str(entry.id), entry.number)


def _refuses(code: str) -> Callable[..., Entry]:
    def put(*_: object, **__: object) -> Entry:
        raise NotKept(code)

    return put


def test_a_slip_waits_for_paper_and_comes_once(scene: Scene) -> None:
    scene.printer.gives = NotSent("paper_out")
    test_a_dead_line_is_not_waited_for(scene)
    assert scene.session.situation().handed_in.slip is SlipState.WAITING  # type: ignore[union-attr]  # it was handed in, or named, just above
    scene.printer.gives = Printed()
    for _ in range(3):
        scene.clock.pass_by(2)
        scene.session.tick()
        scene.lanes.arrive()
    assert len(scene.printer.jobs) == 2, "one try without paper, one with"


def test_a_second_slip_is_printed_on_asking_only(scene: Scene) -> None:
    test_a_dead_line_is_not_waited_for(scene)
    scene.session.no_slip()
    assert len(scene.printer.jobs) == 1
    scene.session.print_again()
    scene.lanes.arrive()
    assert scene.now().handed_in.copies == 1  # type: ignore[union-attr]  # handed in above
    assert len(scene.printer.jobs) == 2


def test_after_handing_in_there_is_no_step_back(scene: Scene) -> None:
    scene.handed_in().session.step_back()
    trouble = scene.now().trouble
    assert trouble is not None
    assert trouble.key == "not_undone"


def test_a_step_back_from_a_trouble_is_the_screen_before_it(scene: Scene) -> None:
    scene.handed_in().session.step_back()
    scene.session.step_back()
    assert (scene.now().trouble, scene.now().stop) == (None, Stop.HANDED_IN)


def test_an_unseen_result_greets_its_owner_at_the_next_tap(scene: Scene) -> None:
    scene.handed_in()
    row = replace(result_for(scene), submission=scene.woken[0])
    scene.session.slip_taken()
    scene.session.result_came(row)
    scene.identified()
    assert [notice.result.state for notice in scene.now().notices] == ["approved"]
    scene.session.notices_seen()
    assert scene.now().stop is Stop.MATTERS


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
