"""Sealed files are looked at again after a start: damage is found before somebody needs them."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue import State
from tests.support.queue_builders import Desk, now_is, open_desk
from tests.support.transport_double import TransportDouble


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-80] ^= 1
    path.write_bytes(data)


def test_files_are_looked_at_in_the_background_and_only_the_spoilt_one_is_taken_out(desk: Desk) -> None:
    sound, bad, held = (desk.hand_in(b"x", (b"page",)) for _ in range(3))
    desk.queue.hold(held.id)
    flip(desk.file(desk.queue.parcel(bad).pages[0].sha))
    desk.file(held.head_sha).unlink()
    sync = desk.sync(TransportDouble(desk.platform))
    report = sync.check_files()
    assert report is not None
    assert ({e.id for e in report.settled}, report.alarms) == ({bad.id, held.id}, ("file_damaged",))
    assert [now_is(desk, e).state for e in (sound, bad, held)] == [
        State.QUEUED, State.QUARANTINED, State.QUARANTINED,
    ]
    assert sync.check_files() is None


def test_one_that_is_on_the_line_is_left_to_the_walk(desk: Desk) -> None:
    entry = desk.hand_in()
    assert desk.queue.begin(entry) is not None
    desk.file(entry.head_sha).unlink()
    assert desk.queue.check_files() == []
    assert now_is(desk, entry).state is State.SENDING
