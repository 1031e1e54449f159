"""What the printer says about itself, byte for byte, and the ways in which it can say it wrongly (pure).

Vectors: printing.md section 3 (answers of an ESC/POS emulator, Epson reference for the error bits).
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Condition:
    """`paper` is "ok", "low" or "out"."""

    paper: str = "ok"
    cover_open: bool = False
    offline: bool = False
    cutter_error: bool = False
    overheated: bool = False
    broken: bool = False

    @property
    def blocked(self) -> bool:
        """Nothing comes out while this holds."""
        stopped = self.paper == "out" or self.cover_open or self.offline
        return stopped or self.cutter_error or self.overheated or self.broken


class MarkerStyle(StrEnum):
    """How it confirms that something is printed (GS r, GS ( H)."""

    HONEST = "honest"
    NEVER = "never"
    TWICE = "twice"
    WRONG_ID = "wrong_id"


@dataclass(frozen=True)
class AnswerStyle:
    silent: bool = False  # takes everything, says nothing
    garbage: bool = False  # every byte it says is FF
    marker: MarkerStyle = MarkerStyle.HONEST
    marker_delay: float = 0.0  # seconds
    noise: bytes = b""  # said before every answer, e.g. an ASB frame nobody asked for

    def spoken(self, answer: bytes) -> bytes:
        if self.silent:
            return b""
        return self.noise + (b"\xff" * len(answer) if self.garbage else answer)

    def confirmed(self, answer: bytes) -> bytes:
        """The same for an answer that means "printed"."""
        match self.marker:
            case MarkerStyle.NEVER:
                return b""
            case MarkerStyle.TWICE:
                return self.spoken(answer) * 2
            case MarkerStyle.WRONG_ID:
                return self.spoken(answer[:2] + b"????" + answer[6:] if len(answer) == 7 else answer)
            case MarkerStyle.HONEST:
                return self.spoken(answer)


def live_status(now: Condition, n: int) -> bytes:
    """DLE EOT n: one byte, 12 when all is well; nothing for an n it does not know."""
    if n == 1:
        return bytes((0x12 | 0x08 * now.blocked,))
    if n == 2:
        failed = now.cutter_error or now.overheated or now.broken
        return bytes((0x12 | 0x04 * now.cover_open | 0x20 * (now.paper == "out") | 0x40 * failed,))
    if n == 3:
        return bytes((0x12 | 0x08 * now.cutter_error | 0x20 * now.broken | 0x40 * now.overheated,))
    if n == 4:
        return {"ok": b"\x12", "low": b"\x1e", "out": b"\x7e"}[now.paper]
    return b""


def paper_status(now: Condition) -> bytes:
    """GS r 1, in its turn: 00, or 03 near the end of the roll."""
    return b"\x03" if now.paper == "low" else b"\x00"


def auto_status(now: Condition) -> bytes:
    """The four bytes of ASB."""
    first = 0x10 | 0x08 * now.blocked | 0x20 * now.cover_open
    second = 0x08 * now.cutter_error | 0x20 * now.broken | 0x40 * now.overheated
    third = {"ok": 0x00, "low": 0x03, "out": 0x0F}[now.paper]
    return bytes((first, second, third, 0x00))


def process_done(process_id: bytes) -> bytes:
    """GS ( H fn 48 when everything before it is printed."""
    return b"\x37\x22" + process_id + b"\x00"
