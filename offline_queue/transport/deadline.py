"""A deadline for one whole request: at its end the socket is shut, whatever the line is doing."""
from __future__ import annotations

import socket
import threading
from types import TracebackType


class Deadline:
    """Use as a context. Time-outs of single reads and writes do not end a line that trickles; this does. It cannot end
    a name look-up: until there is a socket there is nothing to shut."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._over)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self.socket: socket.socket | None = None  # carries the request, or carried it last
        self.over = False
        self.connected = False  # a new connection was made for this request
        self.carried = False  # it went out over a connection that was there

    def watch(self, sock: socket.socket | None, new: bool = False) -> None:
        """This socket carries the request now."""
        with self._lock:
            self.socket = sock
            self.connected = self.connected or new
            self.carried = self.carried or not (new or sock is None)
            if self.over:
                _shut(sock)

    def _over(self) -> None:
        with self._lock:
            self.over = True
            _shut(self.socket)

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self.socket = None


def _shut(sock: socket.socket | None) -> None:
    if sock is None:
        return
    try:
        # The plain method: an SSLSocket's own would drop its TLS state under the reader's feet.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
