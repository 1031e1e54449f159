from __future__ import annotations

import socket
from pathlib import Path

import pytest

from offline_queue.model import PART_BYTES
from offline_queue.transport.measured import SMALL_PART, Figures, Meter, connections, lanes, sample_of, stretch_bytes
from offline_queue.transport.sockets import socket_options


@pytest.mark.parametrize(("figures", "count"), [
    (Figures(), 2), (Figures(rtt=0.149), 2), (Figures(rtt=0.15), 4), (Figures(rtt=0.01, loss=0.05), 4),
    (Figures(rtt=0.3, loss=0.05, rate=40_000.0), 4), (Figures(rtt=0.6, rate=16_000.0), 2),
    (Figures(rtt=0.6, rate=8_000.0), 1), (Figures(rate=1.0), 1),
])  # fmt: skip
def test_connections_fit_the_line(figures: Figures, count: int) -> None:
    assert connections(figures) == count
    assert lanes(figures) == count + count // 2


@pytest.mark.parametrize(("rate", "stretch"), [
    (None, PART_BYTES), (300_000 / 8, PART_BYTES), (299_999 / 8, SMALL_PART), (1.0, SMALL_PART),
])  # fmt: skip
def test_slow_line_gets_small_stretches(rate: float | None, stretch: int) -> None:
    assert stretch_bytes(Figures(rate=rate)) == stretch


def talking() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        return near, listener.accept()[0]


def test_kernel_tells_the_round_trip_of_a_real_connection() -> None:
    near, far = talking()
    with near, far:
        near.sendall(b"x")
        far.recv(1)
        sample = sample_of(near)
        assert sample is not None
        assert 0 < sample.rtt < 0.5
        assert sample.retransmitted == 0
        assert sample.segments >= 2


def test_closed_connection_tells_nothing() -> None:
    near, far = talking()
    far.close()
    near.close()
    assert sample_of(near) is None


def test_meter_keeps_the_shortest_round_trip_since_the_last_handshake() -> None:
    meter, (near, far) = Meter(), talking()
    with near, far:
        assert not meter.rtt_known.is_set()
        meter.connected(near)
        first = meter.figures.rtt
        meter.used(near)
        assert first is not None and meter.figures.rtt is not None
        assert meter.rtt_known.is_set() and meter.figures.rtt <= first


def test_rate_is_over_all_connections() -> None:
    meter = Meter()
    meter.moved(100_000, 4.0)
    assert meter.figures.rate == 25_000.0


def test_congestion_control_the_kernel_does_not_have_is_left_out() -> None:
    wanted = [option for option in socket_options("no-such-thing") if option[1] == socket.TCP_CONGESTION]
    assert wanted == []


def test_what_is_offered_is_taken_by_every_connection() -> None:
    allowed = Path("/proc/sys/net/ipv4/tcp_allowed_congestion_control").read_text(encoding="ascii").split()
    options = socket_options(allowed[0])
    near, far = talking()
    with near, far:
        for option in options:
            near.setsockopt(*option)
        assert near.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0").decode() == allowed[0]
