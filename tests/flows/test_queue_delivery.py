from __future__ import annotations

import queue as letterbox
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offline_queue import Entry, State, Sync, SyncReport, SyncThread, Trouble
from offline_queue.transport.http import HttpTransport
from tests.support.platform_double import Fault
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, HandClock, open_desk


class RealClock(HandClock):
    """Steady seconds of the machine: the thread really waits."""

    def steady(self) -> float:
        return time.monotonic()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    desk.clock = RealClock()
    desk.reopen()
    yield desk
    desk.queue.close()


@pytest.fixture
def server(desk: Desk) -> Iterator[PlatformServer]:
    with PlatformServer(desk.platform) as server:
        yield server


class Listening:
    """A running sync thread and what it said."""

    def __init__(self, desk: Desk, url: str, **more: float) -> None:
        transport = HttpTransport(url, TERMINAL, desk.device.sign, desk.clock.now, connect=0.5, read=0.5, least=0.5)
        self.reports: letterbox.Queue[SyncReport] = letterbox.Queue()
        sync = Sync(desk.queue, transport, desk.clock, random.Random(3).random, **more)
        self.thread = SyncThread(sync, desk.clock, self.reports.put)
        self.thread.start()

    def until(self, fits: Callable[[SyncReport], bool], seconds: float = 15.0) -> SyncReport:
        end = time.monotonic() + seconds
        while True:
            report = self.reports.get(timeout=max(0.01, end - time.monotonic()))
            if fits(report):
                return report


@pytest.fixture
def listening(desk: Desk, server: PlatformServer) -> Iterator[Listening]:
    listening = Listening(desk, server.url)
    yield listening
    assert listening.thread.stop()


def delivered(entry: Entry) -> Callable[[SyncReport], bool]:
    return lambda report: any(e.id == entry.id and e.state is State.ACCEPTED for e in report.settled)


def test_hand_in_is_delivered_well_within_a_second_of_the_wake(desk: Desk, listening: Listening) -> None:
    listening.until(lambda report: report.line == "up")
    entry = desk.hand_in(pages=(bytes(90_000),))
    began = time.monotonic()
    listening.thread.wake(entry.id)
    report = listening.until(delivered(entry))
    assert time.monotonic() - began < 0.8
    assert (report.sent, report.waiting, report.line) == (1, 0, "up")


def test_what_was_kept_before_the_start_goes_by_itself(desk: Desk, server: PlatformServer) -> None:
    entry = desk.hand_in()
    listening = Listening(desk, server.url)
    listening.until(delivered(entry))
    assert listening.thread.stop()


def test_resident_at_the_kiosk_does_not_wait_for_the_backlog(desk: Desk, server: PlatformServer) -> None:
    backlog = [desk.hand_in(pages=(bytes(20_000),)) for _ in range(150)]
    listening = Listening(desk, server.url)
    listening.until(lambda report: report.sent > 0)
    fresh = desk.hand_in(pages=(bytes(90_000),))
    listening.thread.wake(fresh.id)
    listening.until(delivered(fresh))
    assert len(desk.platform.kept) < len(backlog)
    assert listening.thread.stop()


@pytest.mark.parametrize(("how", "trouble"), [
    ("cut_before", Trouble.DOWN), ("silent", Trouble.SILENT), ("rubbish", Trouble.RUBBISH),
])
def test_trouble_is_named_and_the_next_hand_in_goes_through(
    desk: Desk, listening: Listening, how: str, trouble: Trouble,
) -> None:
    listening.until(lambda report: report.line == "up")
    desk.platform.fault("head", Fault(how), times=2)
    first = desk.hand_in()
    listening.thread.wake(first.id)
    report = listening.until(lambda report: bool(report.last_trouble))
    assert (report.last_trouble, report.line, report.waiting) == (trouble, "down", 1)
    desk.platform.heal()
    second = desk.hand_in()
    listening.thread.wake(second.id)
    listening.until(delivered(second))
    listening.until(delivered(first))
    assert desk.platform.effects == 2


def test_defect_in_a_listener_does_not_stop_the_sending(
    desk: Desk, server: PlatformServer, caplog: pytest.LogCaptureFixture,
) -> None:
    sent: letterbox.Queue[str] = letterbox.Queue()

    def breaks(report: SyncReport) -> None:
        for entry in report.settled:
            sent.put(entry.id)
        raise RuntimeError("a screen went wrong")

    transport = HttpTransport(server.url, TERMINAL, desk.device.sign, desk.clock.now)
    thread = SyncThread(Sync(desk.queue, transport, desk.clock, random.random), desk.clock, breaks)
    first = desk.hand_in()
    thread.start()
    assert sent.get(timeout=5) == first.id
    second = desk.hand_in()
    thread.wake()
    assert sent.get(timeout=5) == second.id
    assert thread.stop()
    assert desk.queue.waiting_count() == 0
    assert "defect" in caplog.text


def test_stopped_thread_leaves_the_rest_queued(desk: Desk, server: PlatformServer) -> None:
    for _ in range(100):
        desk.hand_in()
    listening = Listening(desk, server.url)
    listening.until(lambda report: report.sent > 0)
    assert listening.thread.stop()
    counts = {entry.state for entry in desk.queue.entries()}
    assert counts <= {State.ACCEPTED, State.QUEUED}
    assert desk.platform.effects == 100 - desk.queue.waiting_count()


def test_damage_among_what_is_kept_is_found_and_told_after_the_start(desk: Desk, server: PlatformServer) -> None:
    entry = desk.hand_in()
    assert desk.queue.hold(entry.id) is not None  # nothing would send it, so nothing else would look at it
    desk.file(entry.head_sha).write_bytes(b"rot")
    listening = Listening(desk, server.url)
    report = listening.until(lambda report: "file_damaged" in report.alarms)
    assert [(e.id, e.state) for e in report.settled] in ([(entry.id, State.QUARANTINED)], [])
    assert listening.thread.stop()
    assert [e.state for e in desk.queue.entries()] == [State.QUARANTINED]
