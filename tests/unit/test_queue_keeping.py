from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from offline_queue import Entry, NotKept, OwnedElsewhere, Queue, Retention, Room, State, StoreTooNew
from tests.support.queue_builders import START, TERMINAL, Desk, number, open_desk, open_queue
from tests.support.transport_double import TransportDouble


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


def test_kept_submission_is_there_after_reopening(desk: Desk) -> None:
    entry = desk.hand_in(pages=(b"page",))
    desk.reopen()
    assert desk.queue.entries() == [entry]
    assert (entry.state, desk.queue.waiting_count(), entry.delivered) == (State.QUEUED, 1, False)


def test_numbers_are_the_ones_of_the_contract(desk: Desk) -> None:
    assert [desk.hand_in().number for _ in range(2)] == ["12345000000184", "12345000000281"]


def test_numbers_are_never_used_again_after_reopening(desk: Desk) -> None:
    numbers = [desk.hand_in().number]
    for _ in range(3):
        desk.reopen()
        numbers.append(desk.hand_in().number)
    assert len(set(numbers)) == 4


def test_new_epoch_starts_its_own_numbers(desk: Desk) -> None:
    desk.hand_in()
    desk.queue.close()
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance, epoch=1)
    assert desk.hand_in().number == number(TERMINAL, 1, 1)


def test_used_up_numbers_are_not_kept(desk: Desk) -> None:
    store = desk.queue._store
    store.write(lambda: store.lift_counter(0, 999_999))
    with pytest.raises(NotKept, match="numbers_used_up"):
        desk.hand_in()


def test_whole_head_without_a_row_rests_in_quarantine_for_a_week(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    head = draft.seal_head(number(TERMINAL, 0, 9), 9, {}, b"never promised")
    desk.reopen()
    resting = desk.folder / "quarantine" / head.sha
    assert resting.exists()
    assert desk.hand_in().number == number(TERMINAL, 0, 10)
    desk.clock.pass_by(8 * 86_400)
    desk.reopen()
    assert not resting.exists()


def test_orphans_of_a_crash_are_swept_and_kept_files_stay(desk: Desk) -> None:
    entry = desk.hand_in(pages=(b"page",))
    orphan = desk.vault.open_draft().seal_page(b"visit that never ended")
    (desk.folder / "tmp" / "half").write_bytes(b"KENV")
    desk.reopen()
    assert not desk.file(orphan.sha).exists()
    assert not list((desk.folder / "tmp").iterdir())
    assert len(list((desk.folder / "files").iterdir())) == 2
    assert desk.queue.parcel(entry).read(desk.queue.parcel(entry).pages[0])


def test_second_owner_is_refused_until_the_first_one_is_gone(desk: Desk) -> None:
    with pytest.raises(OwnedElsewhere, match="another process"):
        open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
    desk.queue.close()
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)


def test_database_keeps_its_promise_by_its_settings(desk: Desk) -> None:
    db, names = desk.queue._store._db, ("journal_mode", "synchronous", "wal_autocheckpoint")
    assert [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names] == ["wal", 2, 100]


def test_newer_database_is_not_touched(desk: Desk) -> None:
    desk.queue.close()
    with sqlite3.connect(desk.folder / "queue.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreTooNew):
        open_queue(desk.folder, desk.vault, desk.clock, desk.chance)


def test_too_little_room_lets_no_application_start(tmp_path: Path) -> None:
    assert not Room(tmp_path, min_free=10**18).enough()
    assert Room(tmp_path, min_free=0).enough()


def test_queue_says_why_it_takes_no_application(desk: Desk) -> None:
    assert (desk.queue.can_accept(), desk.queue.refusal()) == (True, "")
    desk.queue.close()
    room = Room(desk.folder, min_free=10**18)
    desk.queue = Queue(desk.folder, desk.vault, TERMINAL, 0, desk.clock, number, room=room)
    assert (desk.queue.can_accept(), desk.queue.refusal()) == (False, "disk_full")


def test_used_up_numbers_let_no_application_start(desk: Desk) -> None:
    desk.queue._store.write(lambda: desk.queue._store.lift_counter(0, 999_999))
    assert desk.queue.refusal() == "numbers_used_up"


def test_how_long_delivered_ones_are_kept_is_a_setting(desk: Desk) -> None:
    entry = _accepted(desk)
    desk.queue.close()
    room, keep = Room(desk.folder, min_free=0, reserve=65_536), Retention(rest=timedelta(days=3))
    desk.queue = Queue(desk.folder, desk.vault, TERMINAL, 0, desk.clock, number, room=room, retention=keep)
    assert desk.queue.purge(START + timedelta(days=2)) == 0
    assert desk.queue.purge(START + timedelta(days=4)) == 1
    assert desk.file(entry.head_sha).exists() is False


def test_reserve_is_freed_once_and_made_again(tmp_path: Path) -> None:
    room = Room(tmp_path, min_free=0, reserve=65_536)
    room.make_reserve()
    assert (tmp_path / "reserve").stat().st_size == 65_536
    assert (room.free_reserve(), room.free_reserve()) == (True, False)
    room.make_reserve()
    assert (tmp_path / "reserve").exists()


def test_full_disk_is_said_and_nothing_is_kept(desk: Desk) -> None:
    db, draft = desk.queue._store._db, desk.vault.open_draft()
    for n in range(100):
        draft.seal_page(bytes([n]))  # so many files that their rows need a new page
    db.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size: the next new page is one too many
    with pytest.raises(NotKept, match="disk_full"):
        desk.queue.put(draft, b"x", "")
    assert (desk.queue.entries(), draft.open) == ([], True)
    db.execute("PRAGMA max_page_count = 100000")
    assert desk.queue.put(draft, b"x", "").number == number(TERMINAL, 0, 1)


def test_disk_that_refuses_is_said_and_the_next_write_is_made_over_a_new_connection(desk: Desk) -> None:
    db, draft = desk.queue._store._db, desk.vault.open_draft()
    db.execute("PRAGMA query_only = ON")  # answers as a file system that went read-only
    with pytest.raises(NotKept, match="disk_error"):
        desk.queue.put(draft, b"x", "")
    assert (draft.open, desk.queue.entries()) == (True, [])
    assert desk.queue.put(draft, b"x", "").number == number(TERMINAL, 0, 1)
    assert desk.queue._store._db is not db


def test_failing_seal_keeps_nothing_and_the_number_is_free(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    os.rename(desk.folder / "files", desk.folder / "away")
    with pytest.raises(NotKept, match="disk_error"):
        desk.queue.put(draft, b"x", "")
    os.rename(desk.folder / "away", desk.folder / "files")
    assert (desk.queue.entries(), draft.open) == ([], True)
    assert desk.queue.put(draft, b"x", "").number == number(TERMINAL, 0, 1)


def test_desk_and_sync_thread_may_use_it_at_once(desk: Desk) -> None:
    threads = [threading.Thread(target=lambda: [desk.hand_in() for _ in range(10)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.number for entry in desk.queue.entries()}) == 30


def test_wrong_wall_clock_changes_neither_order_nor_due(desk: Desk) -> None:
    first = desk.hand_in()
    desk.clock.jump(timedelta(days=-400))
    second = desk.hand_in()
    desk.clock.jump(timedelta(days=4000))
    assert desk.queue.due(desk.clock.steady(), 5) == [first, second]


def test_purge_gives_pages_up_after_a_day_and_the_head_after_a_month(desk: Desk) -> None:
    entry = _accepted(desk)
    assert desk.queue.purge(START + timedelta(hours=23)) == 0
    assert len(list((desk.folder / "files").iterdir())) == 2
    assert desk.queue.purge(START + timedelta(hours=25)) == 0
    assert [path.name for path in (desk.folder / "files").iterdir()] == [entry.head_sha]
    assert desk.queue.purge(START + timedelta(days=31)) == 1
    purged = desk.queue.entry(entry.id)
    assert purged is not None
    assert (purged.state, purged.number, purged.delivered) == (State.PURGED, entry.number, True)
    assert not list((desk.folder / "files").iterdir())


def test_purge_cut_short_is_finished_by_the_sweep(desk: Desk) -> None:
    entry = _accepted(desk)
    store = desk.queue._store
    store.write(lambda: store.unlink(entry.id, 0))
    desk.reopen()
    assert not list((desk.folder / "files").iterdir())
    assert not list((desk.folder / "quarantine").iterdir())


def _accepted(desk: Desk) -> Entry:
    entry = desk.hand_in(pages=(b"page",))
    assert desk.sync(TransportDouble(desk.platform)).run_once().sent == 1
    return entry


def test_sync_gives_old_files_up_by_itself(desk: Desk) -> None:
    entry = _accepted(desk)
    desk.clock.pass_by(31 * 86_400)
    desk.sync(TransportDouble(desk.platform)).run_once()
    purged = desk.queue.entry(entry.id)
    assert purged is not None
    assert purged.state is State.PURGED


def test_draft_put_twice_is_kept_once(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    assert desk.queue.put(draft, b"x", "") == desk.queue.put(draft, b"x", "")
    assert desk.queue.waiting_count() == 1


def test_abandoned_draft_is_not_kept(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    draft.abandon()
    with pytest.raises(NotKept, match="draft_closed"):
        desk.queue.put(draft, b"x", "")
