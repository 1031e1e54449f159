"""`kiosk doctor` against real drivers on simulated devices and the real platform: one fault at a time."""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap.keys import owner_secret
from kiosk.demo.line import Line
from kiosk.demo.peers.desk_camera import DeskCamera
from kiosk.demo.peers.receipt_printer import PrinterPeer
from kiosk.demo.peers.sam_module import Fault, SamModule
from kiosk.fleet.enrol import enrol
from kiosk.reference_platform.codes import new_code
from tests.support.answering import Answering
from tests.support.kiosk_folder import KioskFolder
from tests.support.platform import PlatformServer

pytest_plugins = ["tests.support.cards"]
READER, CAMERA, PRINTER = "card reader sam_serial-1", "document camera", "receipt printer"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "data")
    yield server
    server.end()


@pytest.fixture
def line(platform: PlatformServer) -> Iterator[Line]:
    line = Line(platform.port)
    yield line
    line.close()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterPeer]:
    with PrinterPeer(tmp_path / "paper") as peer:
        yield peer


class Machine(KioskFolder):
    """A kiosk with a platform it is enrolled at, a reader and a printer: all is well until a test says otherwise."""

    def furnish(self, platform: PlatformServer, line: Line, sam: str, printer: int) -> None:
        (self.folder / "enrolled.json").unlink()
        self.enrolled = enrol(platform.url, new_code(platform.folder), self.folder, "SN-1")
        owner_secret(self.folder)
        with self.running():
            pass  # the first start makes the queue
        reader = f'[[readers]]\ndriver = "sam_serial"\nport = {json.dumps(sam)}\n'
        paper = f'[printer]\ndriver = "escpos_tcp"\nhost = "127.0.0.1"\nport = {printer}\n'
        self.write_settings(reader + paper, f"http://127.0.0.1:{line.port}")

    def add_camera(self, url: str) -> None:
        camera = f'[camera]\ndriver = "opencv"\nsource = {json.dumps(url)}\n'
        self.settings.write_text(self.settings.read_text("utf-8") + camera, "utf-8")

    def check_up(self) -> tuple[int, dict[str, dict[str, Any]]]:
        said = self.say("doctor", "--json")
        return said.status, {row["part"]: row for row in said.data["rows"]}


@pytest.fixture
def machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], platform: PlatformServer, line: Line, sam_module: SamModule,
    printer: PrinterPeer,
) -> Machine:  # fmt: skip
    machine = Machine(tmp_path, capsys)
    machine.furnish(platform, line, sam_module.path, printer.port)
    return machine


def not_good(rows: dict[str, dict[str, Any]]) -> set[str]:
    return {part for part, row in rows.items() if row["state"] not in ("ok", "not configured")}


def test_a_machine_in_good_order_ends_with_zero(machine: Machine) -> None:
    status, rows = machine.check_up()
    assert not_good(rows) == set()
    assert status == 0
    assert "knows this kiosk" in rows["platform"]["detail"]
    assert rows[READER]["detail"].startswith("open ")


def test_a_camera_that_streams_is_ok_and_a_pulled_one_is_broken(machine: Machine, people: dict[str, Any]) -> None:
    with DeskCamera(people) as camera:
        machine.add_camera(camera.url)
        status, rows = machine.check_up()
        assert (status, not_good(rows)) == (0, set())
        assert "lay white paper there" in rows[CAMERA]["do"]  # nothing lies there, so its exposure is unknown
        camera.unplug()
        status, rows = machine.check_up()
    assert (status, not_good(rows)) == (1, {CAMERA})
    assert rows[CAMERA]["detail"] == "frame: no_camera"


@pytest.mark.parametrize(
    ("hand", "word"),
    [
        (lambda peer: peer.set_paper("out"), "out of paper"),
        (lambda peer: peer.set_cover(True), "cover is open"),
        (lambda peer: peer.set_trouble(cutter=True), "cutter"),
        (lambda peer: peer.set_silent(True), "does not answer"),
        (lambda peer: peer.power_off(), "not reachable"),
    ],
)
def test_a_printer_that_cannot_print_is_the_only_broken_part(
    machine: Machine, printer: PrinterPeer, hand: Any, word: str
) -> None:
    hand(printer)
    status, rows = machine.check_up()
    assert (status, not_good(rows)) == (1, {PRINTER})
    assert word in rows[PRINTER]["detail"]
    assert rows[PRINTER]["do"]


def test_low_paper_is_said_and_is_no_fault(machine: Machine, printer: PrinterPeer) -> None:
    printer.set_paper("low")
    status, rows = machine.check_up()
    assert status == 0
    assert "nearly out" in rows[PRINTER]["detail"]


def test_a_check_up_prints_nothing(machine: Machine, printer: PrinterPeer) -> None:
    machine.check_up()
    assert printer.wait_until_idle()
    assert printer.receipts == ()


def test_a_reader_that_is_gone_is_named_with_its_port(machine: Machine, sam_module: SamModule) -> None:
    sam_module.unplug()
    status, rows = machine.check_up()
    assert (status, not_good(rows)) == (1, {READER})
    assert "port" in rows[READER]["detail"] + rows[READER]["do"]


def test_a_reader_whose_module_fails_its_self_test_says_so(machine: Machine, sam_module: SamModule) -> None:
    sam_module.spoil("status", Fault("sw3", 0x66))
    status, rows = machine.check_up()
    assert (status, rows[READER]["state"], rows[READER]["detail"]) == (1, "broken", "status: sam_unauthorised")
    assert "vendor" in rows[READER]["do"]


def test_a_port_another_program_holds_is_broken_while_no_kiosk_runs(machine: Machine, sam_module: SamModule) -> None:
    port = os.open(sam_module.path, os.O_RDWR | os.O_NOCTTY)
    fcntl.flock(port, fcntl.LOCK_EX)
    _, rows = machine.check_up()
    os.close(port)
    assert (rows[READER]["state"], rows[READER]["detail"]) == ("broken", "open: port_busy")


@pytest.mark.parametrize(
    ("mode", "word"),
    [("cut", "no connection"), ("rubbish", "something else answers"), ("failed", "cannot"), ("silent", "no answer")],
)
def test_each_trouble_of_the_line_is_named(machine: Machine, line: Line, mode: str, word: str) -> None:
    line.set(mode)
    status, rows = machine.check_up()
    assert (status, not_good(rows)) == (1, {"platform", "clock"})
    assert word in rows["platform"]["detail"]
    assert rows["clock"]["state"] == "unknown"  # nobody confirms it any more


def test_a_platform_that_is_down_is_broken(machine: Machine, platform: PlatformServer) -> None:
    platform.end(kill=True)
    try:
        status, rows = machine.check_up()
    finally:
        platform.start()
    assert (status, rows["platform"]["state"]) == (1, "broken")


def test_a_key_the_platform_does_not_know_is_found_out(machine: Machine) -> None:
    enrolled = machine.folder / "enrolled.json"
    kept = json.loads(enrolled.read_text())
    kept["answer"]["terminal"] = "99999"
    enrolled.write_text(json.dumps(kept))
    _, rows = machine.check_up()
    assert rows["platform"]["state"] == "broken"
    assert "not_authorised" in rows["platform"]["detail"]
    assert rows["clock"]["state"] == "ok"  # its time was told before


def test_a_running_kiosk_keeps_its_devices(machine: Machine, printer: PrinterPeer, sam_module: SamModule) -> None:
    machine.add_camera("/dev/video-of-the-kiosk")
    with machine.running():
        asked = len(sam_module.orders)
        status, rows = machine.check_up()
        assert len(sam_module.orders) == asked
    assert status == 1
    assert not_good(rows) == {READER, CAMERA, PRINTER}
    for part in (READER, CAMERA, PRINTER):
        assert (rows[part]["state"], rows[part]["detail"]) == ("unknown", "in use by the running kiosk")


def test_the_card_service_is_checked_beside_a_running_kiosk(machine: Machine, card_parts: None) -> None:
    machine.write_settings('[[readers]]\ndriver = "pcsc"\nreader = "Virtual PCD 00 00"\n')
    with machine.running():
        _, rows = machine.check_up()
    assert rows["card reader pcsc-1"]["state"] == "ok"
    assert "vsmartcard-vpcd" in rows["card reader pcsc-1"]["do"]


def test_a_clock_far_from_the_platforms_is_broken(machine: Machine) -> None:
    years_ago = b"HTTP/1.1 204 No Content\r\nX-Server-Time: 2020-01-01T00:00:00+00:00\r\nConnection: close\r\n\r\n"
    with Answering(years_ago) as url:
        machine.write_settings(url=url)
        _, rows = machine.check_up()
    assert rows["clock"]["state"] == "broken"
    assert "ahead of the platform's" in rows["clock"]["detail"]
