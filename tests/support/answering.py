"""A server on loopback that says one thing to everybody, or nothing at all."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Answering:
    """`with Answering(bytes) as url`: writes the bytes to whoever connects; None: listens and stays silent.

    With `drip` it writes them one by one, a tenth of a second apart, until it is closed.
    """

    def __init__(self, says: bytes | None, drip: bool = False) -> None:
        self._says, self._drip = says, drip
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            near.settimeout(5)
            if self._says is None:
                self._closing.wait(10)
                return
            near.recv(65_536)
            for block in self._blocks(self._says):
                near.sendall(block)

    def _blocks(self, says: bytes) -> list[bytes] | _Drops:
        return _Drops(says, self._closing) if self._drip else [says]


class _Drops:
    def __init__(self, says: bytes, closing: threading.Event) -> None:
        self._says, self._closing, self._at = says, closing, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if self._closing.wait(0.1):
            raise StopIteration
        self._at += 1
        return self._says[self._at - 1 : self._at] or b" "
