"""What the check-up sees in a folder and its settings. Its words: test_doctor_rows.py; devices: tests/flows."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap.doctor import Looking, enrolment_seen, font_row
from kiosk.bootstrap.keys import owner_secret
from kiosk.settings import load_settings
from kiosk.technician import checks
from kiosk.technician.checks import Row, State
from offline_queue import Queue
from offline_queue import State as Kept
from tests.support.kiosk_folder import KioskFolder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> KioskFolder:
    return KioskFolder(tmp_path, capsys)


def row_of(kiosk: KioskFolder, part: str) -> dict[str, Any]:
    (row,) = (row for row in kiosk.say("doctor", "--json").data["rows"] if row["part"] == part)
    return dict(row)


# --- the folder of a kiosk ----------------------------------------------------------------------------------------


def test_a_kiosk_in_good_order_has_good_keys(kiosk: KioskFolder) -> None:
    owner_secret(kiosk.folder)
    assert row_of(kiosk, "enrolment")["state"] == "ok"
    assert "12345" in row_of(kiosk, "enrolment")["detail"]


def spoil(name: str, do: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: do(folder / name)


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (spoil("device.key", Path.unlink), "device.key is gone"),
        (spoil("device.key", lambda p: p.write_bytes(b"short")), "device.key is damaged"),
        (spoil("device.key", lambda p: p.chmod(0o644)), "other users may read device.key"),
        (spoil("enrolled.json", lambda p: p.write_text("{")), "not enrolled"),
        (spoil("owner.key", Path.unlink), "owner.key is gone"),
        (spoil("owner.key", lambda p: p.write_bytes(b"")), "owner.key is gone or damaged"),
    ],
)
def test_each_harm_to_the_keys_is_named(kiosk: KioskFolder, harm: Callable[[Path], object], word: str) -> None:
    owner_secret(kiosk.folder)
    harm(kiosk.folder)
    row = checks.enrolment(enrolment_seen(load_settings(kiosk.settings)))
    assert row.state is State.BROKEN
    assert word in row.detail


def test_the_queue_is_read_beside_a_running_kiosk(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        desk.hand_in()
        desk.queue.hold(desk.hand_in().id)
        row = row_of(kiosk, "queue")
        assert row["state"] == "ok"
        assert row["detail"] == "1 on their way, 1 wait for a person, 2 in all"
        assert row["do"] == "kiosk queue list"
        assert desk.queue.entries((Kept.QUEUED,))  # the owner still has it
        assert kiosk.say("doctor", "--json").data["kiosk_runs"] is True


def test_a_lost_database_is_broken_and_a_first_start_is_not_yet_known(kiosk: KioskFolder) -> None:
    assert row_of(kiosk, "queue")["state"] == "broken"  # enrolled, so it has run
    (kiosk.folder / "enrolled.json").unlink()
    assert row_of(kiosk, "queue")["state"] == "unknown"
    assert not (kiosk.folder / "queue").exists()


def test_a_destroyed_database_is_broken_and_to_be_kept(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        desk.hand_in()
    path = kiosk.folder / "queue" / "queue.db"
    path.write_bytes(b"\xff" * path.stat().st_size)
    row = row_of(kiosk, "queue")
    assert row["state"] == "broken"
    assert "copy its whole folder" in row["do"]


def test_a_folder_that_is_a_file_does_not_break_the_check_up(kiosk: KioskFolder, tmp_path: Path) -> None:
    other = tmp_path / "file"
    other.write_text("")
    kiosk.folder = other
    kiosk.write_settings()
    said = kiosk.say("doctor", "--json")
    assert said.status == 1
    assert "not there" in next(r["detail"] for r in said.data["rows"] if r["part"] == "folder")


def test_a_folder_that_keeps_no_file_is_broken(kiosk: KioskFolder) -> None:
    kiosk.folder = Path("/proc/self")
    kiosk.write_settings()
    assert row_of(kiosk, "folder")["state"] == "broken"


def test_the_chinese_font_of_this_machine_draws_chinese() -> None:
    assert font_row().state is State.OK


# --- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "foldr = 1\n",
        'readers = [{driver = "magic"}]\n',
        '[printer]\ndriver = "escpos_tcp"\nhost = "127.0.0.1"\nprofile = "magic"\n',
        '[camera]\ndriver = "magic"\nsource = "/dev/video0"\n',
        "= broken toml",
        "fullscreen = 1\n",
        "idle_grace_s = true\n",
        "camera = 3\n",
        "readers = 3\n",
        "readers = [3]\n",
        'readers = [{driver = "pcsc", baud = "fast"}]\n',
        '[printer]\ndriver = "escpos_tcp"\nhost = "127.0.0.1"\nport = "9100"\n',
    ],
)
def test_wrong_settings_end_with_two_and_are_named(kiosk: KioskFolder, text: str) -> None:
    kiosk.write_settings(text)
    said = kiosk.say("doctor", "--json")
    assert said.status == 2
    row = said.data["rows"][0]
    assert (row["part"], row["state"]) == ("settings", "broken")
    assert row["detail"]


def test_a_setting_of_the_wrong_kind_says_how_to_write_it(kiosk: KioskFolder) -> None:
    kiosk.write_settings('[printer]\ndriver = "escpos_tcp"\nhost = "127.0.0.1"\nport = "9100"\n')
    detail = kiosk.say("doctor", "--json").data["rows"][0]["detail"]
    assert detail == "setting printer.port must be a whole number, not '9100'"


def test_a_whole_number_is_a_number_too(kiosk: KioskFolder) -> None:
    kiosk.write_settings("idle_grace_s = 20\nfullscreen = false\n")
    assert load_settings(kiosk.settings).idle_grace_s == 20


def test_a_settings_file_that_is_not_there_ends_with_two(kiosk: KioskFolder) -> None:
    kiosk.settings.unlink()
    assert kiosk.say("doctor").status == 2


def test_devices_the_settings_do_not_name_are_not_configured(kiosk: KioskFolder) -> None:
    for part in ("card reader", "document camera", "receipt printer"):
        assert row_of(kiosk, part)["state"] == "not configured"


# --- looks that go wrong ------------------------------------------------------------------------------------------


def test_a_look_that_hangs_is_left_behind_and_unknown() -> None:
    over = threading.Event()

    def look() -> list[Row]:
        over.wait(30)
        return [Row("reader", State.OK, "too late")]

    (row,) = Looking("reader", look).rows(0.1)
    over.set()
    assert (row.state, row.detail) == (State.UNKNOWN, "no answer in time")


def test_a_look_that_fails_is_unknown_and_says_why() -> None:
    def look() -> list[Row]:
        raise OSError("the bus is gone")

    (row,) = Looking("reader", look).rows(5)
    assert (row.state, row.part) == (State.UNKNOWN, "reader")
    assert "the bus is gone" in row.detail


def test_json_is_alone_on_standard_output_and_logs_are_not_there(kiosk: KioskFolder) -> None:
    order = [sys.executable, "-m", "kiosk", "doctor", "--settings", str(kiosk.settings), "--json"]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, env=os.environ)
    assert done.returncode == 1
    assert {row["part"] for row in json.loads(done.stdout)["rows"]} >= {"settings", "queue", "platform", "clock"}


def test_looking_takes_nothing_from_the_queue(kiosk: KioskFolder) -> None:
    with kiosk.running() as desk:
        entry = desk.hand_in()
    kiosk.say("doctor")
    with kiosk.running() as desk:
        assert isinstance(desk.queue, Queue)
        assert desk.queue.entry(entry.id) == entry
