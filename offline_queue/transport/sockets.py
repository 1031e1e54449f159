"""The connections under requests: each tells the deadline and the meter of its socket, and takes BBR where there is it.

BBR sends by measured bandwidth and not by loss: on a line that loses 5 % one connection carries nine times as much.
"""
from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from offline_queue.transport.deadline import Deadline
from offline_queue.transport.measured import Meter

TCP_NOTSENT_LOWAT = 25  # Linux; the socket module has no name for it before 3.12
UNSENT_BYTES = 32_768  # more than that lies in our hands and not in the kernel's, where a cut would lose it

Options = Sequence[tuple[int, int, int | bytes]]


class UnderWay(threading.local):
    """The request this thread is doing."""

    deadline: Deadline | None = None
    meter: Meter | None = None


under_way = UnderWay()


def socket_options(congestion: str) -> Options:
    """Options every connection may have here. Each is tried on a socket of its own first: what the kernel does not
    know or allow would else fail every connection and look like a dead line."""
    wanted: list[tuple[int, int, int | bytes]] = [(socket.IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_BYTES)]
    if congestion and hasattr(socket, "TCP_CONGESTION"):
        wanted.append((socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode("ascii")))
    return [*HTTPConnection.default_socket_options, *(option for option in wanted if _taken(option))]


def _taken(option: tuple[int, int, int | bytes]) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.setsockopt(*option)
        except OSError:
            return False
    return True


def _opened(sock: socket.socket) -> socket.socket:
    if under_way.meter is not None:
        under_way.meter.connected(sock)
    if under_way.deadline is not None:
        under_way.deadline.watch(sock, new=True)
    return sock


def _carries(sock: socket.socket | None) -> None:
    if under_way.deadline is not None:
        under_way.deadline.watch(sock)


class PlainConnection(HTTPConnection):
    """A connection that can be watched from its first packet on."""

    def _new_conn(self) -> socket.socket:
        return _opened(super()._new_conn())

    def putrequest(self, method: str, url: str, *more: bool, **named: bool) -> None:
        _carries(self.sock)
        super().putrequest(method, url, *more, **named)


class TlsConnection(HTTPSConnection):
    """The same over TLS."""

    def _new_conn(self) -> socket.socket:
        return _opened(super()._new_conn())

    def connect(self) -> None:
        super().connect()
        _carries(self.sock)

    @property
    def is_connected(self) -> bool:
        """Asked before an open connection is used. TLS 1.3 sends tickets of its own accord after the handshake: urllib3
        takes what lies there to read for the end, and would throw away every connection that was opened ahead."""
        if super().is_connected or self.sock is None:
            return super().is_connected
        before = self.sock.gettimeout()
        self.sock.settimeout(0.0)
        try:
            self.sock.recv(1)
        except ssl.SSLWantReadError:
            return True
        except OSError:
            return False
        finally:
            self.sock.settimeout(before)
        return False  # the end, or words nobody asked for

    def putrequest(self, method: str, url: str, *more: bool, **named: bool) -> None:
        _carries(self.sock)
        super().putrequest(method, url, *more, **named)


class PlainPool(HTTPConnectionPool):
    """One connection, as every lane has its own pool."""

    ConnectionCls = PlainConnection


class TlsPool(HTTPSConnectionPool):
    """The same over TLS."""

    ConnectionCls = TlsConnection


def warm(pool: HTTPConnectionPool, seconds: float) -> None:
    """Connect now, so that the next request need not wait for it."""
    connection = pool._get_conn()
    try:
        if connection.is_closed:
            connection.timeout = seconds
            connection.connect()
    finally:
        pool._put_conn(connection)
