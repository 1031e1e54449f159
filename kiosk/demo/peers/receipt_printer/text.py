"""Text mode, as little as a slow serial link needs: GB18030 in hanzi mode, sizes, bold, inverted, aligned."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LINE = 30  # dots from line to line: 1/6 inch at 203 dpi is 34, receipts use 30
CELL = 24  # a hanzi is 24 × 24 dots, a letter 12 × 24
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
)


@dataclass(frozen=True)
class Style:
    hanzi: bool = False
    bold: bool = False
    inverted: bool = False
    wide: int = 1
    high: int = 1


@dataclass
class Line:
    """The characters waiting for their line feed."""

    style: Style = Style()
    align: int = 0  # 0 left, 1 centre, 2 right
    runs: list[tuple[bytes, Style]] = field(default_factory=list)

    def write(self, data: bytes) -> None:
        if self.runs and self.runs[-1][1] == self.style:
            data = self.runs.pop()[0] + data  # a hanzi may come in two pieces
        self.runs.append((data, self.style))

    def set(self, **changes: int | bool) -> None:
        self.style = replace(self.style, **changes)  # type: ignore[arg-type]  # only Style's own fields are passed

    def rows(self, dots: int) -> list[bytes]:
        """Draw the line and begin a new one: packed rows, 1 = black."""
        runs, self.runs = self.runs, []
        height = LINE * max((style.high for _, style in runs), default=1)
        pieces = [_drawn(data, style) for data, style in runs]
        sheet = Image.new("1", (dots, height), 0)
        room = dots - sum(piece.width for piece in pieces)
        left = {1: room // 2, 2: room}.get(self.align, 0)
        for piece in pieces:
            sheet.paste(piece, (max(0, left), height - piece.height))
            left += piece.width
        packed, width = sheet.tobytes(), dots // 8
        return [packed[at : at + width] for at in range(0, len(packed), width)]


def decoded(data: bytes, style: Style) -> str:
    """Hanzi mode reads GB18030; without it every byte is a letter of code page 437, as on a real printer."""
    return data.decode("gb18030", "replace") if style.hanzi else data.decode("cp437")


def _drawn(data: bytes, style: Style) -> Image.Image:
    text = decoded(data, style)
    cells = [CELL if ord(letter) > 0x2E7F else CELL // 2 for letter in text]
    piece = Image.new("1", (max(1, sum(cells)), CELL), int(style.inverted))
    draw, left = ImageDraw.Draw(piece), 0
    for letter, cell in zip(text, cells, strict=True):
        draw.text((left, CELL - 3), letter, int(not style.inverted), _font(), "ls", stroke_width=int(style.bold))
        left += cell
    return piece.resize((piece.width * style.wide, piece.height * style.high), Image.Resampling.NEAREST)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in FONTS:
        if path.exists():
            return ImageFont.truetype(str(path), 22, index=2)
    return ImageFont.load_default(22)
