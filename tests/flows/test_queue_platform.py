from __future__ import annotations

import json
import random
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.submission.number import provisional
from offline_queue import Entry, PlatformKeys, Queue, ResultPage, Room, State, Sync, Vault
from offline_queue.transport.http import HttpTransport
from tests.support.applications import allowance, birth_registration
from tests.support.cutting_line import CuttingLine
from tests.support.platform import PlatformServer, TestKiosk
from tests.support.queue_builders import HandClock


@dataclass
class Enrolled:
    """The queue as the kiosk uses it, before the reference platform in a process of its own."""

    server: PlatformServer
    kiosk: TestKiosk
    vault: Vault
    queue: Queue
    sync: Sync
    clock: HandClock

    def hand_in(self, application: object, *pages: bytes) -> Entry:
        draft = self.vault.open_draft()
        for page in pages:
            draft.seal_page(page)
        return self.queue.put(draft, json.dumps(application).encode(), "")


@pytest.fixture
def enrolled(tmp_path: Path) -> Iterator[Enrolled]:
    server = PlatformServer(tmp_path / "platform")
    try:
        kiosk = TestKiosk(server)
        assert kiosk.enrol().status == 201
        yield _enrolled(tmp_path / "queue", server, kiosk)
    finally:
        server.end()


def _enrolled(folder: Path, server: PlatformServer, kiosk: TestKiosk, url: str = "") -> Enrolled:
    said, clock = kiosk.answer["keys"], HandClock()
    keys = PlatformKeys(said["kid"], b64decode(said["seal_key"]), b64decode(said["receipt_key"]))
    vault = Vault(folder, keys, kiosk.key.sign, kiosk.terminal)
    room = Room(folder, min_free=0, reserve=65_536)
    queue = Queue(folder, vault, kiosk.terminal, kiosk.answer["epoch"], clock, provisional, room=room)
    transport = HttpTransport(url or server.url, kiosk.terminal, kiosk.key.sign, clock.now, least=1.0)
    return Enrolled(server, kiosk, vault, queue, Sync(queue, transport, clock, random.Random(5).random), clock)


def test_reference_platform_takes_an_application_with_a_page_and_its_receipt_is_believed(enrolled: Enrolled) -> None:
    entry = enrolled.hand_in(birth_registration(), bytes(300_000))
    report = enrolled.sync.run_once(woken=True)
    done = enrolled.queue.entry(entry.id)
    assert done is not None
    assert (report.sent, report.alarms, done.state, done.reason) == (1, (), State.ACCEPTED, "")
    assert done.receipt is not None
    assert done.receipt.number == entry.number


def test_result_comes_after_the_receipt(enrolled: Enrolled) -> None:
    entry = enrolled.hand_in(allowance())
    assert enrolled.sync.run_once().sent == 1
    page = enrolled.sync.fetch_results(0)
    assert isinstance(page, ResultPage)
    assert {result.id for result in page.results} == {entry.id}
    assert enrolled.sync.fetch_results(page.cursor) == ResultPage((), page.cursor)


def test_platform_killed_and_started_again_gives_the_same_receipt(enrolled: Enrolled) -> None:
    first = enrolled.hand_in(allowance())
    assert enrolled.sync.run_once().sent == 1
    enrolled.server.restart_after_kill()
    parcel = enrolled.queue.parcel(first)
    kept = enrolled.queue.entry(first.id)
    assert kept is not None
    assert kept.receipt is not None
    again = enrolled.sync._transport.commit(parcel)
    assert json.loads(getattr(again, "text", "{}")) == json.loads(kept.receipt.text)


def test_line_down_then_up_delivers_once(enrolled: Enrolled) -> None:
    enrolled.server.end(kill=True)
    enrolled.hand_in(allowance())
    assert enrolled.sync.run_once(woken=True).line == "down"
    enrolled.server.start()
    report = enrolled.sync.run_once(woken=True)
    assert (report.sent, report.waiting, report.line) == (1, 0, "up")


def test_submission_cut_in_its_middle_goes_on_after_both_sides_died(enrolled: Enrolled, tmp_path: Path) -> None:
    folder, server = tmp_path / "cut", enrolled.server
    with CuttingLine(server.port) as line:
        before = _enrolled(folder, server, enrolled.kiosk, line.url)
        entry = before.hand_in(birth_registration(), bytes(500_000), bytes(400_000))
        size = sum(page.length for page in before.queue.parcel(entry).pages)
        line.cut_after(450_000)
        report = before.sync.run_once(woken=True)
        assert (report.sent, report.line) == (0, "down")
        before.queue.close()
        server.restart_after_kill()
        line.mend()
        after = _enrolled(folder, server, enrolled.kiosk, line.url)
        after.clock.pass_by(10.0)
        assert after.sync.run_once(woken=True).sent == 1
        after.queue.close()
        requests, head, block = 20, 1_000, 16_384
        assert line.up < size + requests * head + block
