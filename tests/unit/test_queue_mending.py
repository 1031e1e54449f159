"""The database damaged or gone: made anew from what it still says and from the sealed files, and the kiosk goes on."""
from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offline_queue import Queue, State, StoreDamaged, StoreTooNew
from offline_queue.rebuild import MARKER
from tests.support.queue_builders import TERMINAL, Desk, now_is, number, open_desk, open_queue, settle_all
from tests.support.transport_double import TransportDouble


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


def start_again(desk: Desk) -> Queue:
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
    return desk.queue


def database_gone(desk: Desk) -> None:
    desk.queue.close()
    for path in desk.folder.glob("queue.db*"):
        path.unlink()


def first_page_zeroed(desk: Desk) -> None:
    desk.queue.close()
    with (desk.folder / "queue.db").open("r+b") as db:
        db.write(bytes(4096))


def all_rubbish(desk: Desk) -> None:
    desk.queue.close()
    path = desk.folder / "queue.db"
    path.write_bytes(os.urandom(path.stat().st_size))


def header_only(desk: Desk) -> None:
    """What is left when the write-ahead log was lost before its first checkpoint."""
    database_gone(desk)
    db = sqlite3.connect(desk.folder / "queue.db")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()


DAMAGES = [database_gone, first_page_zeroed, all_rubbish, header_only]


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.__name__ for damage in DAMAGES])
def test_same_rows_come_back_from_the_files_alone_and_everything_is_delivered_once(
    desk: Desk, damage: Callable[[Desk], None],
) -> None:
    handed_in = [desk.hand_in(b"answers", (b"page",), case_key=key) for key in ("a", "a", "", "b")]
    damage(desk)
    queue = start_again(desk)
    rows = queue.entries()
    assert [(e.seq, e.id, e.number, e.case_key, e.size, e.head_sha) for e in rows] == [
        (e.seq, e.id, e.number, e.case_key, e.size, e.head_sha) for e in handed_in
    ]
    assert {entry.state for entry in rows} == {State.QUEUED}
    assert queue.mended is not None
    assert (queue.mended.saved, queue.mended.from_files, queue.mended.held, queue.mended.damaged) == (0, 4, 0, 0)
    settle_all(desk, desk.sync(TransportDouble(desk.platform)), runs=10)
    assert {entry.state for entry in queue.entries()} == {State.ACCEPTED}
    assert desk.platform.effects == 4
    assert list(desk.platform.kept).index(handed_in[0].id) < list(desk.platform.kept).index(handed_in[1].id)


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.__name__ for damage in DAMAGES])
def test_no_number_is_given_out_again(desk: Desk, damage: Callable[[Desk], None]) -> None:
    numbers = {desk.hand_in().number for _ in range(3)}
    sync = desk.sync(TransportDouble(desk.platform))
    sync.run_once()
    desk.clock.pass_by(40 * 86_400)
    desk.queue.purge(desk.clock.now())
    assert not list((desk.folder / "files").iterdir())  # nothing is left that names a number
    damage(desk)
    start_again(desk)
    numbers |= {desk.hand_in().number for _ in range(3)}
    assert len(numbers) == 6


def test_urgent_and_class_come_back(desk: Desk) -> None:
    entry = desk.queue.put(desk.vault.open_draft(), b"x", "", urgent=True, service_class=2)
    database_gone(desk)
    assert (found := start_again(desk).entry(entry.id)) is not None
    assert (found.urgent, found.service_class) == (True, 2)


def test_unreadable_schema_hides_no_rows_and_what_was_found_is_kept_aside(desk: Desk) -> None:
    delivered, held, waiting = desk.hand_in(), desk.hand_in(), desk.hand_in()
    for entry in (held, waiting):
        desk.queue.hold(entry.id)
    assert desk.sync(TransportDouble(desk.platform)).run_once().sent == 1
    desk.queue.retry(waiting.id)
    spoil(desk, "CREATE INDEX", "CREATE INDXX")
    before = (desk.folder / "queue.db").read_bytes()
    queue = start_again(desk)
    assert queue.mended is not None
    assert (desk.folder / "damaged" / queue.mended.copy / "queue.db").read_bytes() == before
    assert [now_is(desk, e).state for e in (delivered, held, waiting)] == [State.ACCEPTED, State.HELD, State.QUEUED]


def spoil(desk: Desk, old: str, new: str) -> None:
    desk.queue.close()
    path = desk.folder / "queue.db"
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def test_state_nobody_knows_becomes_queued_and_the_others_keep_theirs(desk: Desk) -> None:
    delivered, held, waiting = desk.hand_in(), desk.hand_in(), desk.hand_in()
    desk.queue.hold(held.id)
    desk.queue.hold(waiting.id)
    assert desk.sync(TransportDouble(desk.platform)).run_once().sent == 1
    receipt = now_is(desk, delivered).receipt
    desk.queue.retry(waiting.id)
    spoil(desk, "queued", "quexed")  # in the table or in an index: both are seen
    queue = start_again(desk)
    assert [now_is(desk, e).state for e in (delivered, held, waiting)] == [State.ACCEPTED, State.HELD, State.QUEUED]
    assert now_is(desk, delivered).receipt == receipt
    assert queue.mended is not None
    assert (queue.mended.why, queue.mended.saved, queue.mended.from_files) == ("damaged", 3, 0)


def test_one_spoilt_page_of_the_table_costs_its_own_rows_their_state_and_no_others(desk: Desk) -> None:
    entries = [desk.hand_in(b"x", case_key="c" * 40) for _ in range(60)]
    held = entries[::7]
    for entry in held:
        desk.queue.hold(entry.id)
    desk.queue.close()
    path = desk.folder / "queue.db"
    leaf = leaf_with(path.read_bytes(), entries[30].id)
    with path.open("r+b") as db:
        db.seek(leaf * 4096)
        db.write(os.urandom(4096))
    queue = start_again(desk)
    assert queue.mended is not None
    assert queue.mended.saved + queue.mended.from_files == 60
    assert 0 < queue.mended.from_files < 40
    states = {e.id: e.state for e in queue.entries()}
    assert set(states) == {e.id for e in entries}
    assert set(states.values()) == {State.QUEUED, State.HELD}
    assert queue.mended.saved - sum(state is State.HELD for state in states.values()) > 0


def leaf_with(data: bytes, submission: str) -> int:
    """The page of the table (not of an index) that holds this id."""
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    is_leaf = [n for n, page in enumerate(pages) if page[0] == 13 and b"queued" in page]
    (found,) = [n for n in is_leaf if submission.encode() in pages[n]]
    return found


def test_head_without_a_row_is_held_when_the_database_can_say_that_it_never_had_it(desk: Desk) -> None:
    kept, draft = desk.hand_in(), desk.vault.open_draft()
    draft.seal_head(number(TERMINAL, 0, 2), 2, {}, b"never promised")
    spoil(desk, "queued", "quexed")
    queue = start_again(desk)
    assert [(e.id, e.state, e.reason) for e in queue.entries()] == [
        (kept.id, State.QUEUED, ""), (draft.id, State.HELD, "found_without_row"),
    ]


def test_head_that_rested_in_quarantine_is_held_after_a_rebuild_with_its_pages(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    draft.seal_page(b"page")
    draft.seal_head(number(TERMINAL, 0, 1), 1, {}, b"never promised")
    desk.reopen()
    assert len(list((desk.folder / "quarantine").iterdir())) == 2
    assert desk.queue.stray == (number(TERMINAL, 0, 1),)
    database_gone(desk)
    queue = start_again(desk)
    assert [(e.id, e.state) for e in queue.entries()] == [(draft.id, State.HELD)]
    assert queue.retry(draft.id) is not None
    assert desk.sync(TransportDouble(desk.platform)).run_once().sent == 1
    assert not list((desk.folder / "quarantine").iterdir())


def test_database_that_lost_several_rows_without_a_trace_is_taken_for_damaged(desk: Desk) -> None:
    """A spoilt write-ahead log is cut off silently: the rows are gone and every check is content."""
    desk.queue.close()
    before = (desk.folder / "queue.db").read_bytes()
    start_again(desk)
    entries = [desk.hand_in() for _ in range(3)]
    desk.queue.close()
    (desk.folder / "queue.db").write_bytes(before)
    queue = start_again(desk)
    assert [(e.id, e.state) for e in queue.entries()] == [(e.id, State.QUEUED) for e in entries]


def test_damaged_files_are_quarantined_and_the_others_go_on(desk: Desk) -> None:
    sound, page_bad, head_bad = (desk.hand_in(b"x", (b"page",)) for _ in range(3))
    flip(desk.file(desk.queue.parcel(page_bad).pages[0].sha))
    flip(desk.file(head_bad.head_sha))
    database_gone(desk)
    queue = start_again(desk)
    assert {e.number: e.state for e in queue.entries()} == {
        sound.number: State.QUEUED, page_bad.number: State.QUARANTINED, head_bad.number: State.QUARANTINED,
    }
    assert queue.mended is not None
    assert queue.mended.damaged == 2


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-80] ^= 1
    path.write_bytes(data)


def test_delivered_one_whose_pages_were_given_up_is_asked_about_and_accepted_again(desk: Desk) -> None:
    entry = desk.hand_in(b"x", (b"page",))
    sync = desk.sync(TransportDouble(desk.platform))
    assert sync.run_once().sent == 1
    desk.clock.pass_by(2 * 86_400)
    desk.queue.purge(desk.clock.now())
    database_gone(desk)
    start_again(desk)
    assert desk.queue.check_files() == []
    settle_all(desk, desk.sync(TransportDouble(desk.platform)), runs=3)
    assert (now_is(desk, entry).state, desk.platform.effects) == (State.ACCEPTED, 1)


def test_rebuild_cut_short_is_finished_by_the_next_start(desk: Desk) -> None:
    entries = [desk.hand_in() for _ in range(3)]
    desk.queue.hold(entries[0].id)
    spoil(desk, "queued", "quexed")
    damaged = desk.folder / "damaged" / "cut"
    damaged.mkdir(parents=True)
    for path in desk.folder.glob("queue.db*"):
        (damaged / path.name).write_bytes(path.read_bytes())
        path.unlink()  # the old one is out of the way, the new one not yet there
    (desk.folder / MARKER).write_text("cut")
    queue = start_again(desk)
    assert [e.state for e in queue.entries()] == [State.HELD, State.QUEUED, State.QUEUED]
    assert not (desk.folder / MARKER).exists()


def test_newer_database_is_refused_and_not_made_anew(desk: Desk) -> None:
    desk.hand_in()
    desk.queue.close()
    db = sqlite3.connect(desk.folder / "queue.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreTooNew):
        start_again(desk)
    assert not (desk.folder / "damaged").exists()


def test_staff_is_told_and_the_alarm_stays_until_somebody_has_looked(desk: Desk) -> None:
    desk.hand_in()
    database_gone(desk)
    start_again(desk)
    sync = desk.sync(TransportDouble(desk.platform))
    assert sync.run_once().alarms == ("queue_mended",)
    sync.resume()
    assert sync.run_once().alarms == ()


def test_a_disk_that_takes_nothing_is_said_and_the_database_stays_as_it_was(desk: Desk) -> None:
    desk.hand_in()
    first_page_zeroed(desk)
    before = (desk.folder / "queue.db").read_bytes()
    (desk.folder / "damaged").write_bytes(b"in the way")
    with pytest.raises(StoreDamaged, match="cannot be made anew"):
        start_again(desk)
    assert (desk.folder / "queue.db").read_bytes() == before
    (desk.folder / "damaged").unlink()
    assert len(start_again(desk).entries()) == 1
