"""Servers where a camera should be: one that talks rubbish, one that says nothing, one that stops in mid-stream."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
PAGE = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>This is the router.</body></html>"


def part(jpeg: bytes) -> bytes:
    return b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(jpeg), jpeg)


@contextlib.contextmanager
def server(answer: bytes, *, hang_up: bool) -> Iterator[str]:
    """The address of a server that says `answer` to whoever connects, then hangs up or stays silent."""
    listening = socket.create_server(("127.0.0.1", 0))
    guests: list[socket.socket] = []
    threading.Thread(target=_serve, args=(listening, answer, hang_up, guests), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/cam.mjpg"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for guest in guests:
            guest.close()


def _serve(listening: socket.socket, answer: bytes, hang_up: bool, guests: list[socket.socket]) -> None:
    with contextlib.suppress(OSError):
        while True:
            guest, _ = listening.accept()
            guests.append(guest)
            with contextlib.suppress(OSError):
                guest.recv(4096)
                guest.sendall(answer)
                if hang_up:
                    guest.close()
