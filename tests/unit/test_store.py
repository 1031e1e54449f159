"""The service's own records survive what they must and say nothing they may not."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.store import HandedInRow, JobState, PrintJobRow, ResultRow, Store, StoreTooNew

NOW = datetime(2026, 11, 24, 2, 24, tzinfo=UTC)
MINE, YOURS = "tag-mine", "tag-yours"


def handed(submission: str = "s1", tag: str = MINE, number: str = "12345000000184") -> HandedInRow:
    return HandedInRow(submission, number, "DG-WJ-001", tag, NOW)


def result(cursor: int, submission: str = "s1", state: str = "approved") -> ResultRow:
    return ResultRow(cursor, submission, "12345000000184", "DG1", "DG-WJ-001", state, "办好了", "Done", NOW)


def job(name: str = "j1", copy_no: int = 0) -> PrintJobRow:
    return PrintJobRow(name, "s1", "12345000000184", copy_no, "00" * 32, JobState.WAITING, 0, NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "service.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store(path)
    yield opened
    opened.close()


def test_what_was_recorded_is_there_after_a_restart(store: Store, path: Path) -> None:
    store.remember_handed_in(handed())
    store.record_result(result(7))
    store.add_print_job(job())
    store.audit(NOW, "handed_in", {"matter": "DG-WJ-001", "offline": True})
    store.close()
    again = Store(path)
    assert again.handed_in_by(MINE) == (handed(),)
    assert again.results_for(MINE) == (result(7),)
    assert again.print_job("j1") == job()
    assert [(line.event, line.facts) for line in again.audit_lines()] == [
        ("handed_in", {"matter": "DG-WJ-001", "offline": True})
    ]
    assert again.last_cursor() == 7
    again.close()


def test_the_file_is_readable_by_the_service_only(store: Store, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_a_later_version_is_not_touched(store: Store, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreTooNew):
        Store(path)


def test_another_thread_is_refused(store: Store) -> None:
    refused: list[Exception] = []

    def look() -> None:
        try:
            store.last_cursor()
        except sqlite3.ProgrammingError as error:
            refused.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert len(refused) == 1


def test_a_result_that_comes_twice_is_recorded_once(store: Store) -> None:
    assert store.record_result(result(3))
    assert not store.record_result(replace(result(3), state="rejected"))
    found = store.result_of("s1")
    assert found is not None
    assert found.state == "approved"


def test_owners_see_their_own_results_and_the_newest_of_each(store: Store) -> None:
    for row in (handed("s1"), handed("s2", YOURS, "12345000000281"), handed("s3", MINE, "12345000000378")):
        store.remember_handed_in(row)
    for said in (result(1, "s1", "received"), result(2, "s2"), result(3, "s1"), result(4, "s3")):
        store.record_result(said)
    assert [(row.submission, row.state) for row in store.results_for(MINE)] == [("s1", "approved"), ("s3", "approved")]
    assert [row.submission for row in store.results_for(YOURS)] == ["s2"]
    assert store.results_for("tag-nobody") == ()


def test_a_seen_result_is_shown_no_more_until_a_newer_one_comes(store: Store) -> None:
    store.remember_handed_in(handed())
    store.record_result(result(1, state="received"))
    store.mark_seen(result(1))
    assert store.results_for(MINE, unseen_only=True) == ()
    assert store.results_for(MINE)[0].seen
    store.record_result(result(2))
    assert [row.cursor for row in store.results_for(MINE, unseen_only=True)] == [2]


def test_a_result_seen_on_screen_does_not_hide_one_that_came_after(store: Store) -> None:
    store.remember_handed_in(handed())
    store.record_result(result(1, state="received"))
    store.record_result(result(2))
    store.mark_seen(result(1))
    assert [row.cursor for row in store.results_for(MINE, unseen_only=True)] == [2]


def test_a_result_without_a_known_owner_is_kept(store: Store) -> None:
    assert store.record_result(result(5, "from before a reinstall"))
    assert store.last_cursor() == 5


def test_asking_begins_at_nothing(store: Store) -> None:
    assert store.last_cursor() == 0


def test_a_submission_is_remembered_once_and_learns_its_number_later(store: Store) -> None:
    store.remember_handed_in(handed(number=""))
    store.remember_handed_in(handed(tag=YOURS))
    store.remember_handed_in(handed(number="99999999999948"))
    assert store.handed_in_by(MINE) == (handed(),)


def test_a_print_job_moves_only_from_where_it_stands(store: Store) -> None:
    store.add_print_job(job())
    assert store.move_print_job("j1", JobState.WAITING, JobState.SENDING, NOW)
    assert not store.move_print_job("j1", JobState.WAITING, JobState.SENDING, NOW)
    row = store.print_job("j1")
    assert row is not None
    assert (row.state, row.attempt) == (JobState.SENDING, 1)


def test_one_copy_of_a_slip_is_one_job(store: Store) -> None:
    store.add_print_job(job())
    with pytest.raises(sqlite3.IntegrityError):
        store.add_print_job(job("j2", copy_no=0))
    store.add_print_job(job("j2", copy_no=1))
    assert [row.id for row in store.print_jobs("s1")] == ["j1", "j2"]


def test_a_moment_without_a_zone_is_a_broken_promise(store: Store) -> None:
    with pytest.raises(AssertionError, match="aware"):
        store.audit(NOW.replace(tzinfo=None), "x", {})
