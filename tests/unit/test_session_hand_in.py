"""From the hand-in touch on: kept first, then the number, the answer, the slip, and the news at the next tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from devices.interfaces import NotSent, Printed
from kiosk.identity.owner import owner_tag
from kiosk.session.handing_in import Delivery
from kiosk.session.model import SlipState, Stop
from kiosk.store import ResultRow
from offline_queue import Entry, NotKept
from tests.support.desk import ELDER, Scene


def result_for(scene: Scene, state: str = "approved") -> ResultRow:
    handed = scene.session.current.visit.handed  # type: ignore[union-attr]  # the caller has handed in
    assert handed is not None
    return ResultRow(
        1, handed.submission, handed.number, "GD-1", "DG-MZ-001",
        state, "每月 100 元", "", datetime(2026, 11, 24, tzinfo=UTC)
    )


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
