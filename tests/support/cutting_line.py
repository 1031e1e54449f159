"""A line of loopback that is cut after so many bytes from the kiosk: the kiosk is reset, the platform hears nothing."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Self

ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets


class CuttingLine:
    """`cut_after(n)`: when n more bytes went up, every connection of the kiosk is reset, and none is accepted until
    `mend()`. `up`: bytes that reached the platform's machine."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._left: int | None = None
        self._cut = False
        self._kiosks: set[socket.socket] = set()
        self._platforms: list[socket.socket] = []
        self.up = 0
        self.most_at_once = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for one in (*self._kiosks, *self._platforms):
            one.close()

    def cut_after(self, count: int) -> None:
        with self._lock:
            self._left = count

    def mend(self) -> None:
        with self._lock:
            self._cut, self._left = False, None

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                kiosk, _ = self._listener.accept()
                if self._cut:
                    _reset(kiosk)
                    continue
                platform = socket.create_connection(("127.0.0.1", self._target))
                self._kiosks.add(kiosk)
                self._platforms.append(platform)  # kept open: the platform never hears of a cut
                self.most_at_once = max(self.most_at_once, len(self._kiosks))
                threading.Thread(target=self._up, args=(kiosk, platform), daemon=True).start()
                threading.Thread(target=self._down, args=(kiosk, platform), daemon=True).start()

    def _up(self, kiosk: socket.socket, platform: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := kiosk.recv(4096):
                with self._lock:
                    left = len(data) if self._left is None else min(self._left, len(data))
                    self._left = None if self._left is None else self._left - left
                    self.up += left
                platform.sendall(data[:left])
                if self._left == 0:
                    self._sever()
                    return
            self._kiosks.discard(kiosk)
            platform.close()

    def _down(self, kiosk: socket.socket, platform: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := platform.recv(65_536):
                kiosk.sendall(data)
            kiosk.shutdown(socket.SHUT_RDWR)

    def _sever(self) -> None:
        with self._lock:
            self._cut = True
            kiosks, self._kiosks = self._kiosks, set()
        for kiosk in kiosks:
            _reset(kiosk)


def _reset(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        sock.shutdown(socket.SHUT_RD)
        sock.close()
