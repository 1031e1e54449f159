from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from offline_queue import Scope, Trouble, TryLater
from offline_queue.errors import FileDamaged
from offline_queue.model import Delivered, Duplicate, Missing, Parcel, Receipted, SealedPage
from offline_queue.transport.http import HttpTransport
from offline_queue.transport.parts import pieces_of
from tests.support.cutting_line import CuttingLine
from tests.support.platform_double import PART, Fault, Reply
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, open_desk

PAGE = bytes(range(256)) * 2500  # 640,000 bytes: five parts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


@pytest.fixture
def server(desk: Desk) -> Iterator[PlatformServer]:
    with PlatformServer(desk.platform) as server:
        yield server


@pytest.fixture
def parcel(desk: Desk) -> Parcel:
    return desk.queue.parcel(desk.hand_in(pages=(PAGE,)))


def transport_to(url: str, desk: Desk) -> HttpTransport:
    return HttpTransport(url, TERMINAL, desk.device.sign, desk.clock.now, connect=0.5, read=0.5, least=1.0)


def size(parcel: Parcel) -> int:
    return sum(page.length for page in parcel.pages)


def test_part_cut_in_its_middle_goes_on_at_the_byte_the_platform_reports(
    server: PlatformServer, desk: Desk, parcel: Parcel
) -> None:
    desk.platform.fault("part", Fault("fine"), Fault("cut_mid"), Fault("fine"), Fault("cut_mid"))
    assert transport_to(server.url, desk).send(parcel) == Delivered()
    assert desk.platform.opened(parcel.id)[2] == [PAGE]
    assert desk.platform.part_bytes == size(parcel)
    assert desk.platform.seen["head"] == 1


def test_part_that_arrived_while_its_answer_was_lost_is_acknowledged_by_its_last_byte(
    server: PlatformServer, desk: Desk, parcel: Parcel
) -> None:
    desk.platform.fault("part", Fault("fine"), Fault("cut_after"))
    assert transport_to(server.url, desk).send(parcel) == Delivered()
    assert desk.platform.opened(parcel.id)[2] == [PAGE]
    assert desk.platform.part_bytes == size(parcel) + 1


def test_half_a_part_named_by_the_platform_is_not_sent_again(
    server: PlatformServer, desk: Desk, parcel: Parcel
) -> None:
    desk.platform.fault("part", Fault("cut_mid"))
    desk.platform.fault("ask", Fault("status", 503), times=9)
    transport = transport_to(server.url, desk)
    assert isinstance(transport.send(parcel), TryLater)
    desk.platform.heal()
    assert transport_to(server.url, desk).send(parcel) == Duplicate()
    assert desk.platform.part_bytes == size(parcel)


def test_several_connections_carry_one_submission(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    together = threading.Barrier(2, timeout=5)
    answer = desk.platform.answer

    def meet(call: str, groups: tuple[str, ...], body: bytes, fault: Fault | None = None) -> Reply:
        if call == "part" and groups[2] in "01":
            together.wait()  # broken, and the test fails, unless two parts are on their way at once
        return answer(call, groups, body, fault)

    desk.platform.answer = meet  # type: ignore[method-assign]  # the double is ours to bend
    assert transport_to(server.url, desk).send(parcel) == Delivered()
    assert desk.platform.part_bytes == size(parcel)


def test_line_that_is_gone_gives_the_submission_back(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    with CuttingLine(server.server_port) as line:
        line.cut_after(200_000)
        began = time.monotonic()
        outcome = transport_to(line.url, desk).send(parcel)
        assert outcome == TryLater(Scope.ITEM, Trouble.DOWN, line_failed=True)
        assert time.monotonic() - began < 6.0
        line.mend()
        assert transport_to(line.url, desk).send(parcel) == Duplicate()
    assert desk.platform.opened(parcel.id)[2] == [PAGE]


def test_ticket_in_the_middle_ends_every_lane(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    desk.platform.fault("part", *[Fault("status", 503, headers=(("Retry-After", "30"),))] * 5)
    outcome = transport_to(server.url, desk).send(parcel)
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.after, outcome.line_failed) == (Scope.PLATFORM, 30.0, False)


def test_kiosk_that_stops_ends_at_the_next_whole_part(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    went: list[int] = []

    def note(sha: str, n: int) -> None:
        went.append(n)

    stopping = replace(parcel, note_sent=note, go_on=lambda: not went)
    assert transport_to(server.url, desk).send(stopping) == TryLater(Scope.ITEM, Trouble.NONE, code="stopped")
    assert 1 <= len(went) < 5


def test_damage_found_while_reading_passes_through(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    def damaged(page: SealedPage) -> bytes:
        raise FileDamaged(page.sha)

    with pytest.raises(FileDamaged):
        transport_to(server.url, desk).send(replace(parcel, read=damaged))


def test_defect_in_a_helper_is_not_swallowed(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    def breaks(sha: str, n: int) -> None:
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError, match="disk"):
        transport_to(server.url, desk).send(replace(parcel, note_sent=breaks))


def test_receipt_comes_with_the_last_parts_and_is_not_asked_for_again(
    server: PlatformServer, desk: Desk, parcel: Parcel
) -> None:
    answer, last = desk.platform.answer, threading.Event()

    def late(call: str, groups: tuple[str, ...], body: bytes, fault: Fault | None = None) -> Reply:
        if call == "part" and groups[2] == "4":
            assert last.wait(5)  # until the commit is there
        if call == "commit":
            last.set()
            time.sleep(0.3)  # as the platform does that waits for the last part
        return answer(call, groups, body, fault)

    desk.platform.answer = late  # type: ignore[method-assign]  # the double is ours to bend
    transport = transport_to(server.url, desk)
    assert transport.send(parcel) == Delivered()
    assert isinstance(transport.commit(parcel), Receipted)
    assert desk.platform.seen["commit"] == 1
    assert isinstance(transport.commit(parcel), Receipted)
    assert desk.platform.seen["commit"] == 2


def test_commit_that_came_too_early_is_asked_again(server: PlatformServer, desk: Desk, parcel: Parcel) -> None:
    desk.platform.fault("commit", Fault("status", 409, "parts_missing"))
    transport = transport_to(server.url, desk)
    assert transport.send(parcel) == Delivered()
    desk.platform.heal()
    assert isinstance(transport.commit(parcel), Receipted)


@pytest.mark.parametrize(
    ("parts", "half"),
    [((7,), ()), ((-1,), ()), ((0,), ((0, PART + 1),)), ((0,), ((0, -1),))],
)
def test_what_this_submission_does_not_have_is_not_sent(
    parcel: Parcel, parts: tuple[int, ...], half: tuple[tuple[int, int], ...]
) -> None:
    sha = parcel.pages[0].sha
    assert pieces_of(parcel, Missing(((sha, parts),), tuple((sha, n, have) for n, have in half))) is None
    assert pieces_of(parcel, Missing((("f" * 64, (0,)),))) is None


def test_pieces_begin_where_the_platform_stopped(parcel: Parcel) -> None:
    sha = parcel.pages[0].sha
    pieces = pieces_of(parcel, Missing(((sha, (1, 4)),), ((sha, 4, 100),)))
    assert pieces is not None
    assert [(piece.n, piece.have, len(piece.data)) for piece in pieces] == [
        (1, 0, PART), (4, 100, parcel.pages[0].length - 4 * PART),
    ]  # fmt: skip
