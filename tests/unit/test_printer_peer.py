"""The simulated printer says and does what the reference and the emulator do; spoken to over a bare socket."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.peers.receipt_printer import PrinterPeer
from kiosk.demo.peers.receipt_printer.commands import Command, CommandReader, Kind
from tests.support.printers import ink, whole

LINE = bytes.fromhex("1d76300048000100") + b"\xff" * 72
CUT = bytes.fromhex("1d564110")


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[PrinterPeer]:
    with PrinterPeer(tmp_path / "paper") as printer:
        yield printer


@pytest.fixture
def wire(peer: PrinterPeer) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", peer.port), timeout=2) as link:
        yield link


def asked(wire: socket.socket, question: str, length: int = 1) -> str:
    wire.sendall(bytes.fromhex(question))
    return heard(wire, length)


def heard(wire: socket.socket, length: int) -> str:
    said = b""
    while len(said) < length:
        said += wire.recv(length - len(said))
    return said.hex()


def status(wire: socket.socket) -> str:
    return " ".join(asked(wire, f"10040{n}") for n in (1, 2, 3, 4))


def test_live_status_is_that_of_the_emulator(peer: PrinterPeer, wire: socket.socket) -> None:
    assert status(wire) == "12 12 12 12"
    peer.set_paper("low")
    assert status(wire) == "12 12 12 1e"
    peer.set_paper("out")
    assert status(wire) == "1a 32 12 7e"
    peer.calm()
    peer.set_cover(True)
    assert status(wire) == "1a 16 12 12"
    peer.calm()
    peer.set_offline(True)
    assert status(wire) == "1a 12 12 12"


def test_error_bits_are_those_of_the_reference(peer: PrinterPeer, wire: socket.socket) -> None:
    peer.set_trouble(cutter=True)
    assert status(wire) == "1a 52 1a 12"
    peer.set_trouble(broken=True)
    assert status(wire) == "1a 52 32 12"
    peer.set_trouble(overheated=True)
    assert status(wire) == "1a 52 52 12"


def test_the_paper_question_waits_its_turn_while_blocked(peer: PrinterPeer, wire: socket.socket) -> None:
    peer.set_paper("out")
    wire.sendall(LINE + bytes.fromhex("1d7201"))
    assert asked(wire, "100404") == "7e"  # live status overtakes it
    peer.set_paper("low")
    assert heard(wire, 1) == "03"


def test_a_process_id_comes_back_when_all_before_it_is_printed(wire: socket.socket) -> None:
    assert asked(wire, "1d284806003030 41424344", 7) == "37224142434400"


def test_unasked_status_comes_until_the_printer_is_initialised(peer: PrinterPeer, wire: socket.socket) -> None:
    assert asked(wire, "1d61ff", 4) == "10000000"
    peer.set_paper("low")
    assert heard(wire, 4) == "10000300"
    peer.set_cover(True)
    assert heard(wire, 4) == "38000300"
    peer.set_cover(False)
    assert heard(wire, 4) == "10000300"
    assert asked(wire, "1b40 1d7201", 1) == "03"  # ESC @ switches it off
    peer.set_paper("ok")
    assert asked(wire, "100401") == "12"


def test_a_question_inside_a_picture_is_picture(peer: PrinterPeer, wire: socket.socket) -> None:
    inside = bytes.fromhex("1d76300048000100") + bytes.fromhex("100401") * 24
    wire.sendall(inside + CUT)
    assert peer.wait_for_receipts(1)
    assert asked(wire, "100402") == "12"


def test_what_was_sent_while_blocked_prints_after_the_connection_is_gone(peer: PrinterPeer) -> None:
    peer.set_paper("out")
    with socket.create_connection(("127.0.0.1", peer.port)) as link:
        link.sendall(LINE * 40 + CUT)
        assert asked(link, "100404") == "7e"  # so the rest has arrived
    peer.set_paper("ok")
    assert peer.wait_for_receipts(1)
    assert [receipt.rows for receipt in whole(peer)] == [40 + 16]


def test_a_job_without_its_cut_is_a_torn_piece(peer: PrinterPeer) -> None:
    with socket.create_connection(("127.0.0.1", peer.port)) as link:
        link.sendall(LINE * 40 + LINE[:30])
    assert peer.wait_for_receipts(1)
    assert [(receipt.rows, receipt.boundary) for receipt in peer.receipts] == [(40, "torn")]


def test_a_printer_without_power_refuses_and_has_forgotten(peer: PrinterPeer) -> None:
    peer.set_paper("out")
    with socket.create_connection(("127.0.0.1", peer.port)) as link:
        link.sendall(LINE * 40 + CUT)
        assert asked(link, "100404") == "7e"
        peer.power_off()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", peer.port))
    peer.calm()
    assert peer.wait_until_idle()
    assert peer.receipts == ()


def test_hanzi_are_drawn_in_hanzi_mode(peer: PrinterPeer, wire: socket.socket) -> None:
    large, small = bytes.fromhex("1b40 1c26 1b6101 1d2111"), bytes.fromhex("0a 1d2100 1c2e")
    wire.sendall(large + "办件回执".encode("gb18030") + small + b"No. 1234\n" + CUT)
    assert peer.wait_for_receipts(1)
    box = ink(peer.receipts[0]).getbbox()
    assert box is not None
    left, _, right, bottom = box
    assert abs(left - (576 - right)) < 12  # centred
    assert 150 < right - left <= 4 * 48
    assert bottom > 60  # two lines, the first one of double height


def test_commands_come_out_whole_whatever_the_pieces() -> None:
    job = bytes.fromhex("1b40 1d7630000200 0200 aabbccdd 1d5600 1d284806003030 31323334 0a 1b4a10")
    reader = CommandReader()
    commands = [command for byte in job for command in reader.feed(bytes((byte,)))]
    assert commands == [
        Command(Kind.INIT),
        Command(Kind.RASTER, 0, bytes.fromhex("aabbccdd"), 2, 2),
        Command(Kind.CUT),
        Command(Kind.PROCESS_QUERY, data=b"1234"),
        Command(Kind.LINE_FEED),
        Command(Kind.FEED_DOTS, 16),
    ]
