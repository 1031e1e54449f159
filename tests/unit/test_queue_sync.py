from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue import Scope, State, Sync, Trouble, TryLater
from offline_queue.model import STOPPED, Missing, Parcel, SendOutcome
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


def test_kept_submission_ends_with_the_platform_s_receipt(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in(pages=(b"page",))
    report = sync.run_once()
    done = now_is(desk, entry)
    assert (report.sent, report.waiting, report.line, report.last_trouble) == (1, 0, "up", Trouble.NONE)
    assert (done.state, done.attempts, done.delivered) == (State.ACCEPTED, 1, True)
    assert done.receipt is not None
    assert (done.receipt.number, done.receipt.official_no) == (entry.number, "441900-00001")
    assert report.settled == (done,)


def test_receipt_survives_reopening(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    sync.run_once()
    before = now_is(desk, entry)
    desk.reopen()
    assert now_is(desk, entry) == before


@pytest.mark.parametrize("how", ["cut_before", "cut_after", "silent", "rubbish"])
@pytest.mark.parametrize("call", ["head", "part", "commit"])
def test_lost_answer_leaves_it_queued_and_it_arrives_once(desk: Desk, sync: Sync, call: str, how: str) -> None:
    entry = desk.hand_in(pages=(b"page",))
    desk.platform.fault(call, Fault(how))
    sync.run_once()
    assert now_is(desk, entry).state is State.QUEUED
    settle_all(desk, sync)
    assert (now_is(desk, entry).state, desk.platform.effects) == (State.ACCEPTED, 1)


@pytest.mark.parametrize("how", ["wrong_signature", "foreign_kid"])
def test_receipt_nobody_can_believe_is_no_receipt(desk: Desk, sync: Sync, how: str) -> None:
    entry = desk.hand_in(pages=(b"page",))
    desk.platform.fault("commit", Fault(how), times=2)
    report = sync.run_once()
    assert now_is(desk, entry).state is State.UPLOADED
    assert (report.paused, report.alarms, report.sent, report.waiting) == ("receipt_wrong", ("receipt_wrong",), 0, 1)
    assert len(list((desk.folder / "files").iterdir())) == 2
    settle_all(desk, sync)
    assert (now_is(desk, entry).state, desk.platform.effects) == (State.ACCEPTED, 1)


def test_conflict_is_held_for_staff_and_never_sent_again(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("status", 409, "other_digest"))
    report = sync.run_once()
    settle_all(desk, sync, runs=5)
    assert (now_is(desk, entry).state, now_is(desk, entry).reason) == (State.HELD, "conflict")
    assert (report.alarms, desk.queue.staff_count(), desk.platform.seen["head"]) == (("conflict",), 1, 1)


def test_refused_one_waits_for_staff_and_the_others_go_on(desk: Desk, sync: Sync) -> None:
    refused, other = desk.hand_in(), desk.hand_in()
    desk.platform.fault("head", Fault("status", 422, "bad_form"))
    sync.run_once()
    assert (now_is(desk, refused).state, now_is(desk, refused).reason) == (State.REJECTED, "bad_form")
    assert now_is(desk, other).state is State.ACCEPTED


def test_refused_but_retryable_is_tried_again(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("status", 422, "rules_reloading", retryable=True))
    settle_all(desk, sync, runs=5)
    assert now_is(desk, entry).state is State.ACCEPTED


@pytest.mark.parametrize("call", ["part", "commit"])
def test_platform_that_forgot_the_id_gets_it_again(desk: Desk, sync: Sync, call: str) -> None:
    entry = desk.hand_in(pages=(b"page",))
    desk.platform.fault(call, Fault("status", 404, "unknown_id"))
    sync.run_once()
    assert (now_is(desk, entry).state, now_is(desk, entry).reason) == (State.QUEUED, "id_unknown")
    settle_all(desk, sync, runs=5)
    assert now_is(desk, entry).state is State.ACCEPTED


def test_missing_parts_are_sent_again_within_the_same_walk(desk: Desk) -> None:
    class Forgetful(TransportDouble):
        def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
            outcome = super().send(parcel, only)
            if only is None:
                desk.platform.kept[parcel.id].parts.clear()
            return outcome

    entry = desk.hand_in(pages=(bytes(200_000),))
    desk.sync(Forgetful(desk.platform)).run_once()
    assert (now_is(desk, entry).state, desk.platform.seen["head"], desk.platform.seen["part"]) == (State.ACCEPTED, 1, 4)


@pytest.mark.parametrize("part", [0, 1])
def test_flipped_bit_quarantines_one_and_the_others_go_on(desk: Desk, sync: Sync, part: int) -> None:
    rotten, sound = desk.hand_in(pages=(b"page",)), desk.hand_in(pages=(b"page",))
    sha = (rotten.head_sha, desk.queue.parcel(rotten).pages[0].sha)[part]
    data = bytearray(desk.file(sha).read_bytes())
    data[len(data) // 2] ^= 1
    desk.file(sha).write_bytes(data)
    report = sync.run_once()
    assert (now_is(desk, rotten).state, report.alarms) == (State.QUARANTINED, ("file_damaged",))
    assert desk.file(sha).exists()
    assert now_is(desk, sound).state is State.ACCEPTED
    settle_all(desk, sync, runs=3)
    assert now_is(desk, rotten).state is State.QUARANTINED


def test_missing_file_quarantines(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.file(entry.head_sha).unlink()
    sync.run_once()
    assert now_is(desk, entry).state is State.QUARANTINED


def test_big_one_makes_way_for_somebody_who_waits_and_then_goes_on(desk: Desk) -> None:
    big = desk.hand_in(pages=(bytes(900_000),))
    heard: list[str] = []

    class Slow(TransportDouble):
        """Sends one part for each question whether to go on."""

        def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
            if parcel.id == big.id and not heard:
                small = desk.hand_in()
                walker.prefer(small.id)
                assert not parcel.go_on()
                heard.append(small.id)
                return TryLater(Scope.ITEM, Trouble.NONE, code=STOPPED)
            assert parcel.go_on()
            return super().send(parcel, only)

    walker = desk.sync(Slow(desk.platform))
    report = walker.run_once()
    assert [entry.id for entry in report.settled] == [heard[0], big.id]
    assert [entry.attempts for entry in report.settled] == [1, 1]
    assert report.sent == 2


def test_kiosk_that_stops_leaves_a_big_one_queued(desk: Desk) -> None:
    big = desk.hand_in(pages=(bytes(900_000),))

    class Stopping(TransportDouble):
        def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
            walker.stop()
            assert not parcel.go_on()
            return TryLater(Scope.ITEM, Trouble.NONE, code=STOPPED)

    walker = desk.sync(Stopping(desk.platform))
    assert walker.run_once().sent == 0
    assert now_is(desk, big).state is State.QUEUED


def test_platform_is_told_how_many_wait(desk: Desk) -> None:
    told: list[int] = []

    class Listening(TransportDouble):
        def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
            told.append(parcel.behind)
            return super().send(parcel, only)

    for _ in range(3):
        desk.hand_in()
    desk.sync(Listening(desk.platform)).run_once()
    assert told == [3, 2, 1]
