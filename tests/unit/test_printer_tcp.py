"""The byte pump: every call ends by its deadline."""

import socket
import time
from collections.abc import Iterator

import pytest

from devices.receipt_printer.tcp import TcpWire, WireLost, WireSlow


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def wire(listener: socket.socket) -> Iterator[TcpWire]:
    opened = TcpWire("127.0.0.1", listener.getsockname()[1], 1.0)
    yield opened
    opened.close()


def test_a_printer_that_reads_nothing_is_slow_by_the_deadline(wire: TcpWire) -> None:
    before = time.monotonic()
    with pytest.raises(WireSlow):
        wire.write(bytes(64 << 20), before + 0.3)
    assert time.monotonic() - before < 1.0


def test_silence_is_nothing_read_by_the_deadline(wire: TcpWire) -> None:
    before = time.monotonic()
    assert wire.read(before + 0.1) == b""
    assert 0.09 < time.monotonic() - before < 0.5


def test_a_deadline_that_has_passed_does_not_block(wire: TcpWire) -> None:
    assert wire.read(0.0) == b""


def test_an_ended_connection_is_lost(wire: TcpWire, listener: socket.socket) -> None:
    listener.accept()[0].close()
    with pytest.raises(WireLost):
        wire.read(time.monotonic() + 1.0)


def test_a_port_nobody_listens_on_is_lost(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    listener.close()
    with pytest.raises(WireLost):
        TcpWire("127.0.0.1", port, 1.0)
