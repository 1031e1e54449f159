"""The line between kiosk and platform, in our hands: a TCP relay that can be cut, go silent, or answer rubbish."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

PAGE = b"<html><body>please log in</body></html>"  # what a captive portal says
HEAD = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
RUBBISH = HEAD % (b"200 OK", len(PAGE)) + PAGE
FAILED = HEAD % (b"500 Internal Server Error", 0)
MODES = ("up", "cut", "rubbish", "failed", "silent")


class Line:
    """Listens on 127.0.0.1 and relays to the platform's port. `set(mode)` ends the connections that are open."""

    def __init__(self, platform_port: int) -> None:
        self._target = ("127.0.0.1", platform_port)
        self._mode = "up"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="line", daemon=True).start()

    def set(self, mode: str) -> None:
        if mode not in MODES:
            raise ValueError(f"unknown mode {mode!r}, one of {MODES}")
        with self._lock:
            self._mode = mode
            ends, self._open = self._open, set()
        for end in ends:
            _close(end)

    def close(self) -> None:
        self.set("cut")
        _close(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), name="line-serve", daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with self._lock:
            mode = self._mode
            self._open.add(near)
        if mode == "cut":
            _reset(near)
        elif mode == "silent":
            _swallow(near)
        elif mode in ("rubbish", "failed"):
            _answer(near, RUBBISH if mode == "rubbish" else FAILED)
        else:
            self._relay(near)

    def _relay(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=5)
        except OSError:
            _reset(near)
            return
        far.settimeout(None)
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a relay must not add 40 ms to every answer
        with self._lock:
            self._open.add(far)
        threading.Thread(target=_pump, args=(far, near), daemon=True).start()
        _pump(near, far)
        with self._lock:
            self._open -= {near, far}


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(65536):
            sink.sendall(block)
    _close(source)
    _close(sink)


def _swallow(near: socket.socket) -> None:
    with suppress(OSError):
        while near.recv(65536):
            pass


def _answer(near: socket.socket, reply: bytes) -> None:
    with suppress(OSError):
        near.settimeout(0.3)
        with suppress(TimeoutError):
            while near.recv(65536):
                pass
        near.sendall(reply)
    _close(near)


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    _close(end)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
