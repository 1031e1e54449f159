"""A SAM-V module made of code on a pseudo-terminal: answers byte for byte what the protocol of GA 467 says."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import struct
import threading
import time
import tty
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

from kiosk.demo.peers.sam_text import text_of

PREAMBLE = bytes.fromhex("AAAAAA9669")
ORDERS = {  # CMD Para: what it is called here
    b"\x10\xff": "reset", b"\x11\xff": "status", b"\x12\xff": "sam_id",
    b"\x20\x01": "find", b"\x20\x02": "select", b"\x30\x01": "read", b"\x30\x03": "newest",
}  # fmt: skip
SAM_ID = struct.pack("<HHIII", 5, 3, 20240101, 12345, 987654321)
PHOTO = bytes(range(256)) * 4  # 1024 bytes that no decoder would take for a face
GOOD, FOUND, BAD_CHECKSUM, BAD_ORDER, READ_FAILED, NO_CARD, NOT_SELECTED, NOTHING = (
    0x90, 0x9F, 0x10, 0x21, 0x41, 0x80, 0x81, 0x91,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer: "sw3", "silence", "noise", "flip", "cut", "late", "lift" or "swap".

    `value`: the status for sw3, bytes that still come for cut, milliseconds for late. `card`: the text that lies there
    after a swap.
    """

    kind: str
    value: int = 0
    card: bytes = b""


@dataclass(frozen=True, repr=False)
class _Laid:
    text: bytes
    newest: str  # an address that was added later
    selected: bool = False
    was_read: bool = False


class SamModule:
    """A context manager: `path` is the serial device; `lay` and `lift` a card; `spoil` the next answers to an order.

    `baud` sets the speed at which answers come; 0 means at once.
    """

    def __init__(self, baud: int = 115200) -> None:
        self._pause = 10 * 32 / baud if baud else 0.0  # seconds for 32 bytes of ten bits
        self._card: _Laid | None = None
        self._faults: dict[str, list[Fault]] = {}
        self._lock = threading.Lock()
        self.orders: list[str] = []  # what was asked since the start

    def __enter__(self) -> SamModule:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._ended, self._end = os.pipe()
        self._thread = threading.Thread(target=self._serve, name="sam-module", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.unplug()

    # --- the hand ---------------------------------------------------------------------------------------------

    def lay(self, person: dict[str, Any], newest_address: str = "") -> None:
        """Lay the resident card of one of assets/demo/people.json."""
        self.lay_text(text_of(person), newest_address)

    def lay_text(self, text: bytes, newest_address: str = "") -> None:
        """Lay a card with this 256-byte text (see build_text)."""
        with self._lock:
            self._card = _Laid(text, newest_address)

    def lift(self) -> None:
        with self._lock:
            self._card = None

    def spoil(self, order: str, fault: Fault, times: int = 1) -> None:
        """The next `times` answers to reset, status, sam_id, find, select, read or newest have this fault."""
        with self._lock:
            self._faults[order] = [fault] * times

    def unplug(self) -> None:
        """The device vanishes, as if its cable were pulled."""
        if self._thread.is_alive():
            os.write(self._end, b".")
            self._thread.join(5)
            for handle in (self._slave, self._master, self._ended, self._end):
                os.close(handle)

    # --- the module -------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        heard = b""
        while True:
            ready, _, _ = select.select([self._master, self._ended], [], [])
            if self._ended in ready:
                return
            with contextlib.suppress(OSError):
                heard += os.read(self._master, 4096)
            while (frame := _first_frame(heard)) is not None:
                body, heard = frame
                self._obey(body)

    def _obey(self, body: bytes) -> None:
        """`body`: everything after the preamble."""
        name = ORDERS.get(body[2:4], "")
        with self._lock:
            self.orders.append(name or body[2:4].hex())
            faults = self._faults.get(name, [])
            fault = faults.pop() if faults else None
            if fault is not None and fault.kind in ("lift", "swap"):
                self._card = _Laid(fault.card, "") if fault.kind == "swap" else None
            status, data = self._verdict(name, body, fault)
        self._say(_frame(status, data), fault)

    def _verdict(self, name: str, body: bytes, fault: Fault | None) -> tuple[int, bytes]:
        """Status and data; an order that is refused is not carried out."""
        if _check(body[:-1]) != body[-1]:
            return BAD_CHECKSUM, b""
        return (fault.value, b"") if fault is not None and fault.kind == "sw3" else self._result(name)

    def _result(self, name: str) -> tuple[int, bytes]:
        match name:
            case "reset" | "status":
                return GOOD, b""
            case "sam_id":
                return GOOD, SAM_ID
            case "find":
                return self._find()
            case "select":
                return self._select()
            case "read":
                return self._read()
            case "newest":
                return self._newest()
            case _:
                return BAD_ORDER, b""

    def _find(self) -> tuple[int, bytes]:
        """A card that was read is not found again while it lies there."""
        if self._card is None or self._card.was_read:
            return NO_CARD, b""
        return FOUND, bytes(4)

    def _select(self) -> tuple[int, bytes]:
        if self._card is None or self._card.was_read:
            return NOT_SELECTED, b""
        self._card = replace(self._card, selected=True)
        return GOOD, bytes(8)

    def _read(self) -> tuple[int, bytes]:
        if self._card is None or not self._card.selected:
            return READ_FAILED, b""
        self._card = replace(self._card, was_read=True)
        return GOOD, bytes.fromhex("01000400") + self._card.text + PHOTO

    def _newest(self) -> tuple[int, bytes]:
        if self._card is None or not self._card.selected:
            return READ_FAILED, b""
        if not self._card.newest:
            return NOTHING, b""
        return GOOD, self._card.newest.ljust(35).encode("utf-16-le")[:70]

    def _say(self, answer: bytes, fault: Fault | None) -> None:
        match fault:
            case Fault("silence"):
                answer = b""
            case Fault("noise"):
                answer = bytes.fromhex("00AAAA96AA") + answer
            case Fault("flip"):
                answer = answer[:-4] + bytes([answer[-4] ^ 0x10]) + answer[-3:]
            case Fault("cut", value):
                answer = answer[:value]
            case Fault("late", value):
                time.sleep(value / 1000)
            case _:
                pass
        self._write(answer)

    def _write(self, answer: bytes) -> None:
        for start in range(0, len(answer), 32):
            with contextlib.suppress(OSError):
                os.write(self._master, answer[start : start + 32])
            if self._pause:
                time.sleep(self._pause)


def _check(body: bytes) -> int:
    total = 0
    for byte in body:
        total ^= byte
    return total


def _frame(status: int, data: bytes) -> bytes:
    body = (len(data) + 4).to_bytes(2, "big") + b"\0\0" + bytes([status]) + data
    return PREAMBLE + body + bytes([_check(body)])


def _first_frame(heard: bytes) -> tuple[bytes, bytes] | None:
    """(everything after the preamble, what follows it), None while it is not complete."""
    _, preamble, rest = heard.partition(PREAMBLE)
    size = 2 + int.from_bytes(rest[:2], "big")
    if not preamble or len(rest) < 2 or len(rest) < size:
        return None
    return rest[:size], rest[size:]
