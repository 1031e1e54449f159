"""Read what a printer says: cut its bytes into answers and turn four status bytes into a state (pure).

Masks and order from printing.md section 3 (Epson ESC/POS reference: DLE EOT, GS r, GS a, GS ( H fn 48).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from devices.interfaces import Paper, PrinterState


@dataclass(frozen=True)
class ProcessDone:
    """Everything before our GS ( H fn 48 is printed. `id` is the four bytes we sent."""

    id: bytes


@dataclass(frozen=True)
class LiveStatus:
    """Answer to DLE EOT n; which n it belongs to, only the order of asking tells."""

    bits: int


@dataclass(frozen=True)
class PaperAnswer:
    """Answer to GS r 1: bits 0-1 near end, bits 2-3 end."""

    bits: int

    @property
    def low(self) -> bool:
        return bool(self.bits & 0x03)


@dataclass(frozen=True)
class AutoStatus:
    """Four bytes nobody asked for (ASB). Framed so that its tail is never mistaken for an answer."""

    frame: bytes


@dataclass(frozen=True)
class Garbage:
    """A byte that is none of these. Whoever waits for an answer treats it as unknown."""

    byte: int


Answer = ProcessDone | LiveStatus | PaperAnswer | AutoStatus | Garbage

PROCESS_FRAME = 7  # 37 22 d1 d2 d3 d4 00
AUTO_FRAME = 4


class Framer:
    """Takes bytes as they come, gives whole answers; an answer cut in two waits for its rest."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> list[Answer]:
        self._kept += data
        answers: list[Answer] = []
        while (taken := _next(self._kept)) is not None:
            answer, length = taken
            self._kept = self._kept[length:]
            answers.append(answer)
        return answers


def _next(data: bytes) -> tuple[Answer, int] | None:
    """The first whole answer and its length; None when more bytes are needed."""
    if not data:
        return None
    first = data[0]
    if first == 0x37:
        return _process_done(data)
    if first & 0x93 == 0x12:
        return LiveStatus(first), 1
    if first & 0x93 == 0x10:
        return (AutoStatus(data[:AUTO_FRAME]), AUTO_FRAME) if len(data) >= AUTO_FRAME else None
    if first & 0x90 == 0x00:
        return PaperAnswer(first), 1
    return Garbage(first), 1


def _process_done(data: bytes) -> tuple[Answer, int] | None:
    if len(data) > 1 and data[1] != 0x22:
        return Garbage(data[0]), 1
    if len(data) < PROCESS_FRAME:
        return None
    if data[PROCESS_FRAME - 1] != 0x00:
        return Garbage(data[0]), 1
    return ProcessDone(data[2:6]), PROCESS_FRAME


def state_from(bits: Mapping[int, int]) -> PrinterState:
    """DLE EOT answers by n (1 to 4) as a state. A missing answer leaves its part unknown, never good."""
    offline = _bit(bits.get(1), 0x08)
    cover_open = _bit(bits.get(2), 0x04)
    cutter_failed = _bit(bits.get(3), 0x08)
    return PrinterState(
        link=None if offline is None else not (offline and not _explained(bits)),
        cover_closed=None if cover_open is None else not cover_open,
        paper=_paper(bits.get(2), bits.get(4)),
        cutter_ok=None if cutter_failed is None else not cutter_failed,
        fault=_fault(bits.get(2, 0), bits.get(3)),
    )


def obstacle(state: PrinterState) -> str:
    """Why this printer cannot print now, as a code of NotSent; "" when it can."""
    if state.fault in ("refused", "silent", "garbage"):
        return state.fault
    if state.cover_closed is False:
        return "cover_open"
    if state.paper is Paper.OUT:
        return "paper_out"
    if state.cutter_ok is False:
        return "cutter"
    if state.fault:
        return "fault"
    if state.link is False:
        return "offline"
    return "" if state.ready else "silent"


def _bit(byte: int | None, mask: int) -> bool | None:
    return None if byte is None else bool(byte & mask)


def _explained(bits: Mapping[int, int]) -> bool:
    """Whether cover, paper or a fault already says why the printer is offline."""
    return bool(bits.get(2, 0) & 0x24 or bits.get(3, 0) & 0x68 or bits.get(4, 0) & 0x60)


def _paper(stop: int | None, sensors: int | None) -> Paper:
    """DLE EOT 2 bit 5 (stopped by paper end); DLE EOT 4 bits 5-6 (out), bits 2-3 (near end)."""
    if (stop or 0) & 0x20 or (sensors or 0) & 0x60:
        return Paper.OUT
    if sensors is None:
        return Paper.UNKNOWN
    return Paper.LOW if sensors & 0x0C else Paper.OK


def _fault(stop: int, causes: int | None) -> str:
    """DLE EOT 3 bit 5 (unrecoverable), bit 6 (recovers by itself); DLE EOT 2 bit 6 is an error of whatever cause."""
    if causes is None:
        return ""
    if causes & 0x20:
        return "unrecoverable"
    if causes & 0x40:
        return "recoverable"
    return "unrecoverable" if stop & 0x40 and not causes & 0x08 else ""
