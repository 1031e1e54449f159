"""One suite for every way to the platform: the same faults, the same outcomes."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue.model import (
    Conflict,
    Delivered,
    Duplicate,
    IdUnknown,
    Missing,
    Parcel,
    Receipted,
    Refused,
    ResultPage,
    Scope,
    Trouble,
    TryLater,
)
from offline_queue.transport.http import HttpTransport
from offline_queue.transport.interface import Transport
from tests.support.platform_double import Fault
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, open_desk
from tests.support.transport_double import TransportDouble

PAGE = bytes(300_000)  # three parts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


@pytest.fixture(params=["http", "double"])
def transport(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Transport]:
    if request.param == "double":
        yield TransportDouble(desk.platform)
        return
    with PlatformServer(desk.platform) as server:
        yield HttpTransport(server.url, TERMINAL, desk.device.sign, desk.clock.now, connect=0.3, read=0.3, least=0.3)


@pytest.fixture
def parcel(desk: Desk) -> Parcel:
    return desk.queue.parcel(desk.hand_in(pages=(PAGE,)))


def test_new_submission_is_delivered(transport: Transport, parcel: Parcel, desk: Desk) -> None:
    assert transport.send(parcel) == Delivered()
    header, body, pages = desk.platform.opened(parcel.id)
    assert (header["device"], body, pages) == (TERMINAL, b'{"answers":1}', [PAGE])


def test_second_sending_is_a_duplicate_and_sends_no_part_again(
    transport: Transport, parcel: Parcel, desk: Desk,
) -> None:
    transport.send(parcel)
    assert transport.send(parcel) == Duplicate()
    assert (desk.platform.effects, desk.platform.seen["part"]) == (1, 3)


def test_commit_gives_the_same_receipt_for_ever(transport: Transport, parcel: Parcel) -> None:
    transport.send(parcel)
    first = transport.commit(parcel)
    assert isinstance(first, Receipted)
    assert transport.commit(parcel) == first


def test_commit_names_the_missing_parts_and_only_those_are_sent(
    transport: Transport, parcel: Parcel, desk: Desk,
) -> None:
    transport.send(parcel)
    transport.commit(parcel)  # a receipt may have come with the last parts already
    sha = parcel.pages[0].sha
    del desk.platform.kept[parcel.id].parts[sha, 1]
    missing = transport.commit(parcel)
    assert missing == Missing(((sha, (1,)),))
    assert transport.send(parcel, missing) == Delivered()
    assert desk.platform.seen["part"] == 4


def test_part_cut_in_its_middle_is_continued_and_no_byte_is_sent_twice(
    transport: Transport, parcel: Parcel, desk: Desk,
) -> None:
    desk.platform.fault("part", Fault("fine"), Fault("cut_mid"))
    outcomes = [transport.send(parcel), transport.send(parcel)]  # going on at once is allowed, and so is the next walk
    assert isinstance(outcomes[1], Duplicate)
    assert desk.platform.opened(parcel.id)[2] == [PAGE]
    assert desk.platform.part_bytes == parcel.pages[0].length


@pytest.mark.parametrize(("how", "trouble"), [
    ("cut_before", Trouble.DOWN), ("cut_after", Trouble.DOWN), ("half", Trouble.DOWN), ("silent", Trouble.SILENT),
    ("rubbish", Trouble.RUBBISH), ("redirect", Trouble.RUBBISH), ("anonymous", Trouble.RUBBISH),
])
@pytest.mark.parametrize("call", ["head", "commit"])
def test_lost_answer_is_the_line_s_failure_and_is_tried_again(
    transport: Transport, parcel: Parcel, desk: Desk, call: str, how: str, trouble: Trouble,
) -> None:
    if call == "commit":
        transport.send(parcel)
        transport.commit(parcel)  # a receipt may have come with the last parts already
    desk.platform.fault(call, Fault(how), times=2)  # twice: a connection kept open is tried anew once
    outcome = transport.send(parcel) if call == "head" else transport.commit(parcel)
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.trouble, outcome.line_failed) == (Scope.ITEM, trouble, True)
    desk.platform.heal()
    assert isinstance(transport.send(parcel), Delivered | Duplicate)
    assert isinstance(transport.commit(parcel), Receipted)
    assert desk.platform.effects == 1


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415, 422])
def test_refusal_carries_the_problem_s_code(transport: Transport, parcel: Parcel, desk: Desk, status: int) -> None:
    desk.platform.fault("head", Fault("status", status, "not_this"))
    assert transport.send(parcel) == Refused("not_this")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_busy_platform_is_tried_later_and_the_line_is_not_blamed(
    transport: Transport, parcel: Parcel, desk: Desk, status: int,
) -> None:
    desk.platform.fault("head", Fault("status", status))
    outcome = transport.send(parcel)
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.line_failed, outcome.after) == (Scope.ITEM, False, None)


def test_retry_after_is_a_ticket_for_the_whole_kiosk(transport: Transport, parcel: Parcel, desk: Desk) -> None:
    desk.platform.fault("head", Fault("status", 503, headers=(("Retry-After", "30"),)))
    outcome = transport.send(parcel)
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.after) == (Scope.PLATFORM, 30.0)


def test_refused_device_is_no_fault_of_the_item(transport: Transport, parcel: Parcel, desk: Desk) -> None:
    desk.platform.fault("head", Fault("status", 401, "bad_signature"))
    outcome = transport.send(parcel)
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.code) == (Scope.DEVICE, "bad_signature")


def test_other_digest_under_the_same_id_is_a_conflict(transport: Transport, parcel: Parcel, desk: Desk) -> None:
    transport.send(parcel)
    desk.platform.kept[parcel.id].digest = "0" * 64
    assert transport.send(parcel) == Conflict()


@pytest.mark.parametrize("call", ["part", "commit"])
def test_unknown_id_after_the_head_means_start_again(
    transport: Transport, parcel: Parcel, desk: Desk, call: str,
) -> None:
    desk.platform.fault(call, Fault("status", 404, "unknown_id"))
    outcome = transport.send(parcel) if call == "part" else transport.commit(parcel)
    assert outcome == IdUnknown()


def test_results_come_in_order_after_the_cursor(transport: Transport, desk: Desk) -> None:
    desk.platform.results = [_result(1), _result(2), _result(3)]
    page = transport.results_since(1, 10)
    assert isinstance(page, ResultPage)
    assert ([r.cursor for r in page.results], page.cursor, page.results[0].zh) == ([2, 3], 3, "好")


def test_probe_is_quiet_when_the_platform_answers(transport: Transport, desk: Desk) -> None:
    assert transport.probe() is None
    desk.platform.fault("health", Fault("rubbish"))
    assert transport.probe() == TryLater(Scope.ITEM, Trouble.RUBBISH, line_failed=True)


def test_server_time_is_remembered(transport: Transport) -> None:
    transport.probe()
    at = transport.server_time()
    assert at is not None
    assert at.utcoffset() is not None


def _result(cursor: int) -> dict[str, object]:
    return {
        "cursor": cursor, "id": "a", "number": "12345000000184", "official_no": None, "matter": "m",
        "state": "approved", "at": "2026-11-24T02:00:00+00:00", "text": {"zh": "好", "en": "good"},
    }
