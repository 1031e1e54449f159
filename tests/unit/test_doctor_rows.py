"""What the check-up says about what was seen."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from devices.interfaces import Paper, PrinterState
from devices.receipt_printer.status import obstacle
from kiosk.technician import checks, report
from kiosk.technician.checks import EnrolmentSeen, FolderSeen, PlatformSeen, Row, State

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
