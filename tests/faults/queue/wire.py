"""Lines and answers that go wrong on real sockets of loopback."""
from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from offline_queue.transport.http import HttpTransport
from tests.support.queue_builders import TERMINAL, Desk


def over_http(desk: Desk, url: str, *, seconds: float = 0.4) -> HttpTransport:
    """As the kiosk does it, with less patience."""
    return HttpTransport(
        url, TERMINAL, desk.device.sign, desk.clock.now, connect=seconds, read=seconds, least=seconds,
    )


class Served:
    """One listening socket and a thread for each connection. Use as a context."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self._open.append(sock)
                threading.Thread(target=self._serve_quietly, args=(sock,), daemon=True).start()

    def _serve_quietly(self, sock: socket.socket) -> None:
        with suppress(OSError):
            self.serve(sock)

    def serve(self, sock: socket.socket) -> None:
        raise NotImplementedError


class Impostor(Served):
    """Something between kiosk and platform that answers everything by itself with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self._answer = answer
        self.asked = 0

    def serve(self, sock: socket.socket) -> None:
        text = b""
        while b"\r\n\r\n" not in text:
            if not (more := sock.recv(65_536)):
                return
            text += more
        head, _, body = text.partition(b"\r\n\r\n")
        left = next((int(n.split(b":")[1]) for n in head.split(b"\r\n") if n.lower().startswith(b"content-length")), 0)
        while len(body) < left and (more := sock.recv(65_536)):
            body += more
        self.asked += 1
        sock.sendall(self._answer)
        sock.shutdown(socket.SHUT_RDWR)


class Tripwire(Served):
    """A line to `port`. `when` is asked about everything that goes up (bytes so far, the bytes); once it says yes,
    `act` is called. `stall()`: nothing goes either way any more and nobody hears of it. `cut()`: everything is reset
    until `mend()`."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port, self._up, self._tripped = port, 0, threading.Event()
        self._stalled, self._down = threading.Event(), False
        self.when: Callable[[int, bytes], bool] = lambda count, data: False
        self.act: Callable[[], None] = lambda: None

    def arm(self, when: Callable[[int, bytes], bool], act: Callable[[], None]) -> None:
        self._up = 0
        self._tripped.clear()
        self.when, self.act = when, act

    @property
    def tripped(self) -> bool:
        return self._tripped.is_set()

    def stall(self) -> None:
        self._stalled.set()

    def cut(self) -> None:
        self._down = True
        for sock in self._open[1:]:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._down = False
        self._stalled.clear()

    def serve(self, sock: socket.socket) -> None:
        if self._down:
            sock.close()
            return
        platform = socket.create_connection(("127.0.0.1", self._port))
        self._open.append(platform)
        threading.Thread(target=self._answers, args=(platform, sock), daemon=True).start()
        with suppress(OSError):
            while data := sock.recv(4096):
                self._up += len(data)
                if not self.tripped and self.when(self._up, data):
                    self._tripped.set()
                    self.act()
                if self._stalled.is_set():
                    return  # what it has read goes nowhere, and both ends stay open
                platform.sendall(data)
        self._end(platform, sock)

    def _answers(self, platform: socket.socket, sock: socket.socket) -> None:
        with suppress(OSError):
            while data := platform.recv(65_536):
                if self._stalled.is_set():
                    return
                sock.sendall(data)
        self._end(platform, sock)

    def _end(self, *ends: socket.socket) -> None:
        for one in ends:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
