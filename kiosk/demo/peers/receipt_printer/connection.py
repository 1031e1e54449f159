"""One client of the printer: its bytes go into line, its live questions are answered on the spot."""
from __future__ import annotations

import contextlib
import socket
import struct
import threading
from enum import StrEnum
from typing import Protocol

from kiosk.demo.peers.receipt_printer.answers import AnswerStyle, auto_status, live_status
from kiosk.demo.peers.receipt_printer.commands import CommandReader, Kind
from kiosk.demo.peers.receipt_printer.mechanism import Mechanism


class Break(StrEnum):
    """What happens to a connection after a number of bytes."""

    DIE = "die"  # power off: reset, everything waiting is lost, nobody listens any more
    HANG_UP = "hang_up"  # the connection ends in good order; what came is printed
    STOP_READING = "stop_reading"  # stays connected and takes nothing more


class Manners(Protocol):
    """How the printer behaves right now; the hand changes it at any time."""

    style: AnswerStyle
    break_after: tuple[int, Break] | None  # bytes of one connection


class Connection:
    """Served by a thread of its own; `send`, `confirm` and `reset` may be called from others."""

    def __init__(self, manners: Manners, wire: socket.socket, mechanism: Mechanism) -> None:
        self._manners, self._wire, self._mechanism = manners, wire, mechanism
        self._reader = CommandReader()
        self._gone = threading.Event()
        self.subscribed = False

    def serve(self) -> Break | None:
        """Read until the end; gives back the break that ended it."""
        count = 0
        try:
            while data := self._wire.recv(4096):
                limit, kind = self._manners.break_after or (0, None)
                self._feed(data[: limit - count] if kind else data)
                count += len(data)
                if kind is not None and count >= limit:
                    return self._break(kind)
        except OSError:
            pass
        self._close()
        return None

    def confirm(self, answer: bytes) -> None:
        style = self._manners.style
        if style.marker_delay:
            self._gone.wait(style.marker_delay)
        self.send(style.confirmed(answer))

    def subscribe(self, on: bool) -> None:
        self.subscribed = on
        if on:
            self.send(self._manners.style.spoken(auto_status(self._mechanism.condition)))

    def send(self, data: bytes) -> None:
        if data and not self._gone.is_set():
            with contextlib.suppress(OSError):
                self._wire.sendall(data)

    def reset(self) -> None:
        """End it with RST, as a printer whose power goes."""
        with contextlib.suppress(OSError):
            self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._wire.shutdown(socket.SHUT_RD)  # wakes the thread in recv
        self._close()

    def _feed(self, data: bytes) -> None:
        for command in self._reader.feed(data):
            if command.kind is Kind.LIVE_QUERY:
                self.send(self._manners.style.spoken(live_status(self._mechanism.condition, command.value)))
            else:
                self._mechanism.take(command, self)

    def _break(self, kind: Break) -> Break:
        if kind is Break.STOP_READING:
            self._gone.wait()
        elif kind is Break.DIE:
            self.reset()
        self._close()
        return kind

    def _close(self) -> None:
        self._gone.set()
        self._wire.close()
