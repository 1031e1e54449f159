from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue import ResultPage, State, Sync, Trouble, TryLater
from offline_queue.model import Missing, Parcel, SendOutcome
from tests.support.platform_double import Fault
from tests.support.queue_builders import Desk, now_is, open_desk, settle_all
from tests.support.transport_double import TransportDouble


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


@pytest.fixture
def sync(desk: Desk) -> Sync:
    return desk.sync(TransportDouble(desk.platform))


@pytest.mark.parametrize(("how", "trouble"), [
    ("cut_before", Trouble.DOWN), ("silent", Trouble.SILENT), ("rubbish", Trouble.RUBBISH),
])
def test_screen_can_tell_what_is_wrong(desk: Desk, sync: Sync, how: str, trouble: Trouble) -> None:
    desk.hand_in()
    desk.platform.fault("any", Fault(how), times=9)
    report = sync.run_once()
    assert (report.line, report.last_trouble, report.waiting) == ("down", trouble, 1)


def test_failing_platform_is_up_and_said_to_fail(desk: Desk, sync: Sync) -> None:
    desk.hand_in()
    desk.platform.fault("head", Fault("status", 500))
    report = sync.run_once()
    assert (report.line, report.last_trouble) == ("up", Trouble.FAILED)


def test_failed_one_waits_within_its_back_off(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("status", 500), times=3)
    for tries, upper in ((1, 10.0), (2, 20.0), (3, 40.0)):
        sync.run_once()
        assert now_is(desk, entry).attempts == tries
        due = desk.queue.next_due(desk.clock.steady())
        assert due is not None
        assert 0 <= due - desk.clock.steady() <= upper
        desk.clock.pass_by(upper)


def test_ticket_is_kept_by_the_whole_kiosk_even_when_woken(desk: Desk, sync: Sync) -> None:
    desk.hand_in()
    desk.platform.fault("head", Fault("status", 503, headers=(("Retry-After", "100"),)))
    sync.run_once()
    desk.hand_in()
    report = sync.run_once(woken=True)
    assert desk.platform.seen["head"] == 1
    assert report.next_due is not None
    assert 100 <= report.next_due - desk.clock.steady() <= 110
    desk.clock.pass_by(110)
    assert sync.run_once().sent == 2


def test_five_failures_in_a_row_open_the_breaker_and_nothing_more_is_counted(desk: Desk, sync: Sync) -> None:
    entries = [desk.hand_in() for _ in range(8)]
    desk.platform.fault("any", Fault("cut_before"), times=99)
    sync.run_once()
    assert desk.platform.seen["head"] == 5
    assert [now_is(desk, entry).attempts for entry in entries] == [1] * 5 + [0] * 3
    sync.run_once()
    assert desk.platform.seen["head"] == 5


def test_answered_probe_closes_the_breaker_and_everything_goes(desk: Desk, sync: Sync) -> None:
    for _ in range(8):
        desk.hand_in()
    desk.platform.fault("any", Fault("cut_before"), times=5)
    report = sync.run_once()
    assert report.next_due is not None
    assert report.next_due - desk.clock.steady() <= 160  # 5 · 2⁵
    desk.clock.pass_by(160)
    assert sync.run_once().sent == 8


def test_fresh_hand_in_probes_an_open_breaker_at_once(desk: Desk, sync: Sync) -> None:
    for _ in range(5):
        desk.hand_in()
    desk.platform.fault("any", Fault("cut_before"), times=5)
    sync.run_once()
    desk.hand_in()
    assert sync.run_once(woken=True).sent == 6


def test_fresh_hand_in_on_a_dead_line_costs_one_probe(desk: Desk, sync: Sync) -> None:
    for _ in range(5):
        desk.hand_in()
    desk.platform.fault("any", Fault("cut_before"), times=99)
    sync.run_once()
    fresh = desk.hand_in()
    assert sync.run_once(woken=True).line == "down"
    assert (desk.platform.seen["health"], now_is(desk, fresh).attempts) == (1, 0)


def test_line_coming_back_is_spread_over_the_window(desk: Desk) -> None:
    sync = desk.sync(TransportDouble(desk.platform), reconnect_window=300.0)
    for _ in range(6):
        desk.hand_in()
    desk.platform.fault("any", Fault("cut_before"), times=5)
    sync.run_once()
    desk.clock.pass_by(160)
    assert sync.run_once().sent == 0
    fresh = desk.hand_in()
    assert sync.run_once(woken=True).settled[0].id == fresh.id
    desk.clock.pass_by(300)
    sync.run_once()
    assert desk.queue.waiting_count() == 0


def test_one_submission_that_always_breaks_the_line_does_not_hurry(desk: Desk) -> None:
    poison = desk.hand_in()

    class Proxy(TransportDouble):
        def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
            if parcel.id == poison.id:
                desk.platform.fault("head", Fault("rubbish"))
            return super().send(parcel, only)

    sync = desk.sync(Proxy(desk.platform))
    start = desk.clock.steady()
    while now_is(desk, poison).attempts < 12:
        desk.hand_in()
        report = sync.run_once()
        assert report.next_due is not None
        desk.clock.pass_by(max(1.0, report.next_due - desk.clock.steady()))
    assert desk.clock.steady() - start > 600
    assert desk.queue.waiting_count() == 1


def test_refused_device_pauses_everything_and_is_not_counted(desk: Desk, sync: Sync) -> None:
    entries = [desk.hand_in(), desk.hand_in()]
    desk.platform.fault("head", Fault("status", 401, "bad_signature"))
    report = sync.run_once(woken=True)
    assert (report.paused, report.alarms) == ("bad_signature", ("bad_signature",))
    assert [now_is(desk, entry).attempts for entry in entries] == [0, 0]
    assert desk.platform.seen["head"] == 1
    sync.resume()
    report = sync.run_once()
    assert (report.sent, report.paused, report.alarms) == (2, "", ())


def test_pause_ends_by_itself_when_the_platform_takes_us_again(desk: Desk, sync: Sync) -> None:
    desk.hand_in()
    desk.platform.fault("head", Fault("status", 401, "bad_signature"), times=3)
    settle_all(desk, sync, runs=8)
    report = sync.run_once()
    assert (report.waiting, report.paused, report.alarms) == (0, "", ())


def test_slow_one_is_shown_and_still_tried(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("status", 500), times=25)
    while not now_is(desk, entry).slow:
        settle_all(desk, sync, runs=1)
    assert now_is(desk, entry).attempts == 20
    settle_all(desk, sync, runs=40)
    assert now_is(desk, entry).state is State.ACCEPTED


def test_quiet_line_is_asked_at_start_and_then_seldom(desk: Desk, sync: Sync) -> None:
    assert sync.line == "unknown"
    assert sync.run_once().line == "up"
    desk.clock.pass_by(299)
    sync.run_once()
    assert desk.platform.seen["health"] == 1
    desk.clock.pass_by(2)
    sync.run_once()
    assert desk.platform.seen["health"] == 2


def test_results_come_after_the_cursor_and_not_over_a_broken_line(desk: Desk, sync: Sync) -> None:
    assert sync.fetch_results(0) == ResultPage((), 0)
    desk.platform.fault("any", Fault("silent"), times=5)
    for _ in range(5):
        assert isinstance(sync.fetch_results(0), TryLater)
    assert isinstance(sync.fetch_results(0), TryLater)
    assert desk.platform.seen["results"] == 6


def test_wake_on_a_line_that_is_back_sends_what_failed_once(desk: Desk, sync: Sync) -> None:
    desk.hand_in()
    desk.platform.fault("head", Fault("cut_before"))
    assert sync.run_once(woken=True).line == "down"
    report = sync.run_once(woken=True)
    assert (report.line, report.sent, desk.platform.seen["health"]) == ("up", 1, 1)


def test_waking_again_and_again_does_not_hurry_one_that_breaks_the_line_itself(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("rubbish"), times=99)
    for _ in range(20):
        desk.clock.pass_by(0.1)
        sync.run_once(woken=True)
    assert now_is(desk, entry).attempts <= 7
