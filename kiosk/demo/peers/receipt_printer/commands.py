"""Cut a stream of bytes into ESC/POS commands (pure). Byte layouts: printing.md section 3, Epson ESC/POS reference."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LIVE_QUERY = "DLE EOT n"
    INIT = "ESC @"
    RASTER = "GS v 0"
    CUT = "GS V"
    PAPER_QUERY = "GS r n"
    PROCESS_QUERY = "GS ( H fn 48"
    AUTO_STATUS = "GS a n"
    HANZI = "FS & / FS ."
    TEXT = "text"
    LINE_FEED = "LF"
    FEED_DOTS = "ESC J n"
    FEED_LINES = "ESC d n"
    ALIGN = "ESC a n"
    BOLD = "ESC E n"
    SIZE = "GS ! n"
    INVERT = "GS B n"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Command:
    """`value` is the command's n (for RASTER its mode, for CUT the feed in dots, for HANZI 1 on / 0 off);
    `width` and `height` are a raster's bytes per row and rows."""

    kind: Kind
    value: int = 0
    data: bytes = b""
    width: int = 0
    height: int = 0


Taken = tuple[Command, int]  # a command and how many bytes it took

ONE_BYTE = {  # prefix + n
    b"\x1bJ": Kind.FEED_DOTS, b"\x1bd": Kind.FEED_LINES, b"\x1ba": Kind.ALIGN, b"\x1bE": Kind.BOLD,
    b"\x1d!": Kind.SIZE, b"\x1dB": Kind.INVERT, b"\x1dr": Kind.PAPER_QUERY, b"\x1da": Kind.AUTO_STATUS,
    b"\x1bt": Kind.IGNORED, b"\x1bR": Kind.IGNORED, b"\x1bM": Kind.IGNORED, b"\x1b3": Kind.IGNORED,
    b"\x1b!": Kind.IGNORED, b"\x1b-": Kind.IGNORED, b"\x1c!": Kind.IGNORED, b"\x10\x05": Kind.IGNORED,
}
CONTROLS = frozenset(b"\x0a\x0d\x10\x1b\x1c\x1d")


class CommandReader:
    """Bytes as they come; whole commands out. A command cut in two waits for its rest."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> list[Command]:
        self._kept += data
        commands: list[Command] = []
        while self._kept and (taken := take(self._kept)) is not None:
            command, length = taken
            del self._kept[:length]
            commands.append(command)
        return commands


def take(data: bytearray) -> Taken | None:
    """The first whole command; None when more bytes are needed."""
    first = data[0]
    if first == 0x0A:
        return Command(Kind.LINE_FEED), 1
    if first == 0x0D:
        return Command(Kind.IGNORED), 1
    if first not in CONTROLS:
        return _text(data)
    if len(data) < 2:
        return None
    prefix = bytes(data[:2])
    if prefix == b"\x1b@":
        return Command(Kind.INIT), 2
    if prefix in (b"\x1c&", b"\x1c."):
        return Command(Kind.HANZI, int(prefix == b"\x1c&")), 2
    return _with_arguments(prefix, data)


def _with_arguments(prefix: bytes, data: bytearray) -> Taken | None:
    if prefix in ONE_BYTE:
        return (Command(ONE_BYTE[prefix], data[2]), 3) if len(data) > 2 else None
    if prefix == b"\x10\x04":
        return (Command(Kind.LIVE_QUERY, data[2]), 3) if len(data) > 2 else None
    if prefix == b"\x1dv":
        return _raster(data)
    if prefix == b"\x1dV":
        return _cut(data)
    if prefix == b"\x1d(":
        return _block(data)
    return Command(Kind.IGNORED), 2


def _text(data: bytearray) -> Taken:
    end = next((at for at, byte in enumerate(data) if byte in CONTROLS), len(data))
    return Command(Kind.TEXT, data=bytes(data[:end])), end


def _raster(data: bytearray) -> Taken | None:
    """1D 76 30 m xL xH yL yH, then x × y bytes."""
    if len(data) < 8:
        return None
    width, height = data[4] + data[5] * 256, data[6] + data[7] * 256
    end = 8 + width * height
    if len(data) < end:
        return None
    return Command(Kind.RASTER, data[3] & 3, bytes(data[8:end]), width, height), end


def _cut(data: bytearray) -> Taken | None:
    """1D 56 m cuts at once; 1D 56 41|42 n feeds n more and cuts."""
    if len(data) < 3:
        return None
    if data[2] in (0x00, 0x01, 0x30, 0x31):
        return Command(Kind.CUT), 3
    return (Command(Kind.CUT, data[3]), 4) if len(data) > 3 else None


def _block(data: bytearray) -> Taken | None:
    """1D 28 letter pL pH, then p bytes; 1D 28 48 06 00 30 30 d1 d2 d3 d4 asks for a process ID."""
    if len(data) < 5 or len(data) < (end := 5 + data[3] + data[4] * 256):
        return None
    body = bytes(data[5:end])
    if data[2:3] == b"H" and body[:2] == b"\x30\x30" and len(body) == 6:
        return Command(Kind.PROCESS_QUERY, data=body[2:]), end
    return Command(Kind.IGNORED), end
