import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.bootstrap.queue_words import MEANS
from offline_queue import Entry, QueueReader, State
from offline_queue.owner import is_owned
from tests.support.kiosk_folder import KioskFolder
from tests.support.platform_double import Fault
from tests.support.queue_builders import Desk
from tests.support.transport_double import TransportDouble

ROOT = Path(__file__).resolve().parents[2]
MARKER = "黄小满"


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> KioskFolder:
    return KioskFolder(tmp_path, capsys)


def sent(desk: Desk, *faults: Fault) -> None:
    """One run of the sync, with these faults on heads."""
    desk.platform.fault("head", *faults)
    desk.sync(TransportDouble(desk.platform)).run_once()


def one(kiosk: KioskFolder) -> Entry:
    """Handed in with a page, and the kiosk stopped."""
    with kiosk.running() as desk:
        return desk.hand_in(MARKER.encode(), (MARKER.encode(),), case_key="opaque-case-key")


def refused(kiosk: KioskFolder) -> Entry:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        sent(desk, Fault("status", 422, "form_outdated", retryable=False))
        return entry


def state_of(kiosk: KioskFolder, entry: Entry) -> str:
    return str(kiosk.say("queue", "show", entry.number, "--json").data["state"])


# --- looking ------------------------------------------------------------------------------------------------------


def test_list_shows_what_is_not_finished_in_the_order_of_handing_in(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        delivered = desk.hand_in()
        sent(desk)
        waiting = [desk.hand_in(), desk.hand_in()]
    found = kiosk.say("queue", "list", "--json").data
    assert [row["number"] for row in found["entries"]] == [entry.number for entry in waiting]
    assert found["entries"][0]["handed_in_at"].startswith("2026-11-24T02:00")
    assert found["counts"] == {"accepted": 1, "queued": 2}
    everything = kiosk.say("queue", "list", "--all", "--json").data["entries"]
    assert [row["number"] for row in everything] == [entry.number for entry in (delivered, *waiting)]


def test_list_works_beside_a_running_kiosk_and_takes_nothing_from_it(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        first = desk.hand_in()
        found = kiosk.say("queue", "list", "--json").data
        assert [row["number"] for row in found["entries"]] == [first.number]
        assert found["kiosk_runs"] is True
        desk.hand_in()  # the owner goes on writing
        assert len(kiosk.say("queue", "list", "--json").data["entries"]) == 2
    assert kiosk.say("queue", "list", "--json").data["kiosk_runs"] is False


def test_looking_leaves_the_folder_as_it_was(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    kept = {path: path.read_bytes() for path in (kiosk.folder / "queue").rglob("*") if path.is_file()}
    for words in (["list"], ["show", entry.number], ["check"]):
        assert kiosk.say("queue", *words).status == 0
    assert {path: path.read_bytes() for path in kept} == kept
    with kiosk.running() as desk:  # the lock is free, and so is the database
        assert desk.queue.entry(entry.id) == entry


def test_rows_that_are_only_in_the_write_ahead_log_are_seen(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        queue_db = kiosk.folder / "queue" / "queue.db"
        copy = kiosk.folder / "copy"  # what a power cut leaves: nothing was checkpointed or closed
        copy.mkdir()
        for path in (queue_db, queue_db.with_name("queue.db-wal")):
            (copy / path.name).write_bytes(path.read_bytes())
    with QueueReader(copy) as reader:
        assert [e.id for e in reader.entries()] == [entry.id]


def test_show_finds_a_number_as_it_is_printed_and_tells_its_history(kiosk: KioskFolder) -> None:
    entry = refused(kiosk)
    printed = " ".join(entry.number[n : n + 4] for n in range(0, 14, 4))
    found = kiosk.say("queue", "show", printed, "--json").data
    assert (found["id"], found["state"], found["reason"]) == (entry.id, "rejected", "form_outdated")
    for said in (entry.number, entry.id):
        assert kiosk.say("queue", "show", said, "--json").data == found
    assert [line["what"] for line in found["history"]] == ["handed_in", "refused:form_outdated"]
    assert found["means"] in kiosk.say("queue", "show", entry.number).out


def test_a_delivered_one_shows_the_platforms_number(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        sent(desk)
        receipt = desk.queue.entry(entry.id)
    assert receipt is not None and receipt.receipt is not None
    found = kiosk.say("queue", "show", entry.number, "--json").data
    assert (found["state"], found["official_no"]) == ("accepted", receipt.receipt.official_no)
    assert found["received_at"] == receipt.receipt.received_at


def test_a_misread_number_and_a_foreign_one_are_told_apart(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    misread = entry.number[:-1] + str((int(entry.number[-1]) + 1) % 10)
    assert kiosk.say("queue", "show", misread, "--json").data["problem"] == "number_wrong"
    foreign = kiosk.say("queue", "show", "54321000000143", "--json")
    assert (foreign.status, foreign.data["problem"]) == (1, "number_wrong")
    other = kiosk.say("queue", "show", "00001000000161", "--json")
    assert (other.status, other.data["problem"]) == (1, "not_here")


def test_nothing_a_resident_said_comes_out(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    for words in (["list"], ["show", entry.number], ["check"]):
        for form in ([], ["--json"]):
            said = kiosk.say("queue", *words, *form)
            assert MARKER not in said.out + said.err
            assert "opaque-case-key" not in said.out + said.err


def test_json_is_alone_on_standard_output(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    with kiosk.running():
        for words in (["list"], ["show", entry.number], ["check"], ["hold", entry.number]):
            order = [sys.executable, "-m", "kiosk", "queue", *words, "--settings", str(kiosk.settings), "--json"]
            done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
            assert isinstance(json.loads(done.stdout), dict)


def test_every_state_has_words() -> None:
    assert set(MEANS) == set(State)


# --- check --------------------------------------------------------------------------------------------------------


def test_check_passes_what_is_whole_and_names_what_is_not(kiosk: KioskFolder) -> None:
    good, bad = one(kiosk), one(kiosk)
    assert kiosk.say("queue", "check", "--json").data == {"database": "ok", "damaged": [], "set_aside": []}
    sealed = kiosk.folder / "queue" / "files" / bad.head_sha
    spoilt = bytearray(sealed.read_bytes())
    spoilt[100] ^= 1
    sealed.write_bytes(spoilt)
    found = kiosk.say("queue", "check", "--json")
    assert (found.status, found.data["damaged"]) == (1, [bad.number])
    assert good.number not in found.out


def test_a_missing_file_is_damage_too(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    (kiosk.folder / "queue" / "files" / entry.head_sha).unlink()
    assert kiosk.say("queue", "check").status == 1


def test_a_destroyed_database_is_told_and_not_touched(kiosk: KioskFolder) -> None:
    one(kiosk)
    path = kiosk.folder / "queue" / "queue.db"
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    before = path.read_bytes()
    said = kiosk.say("queue", "check", "--json")
    assert (said.status, said.data["problem"]) == (3, "store_damaged")
    assert path.read_bytes() == before


# --- changing -----------------------------------------------------------------------------------------------------


def test_hold_and_release_survive_the_next_start(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    assert kiosk.say("queue", "hold", entry.number, "--json").data["state"] == "held"
    with kiosk.running() as desk:
        sent(desk)
        assert desk.platform.kept == {}  # a held one is not sent
    assert kiosk.say("queue", "release", entry.number, "--json").data["state"] == "queued"
    with kiosk.running() as desk:
        sent(desk)
        assert set(desk.platform.kept) == {entry.id}
    assert state_of(kiosk, entry) == "accepted"


def test_retry_sends_the_same_again(kiosk: KioskFolder) -> None:
    entry = refused(kiosk)
    changed = kiosk.say("queue", "retry", entry.number, "--json")
    assert changed.data == {"number": entry.number, "before": "rejected", "state": "queued"}
    with kiosk.running() as desk:
        desk.clock.pass_by(3600)
        sent(desk)
        assert set(desk.platform.kept) == {entry.id}


def test_an_order_that_changes_nothing_says_so_and_keeps_the_reason(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        desk.queue.hold(entry.id, "conflict")
    again = kiosk.say("queue", "hold", entry.number)
    assert again.status == 0
    assert "nothing to do" in again.out
    assert kiosk.say("queue", "show", entry.number, "--json").data["reason"] == "conflict"


@pytest.mark.parametrize("verb", ["hold", "release", "retry"])
def test_what_was_delivered_stays_delivered(kiosk: KioskFolder, verb: str) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        sent(desk)
    said = kiosk.say("queue", verb, entry.number, "--json")
    assert (said.status, said.data["problem"]) == (1, "not_in_this_state")
    assert state_of(kiosk, entry) == "accepted"


def test_release_is_no_way_round_a_refusal(kiosk: KioskFolder) -> None:
    entry = refused(kiosk)
    assert kiosk.say("queue", "release", entry.number).status == 1
    assert state_of(kiosk, entry) == "rejected"


@pytest.mark.parametrize("verb", ["hold", "release", "retry"])
def test_a_running_kiosk_keeps_its_queue(kiosk: KioskFolder, verb: str) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
        said = kiosk.say("queue", verb, entry.number)
        assert said.status == 3
        assert "nothing was changed" in said.err
        assert said.out == ""
        assert desk.queue.entry(entry.id) == entry
        sent(desk)  # it still owns the folder and still sends
        assert set(desk.platform.kept) == {entry.id}


def test_a_second_kiosk_on_the_same_folder_is_refused_in_words(kiosk: KioskFolder) -> None:
    with kiosk.running():
        said = kiosk.say("run")
    assert said.status == 3
    assert "another process owns the queue" in said.err


# --- what stands in the way ---------------------------------------------------------------------------------------


def test_where_there_is_no_queue_none_is_made(tmp_path: Path, kiosk: KioskFolder) -> None:
    for words in (["list"], ["hold", "12345000000184"]):
        said = kiosk.say("queue", *words, "--json")
        assert (said.status, said.data["problem"]) == (3, "store_unreadable")
    assert not (kiosk.folder / "queue").exists()


def test_a_later_versions_queue_is_left_alone(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    db = sqlite3.connect(kiosk.folder / "queue" / "queue.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    for words in (["list"], ["show", entry.number], ["hold", entry.number]):
        said = kiosk.say("queue", *words, "--json")
        assert (said.status, said.data["problem"]) == (3, "store_too_new")


def test_wrong_settings_are_said_apart(kiosk: KioskFolder) -> None:
    kiosk.write_settings("foldr = 1\n")
    said = kiosk.say("queue", "list", "--json")
    assert (said.status, said.data["problem"]) == (2, "settings")
    assert "foldr" in said.err


def test_a_kiosk_that_was_never_enrolled_cannot_be_ordered(kiosk: KioskFolder) -> None:
    entry = one(kiosk)
    (kiosk.folder / "enrolled.json").unlink()
    assert kiosk.say("queue", "hold", entry.number).status == 3
    assert state_of(kiosk, entry) == "queued"


def test_the_owner_is_seen_without_touching_the_lock(kiosk: KioskFolder) -> None:
    assert is_owned(kiosk.folder / "queue") is False
    with kiosk.running():
        assert is_owned(kiosk.folder / "queue") is True
    assert is_owned(kiosk.folder / "queue") is False
