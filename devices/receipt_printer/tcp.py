"""Bytes to and from a network printer, every call under a deadline: one fresh connection per job, no hidden retry."""
from __future__ import annotations

import select
import socket
import time
from typing import Protocol


class WireLost(Exception):
    """The connection is gone or never came."""


class WireSlow(Exception):
    """The printer did not take our bytes in time."""


class Wire(Protocol):
    """Deadlines are moments of time.monotonic()."""

    def write(self, data: bytes, deadline: float) -> None: ...  # raises WireLost, WireSlow
    def read(self, deadline: float) -> bytes: ...  # b"" when nothing came until the deadline; raises WireLost
    def close(self) -> None: ...


class TcpWire:
    """One connection. Raises WireLost when it cannot be opened within `seconds`."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout=seconds)
        except OSError as error:
            raise WireLost from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)

    def write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            _, ready, _ = select.select([], [self._socket], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise WireSlow
            try:
                left = left[self._socket.send(left):]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireLost from error

    def read(self, deadline: float) -> bytes:
        ready, _, _ = select.select([self._socket], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return b""
        try:
            data = self._socket.recv(4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise WireLost from error
        if not data:
            raise WireLost
        return data

    def close(self) -> None:
        self._socket.close()
