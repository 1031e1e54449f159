"""What the check-up says about what was seen, and what it sees in a folder. Its devices: tests/flows/test_doctor.py."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.interfaces import Paper, PrinterState
from devices.receipt_printer.status import obstacle
from kiosk.bootstrap.doctor import Looking, enrolment_seen, font_row
from kiosk.bootstrap.keys import owner_secret
from kiosk.settings import load_settings
from kiosk.technician import checks, report
from kiosk.technician.checks import EnrolmentSeen, FolderSeen, PlatformSeen, Row, State
from offline_queue import Queue
from offline_queue import State as Kept
from tests.support.kiosk_folder import KioskFolder

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ENROLLED = EnrolmentSeen("there", "terminal 12345, epoch 0", code_set=True, owner_key=True)
GOOD_PRINTER = PrinterState(link=True, cover_closed=True, paper=Paper.OK, cutter_ok=True)
MB = 1_000_000


@dataclass(frozen=True)
class Step:
    name: str
    ok: bool = True
    seconds: float = 0.01
    remedy: str = ""


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> KioskFolder:
    return KioskFolder(tmp_path, capsys)


def row_of(kiosk: KioskFolder, part: str) -> dict[str, Any]:
    (row,) = (row for row in kiosk.say("doctor", "--json").data["rows"] if row["part"] == part)
    return dict(row)


# --- rows and exit status -----------------------------------------------------------------------------------------


def rows(*states: State, settings: State = State.OK) -> list[Row]:
    return [Row("settings", settings, ""), *(Row("part", state, "") for state in states)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (rows(State.OK), 0),
        (rows(State.OK, State.NOT_CONFIGURED), 0),
        (rows(State.OK, State.BROKEN), 1),
        (rows(State.OK, State.UNKNOWN), 1),  # nobody knows, so it is not well
        (rows(State.BROKEN, settings=State.BROKEN), 2),
    ],
)
def test_the_exit_status_says_the_worst(found: list[Row], expected: int) -> None:
    assert report.status(found) == expected
    assert report.as_data(found, None)["ok"] is (expected == 0)


def test_every_row_is_a_line_with_what_to_do_below() -> None:
    found = [Row("settings", State.OK, "kiosk.toml"), Row("printer", State.BROKEN, "out of paper", "put paper in")]
    lines = report.as_lines(found)
    assert [line.split()[0] for line in lines] == ["ok", "broken", "→", "1"]
    assert lines[-1] == "1 ok, 1 broken"


ROWS_THAT_ARE_NOT_GOOD: list[Row] = [
    checks.settings("kiosk.toml", ["no driver 'x'"]),
    checks.folder("/f", FolderSeen(there=False)),
    checks.folder("/f", FolderSeen(there=True, fault="Read-only file system")),
    checks.folder("/f", FolderSeen(there=True, free=10 * MB, least=200 * MB)),
    checks.folder("/f", FolderSeen(there=True, free=900 * MB, least=200 * MB, files_left=False)),
    checks.font("none", draws_chinese=False),
    checks.clock(datetime(1970, 1, 1, tzinfo=UTC), 0.0),
    checks.clock(NOW, None),
    checks.clock(NOW, 121.0),
    checks.clock(NOW, -121.0),
    checks.enrolment(replace(ENROLLED, key="damaged")),
    checks.enrolment(replace(ENROLLED, key="missing")),
    checks.enrolment(replace(ENROLLED, who="")),
    checks.enrolment(replace(ENROLLED, who="", code_set=False)),
    checks.enrolment(replace(ENROLLED, owner_key=False)),
    checks.enrolment(replace(ENROLLED, readable_by_others=("device.key",))),
    checks.queue({"queued": 1}, "row 7 missing from index", 1, 0),
    checks.queue({"quarantined": 1}, "", 0, 1),
    *(checks.queue_unopened(code, code, ran_before=True) for code in checks.QUEUE_REMEDIES),
    checks.queue_unopened("store_unreadable", "", ran_before=False),
    *(checks.platform("u", PlatformSeen(0.1, trouble)) for trouble in checks.PLATFORM_TROUBLES),
    checks.platform("u", PlatformSeen(0.1, "failed", "certificate_date")),
    checks.platform("u", PlatformSeen(0.1, code="not_authorised", knows_us=False)),
    checks.platform("u", PlatformSeen(0.1)),
    checks.device("reader", []),
    checks.device("reader", [Step("open"), Step("status", ok=False, remedy="no_answer: nothing answers")]),
    *(checks.printer(GOOD_PRINTER, code) for code in checks.OBSTACLES),
    checks.in_use("reader"),
    checks.unchecked("reader", "no answer in time"),
]


@pytest.mark.parametrize("row", ROWS_THAT_ARE_NOT_GOOD, ids=lambda row: f"{row.part} {row.detail}"[:50])
def test_what_is_not_good_says_what_it_is_and_what_to_do(row: Row) -> None:
    assert row.state in (State.BROKEN, State.UNKNOWN)
    assert row.detail
    assert row.to_do
    assert not set("{}") & set(row.detail + row.to_do)


@pytest.mark.parametrize(
    "row",
    [
        checks.settings("kiosk.toml", []),
        checks.folder("/f", FolderSeen(there=True, free=900 * MB, least=200 * MB)),
        checks.clock(NOW, -3.0),
        checks.enrolment(ENROLLED),
        checks.queue({"queued": 3, "held": 1}, "", 3, 1),
        checks.platform("u", PlatformSeen(0.1, ahead_s=0.0, knows_us=True)),
        checks.device("reader", [Step("open"), Step("find")]),
        checks.printer(GOOD_PRINTER, ""),
        checks.printer(replace(GOOD_PRINTER, paper=Paper.LOW), ""),
    ],
    ids=lambda row: row.part,
)
def test_what_is_good_is_ok(row: Row) -> None:
    assert row.state is State.OK


def test_a_clock_that_nobody_confirmed_is_unknown_and_an_impossible_one_is_broken() -> None:
    assert checks.clock(NOW, None).state is State.UNKNOWN
    assert checks.clock(NOW - timedelta(days=400), None).state is State.BROKEN
    assert "behind" in checks.clock(NOW, -3600.0).detail


def test_a_failed_step_names_its_code_and_its_remedy() -> None:
    row = checks.device("reader", [Step("open"), Step("status", ok=False, remedy="no_answer: check the cable")])
    assert (row.detail, row.to_do) == ("status: no_answer", "check the cable")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (PrinterState(link=True), State.UNKNOWN),  # a model that cannot be asked
        (PrinterState(link=True, cover_closed=True, paper=Paper.UNKNOWN, cutter_ok=True), State.UNKNOWN),
        (PrinterState(link=False, fault="refused"), State.BROKEN),
        (PrinterState(fault="silent"), State.BROKEN),
    ],
)
def test_a_printer_that_does_not_tell_is_not_ok(state: PrinterState, expected: State) -> None:
    assert checks.printer(state, obstacle(state)).state is expected


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
