from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue import State, Sync
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


def test_one_case_goes_strictly_in_order(desk: Desk, sync: Sync) -> None:
    first, second, other = desk.hand_in(case_key="a"), desk.hand_in(case_key="a"), desk.hand_in(case_key="b")
    desk.platform.fault("head", Fault("status", 500))
    sync.run_once()
    assert [now_is(desk, e).state for e in (first, second, other)] == [State.QUEUED, State.QUEUED, State.ACCEPTED]
    assert second not in desk.queue.due(desk.clock.steady() + 1e6, 9)
    settle_all(desk, sync, runs=5)
    assert list(desk.platform.kept) == [other.id, first.id, second.id]


def test_held_one_holds_back_its_case_until_staff_closes_it(desk: Desk, sync: Sync) -> None:
    first, second = desk.hand_in(case_key="a"), desk.hand_in(case_key="a")
    assert desk.queue.hold(first.id) is not None
    sync.run_once()
    assert now_is(desk, second).state is State.QUEUED
    closed = desk.queue.give_back(first.id, "resident_came_back")
    assert closed is not None
    assert (closed.state, closed.reason) == (State.CLOSED, "resident_came_back")
    assert sync.run_once().sent == 1


def test_staff_retry_sends_the_same_id_at_once(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    desk.platform.fault("head", Fault("status", 422, "bad_form"))
    sync.run_once()
    assert desk.queue.retry(entry.id) is not None
    assert (sync.run_once().sent, list(desk.platform.kept)) == (1, [entry.id])


def test_staff_cannot_touch_what_is_accepted(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    sync.run_once()
    assert (desk.queue.hold(entry.id), desk.queue.retry(entry.id)) == (None, None)
    assert now_is(desk, entry).state is State.ACCEPTED


def test_order_is_urgent_then_class_then_small_then_age(desk: Desk) -> None:
    def put(body: bytes, urgent: bool = False, service_class: int = 0) -> str:
        return desk.queue.put(desk.vault.open_draft(), body, "", urgent, service_class).id

    big, small, late = put(bytes(9000)), put(b"x"), put(b"x", service_class=1)
    urgent, small_too = put(bytes(9000), urgent=True), put(b"x")
    ready = [entry.id for entry in desk.queue.due(desk.clock.steady(), 9)]
    assert ready == [urgent, small, small_too, big, late]
    desk.clock.pass_by(1800)
    assert [entry.id for entry in desk.queue.due(desk.clock.steady(), 3)] == [urgent, big, small]


def test_resident_at_the_kiosk_goes_first(desk: Desk, sync: Sync) -> None:
    for _ in range(3):
        desk.hand_in()
    fresh = desk.hand_in(bytes(9000))
    sync.prefer(fresh.id)
    sync.run_once()
    assert next(iter(desk.platform.kept)) == fresh.id


def test_every_settled_one_is_told_at_once(desk: Desk, sync: Sync) -> None:
    entries = [desk.hand_in() for _ in range(3)]
    told: list[tuple[str, int]] = []
    sync.run_once(tell=lambda report: told.append((report.settled[0].id, report.waiting)))
    assert told == [(entry.id, left) for entry, left in zip(entries, (2, 1, 0), strict=True)]


def test_process_that_died_while_sending_starts_again_with_the_head(desk: Desk, sync: Sync) -> None:
    entry = desk.hand_in()
    assert desk.queue.begin(entry) is not None
    desk.reopen()
    assert now_is(desk, entry).state is State.QUEUED
    again = desk.sync(TransportDouble(desk.platform))
    settle_all(desk, again, runs=5)
    assert (now_is(desk, entry).state, desk.platform.effects) == (State.ACCEPTED, 1)


def test_events_do_not_grow_with_every_failure(desk: Desk, sync: Sync) -> None:
    desk.hand_in()
    desk.platform.fault("head", Fault("status", 500), times=15)
    settle_all(desk, sync, runs=15)
    assert desk.queue._store._rows("SELECT count(*) FROM event")[0][0] == 2
