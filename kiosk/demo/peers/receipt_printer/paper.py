"""The paper: rows of dots come out, lines of text are drawn, a cut makes a receipt and its picture."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

MARGIN_SIDE = 32  # dots the head cannot reach: 576 of the 640 dots of 80 mm paper
MARGIN_TOP = 24
PAPER, INK = (253, 252, 247), (30, 30, 32)


@dataclass(frozen=True)
class Receipt:
    """What came out. `boundary` is "cut" for a whole one, "torn" for one that ended otherwise."""

    file: Path
    rows: int
    boundary: str


class Paper:
    """Everything since the last cut. `dots` is a multiple of 8."""

    def __init__(self, dots: int, folder: Path, first_number: int = 1) -> None:
        self.dots = dots
        self._bytes = dots // 8
        self._folder = folder
        self._rows: list[bytes] = []
        self._number = first_number
        folder.mkdir(parents=True, exist_ok=True)

    def add_row(self, row: bytes) -> None:
        """What is wider than the paper is lost, what is narrower stays white at the right."""
        self._rows.append(row[: self._bytes].ljust(self._bytes, b"\0"))

    @property
    def empty(self) -> bool:
        return not any(any(row) for row in self._rows)

    def part(self, boundary: str) -> Receipt | None:
        """Take the paper off; None when nothing is on it."""
        rows, blank = self._rows, self.empty
        self._rows = []
        if blank:
            return None
        file = self._folder / f"slip-{self._number:03d}.png"
        self._number += 1
        _picture(rows, self.dots, boundary).save(file)
        return Receipt(file, len(rows), boundary)


def _picture(rows: list[bytes], dots: int, boundary: str) -> Image.Image:
    ink = Image.frombytes("1", (dots, len(rows)), b"".join(rows))
    sheet = Image.new("P", (dots + 2 * MARGIN_SIDE, len(rows) + 2 * MARGIN_TOP), 0)
    sheet.putpalette([*PAPER, *INK, 190, 186, 176])
    sheet.paste(1, (MARGIN_SIDE, MARGIN_TOP), ink)
    if boundary == "torn":
        _tear(sheet)
    return sheet


def _tear(sheet: Image.Image) -> None:
    draw = ImageDraw.Draw(sheet)
    bottom = sheet.height - 1
    for x in range(0, sheet.width, 16):
        draw.polygon([(x, bottom), (x + 8, bottom - 10), (x + 16, bottom)], fill=2)
