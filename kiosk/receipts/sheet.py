"""A strip of paper to set type on, top to bottom: lines, bands, boxes, rules. Knows nothing of what the words mean."""
from __future__ import annotations

import math

from PIL import Image, ImageDraw

from devices.interfaces import BitmapPage
from kiosk.receipts.fonts import Face, face, shaped
from kiosk.receipts.wrap import wrap

BLACK, WHITE = 0, 255
LEADING = 1.34  # line height in letter heights
BASELINE = 1.05  # from the top of a line, in letter heights: sets a hanzi in the middle of its line
THRESHOLD = 150  # grey darker than this is printed; chosen for thin strokes (printing.md section 6)
FIRST_LENGTH = 2048


class Sheet:
    """`y` is where the next thing goes. `left` and `right` are the edges of the type area, in dots."""

    def __init__(self, width: int, side: int) -> None:
        self.width, self.left, self.right = width, side, width - side
        self.y = 0
        self._image = Image.new("L", (width, FIRST_LENGTH), WHITE)

    @property
    def room(self) -> int:
        return self.right - self.left

    def gap(self, dots: int) -> None:
        self.y += dots

    def line(self, text: str, kind: Face, x: float, y: float, *, ink: int = BLACK, anchor: str = "l") -> None:
        """One line, not broken. `anchor` l, m or r says what x is; `y` is the top of the line."""
        draw = self._draw(int(y) + line_height(kind))
        draw.text((round(x), round(y + kind.size * BASELINE)), shaped(text), ink, kind.font, f"{anchor}s",
                  stroke_width=kind.stroke, stroke_fill=ink)

    def paragraph(self, text: str, kind: Face, *, x: int | None = None, room: int | None = None) -> None:
        """Broken into lines; moves `y` below the last one."""
        x = self.left if x is None else x
        for line in wrap(text, self.right - x if room is None else room, kind.width):
            self.line(line, kind, x, self.y)
            self.y += line_height(kind)

    def centred(self, text: str, kind: Face) -> None:
        for line in wrap(text, self.room, kind.width):
            self.line(line, kind, self.width / 2, self.y, anchor="m")
            self.y += line_height(kind)

    def rule(self, thick: int = 2, *, dotted: bool = False) -> None:
        """A hairline across the type area."""
        draw = self._draw(self.y + thick)
        step, dash = (10, 4) if dotted else (self.room, self.room)
        for x in range(self.left, self.right, step):
            draw.rectangle((x, self.y, min(x + dash, self.right) - 1, self.y + thick - 1), fill=BLACK)
        self.y += thick

    def fill(self, box: tuple[int, int, int, int], radius: int = 0) -> None:
        self._draw(box[3]).rounded_rectangle((box[0], box[1], box[2] - 1, box[3] - 1), radius, fill=BLACK)

    def outline(self, box: tuple[int, int, int, int], radius: int, thick: int) -> None:
        self._draw(box[3]).rounded_rectangle((box[0], box[1], box[2] - 1, box[3] - 1), radius, None, BLACK, thick)

    def stroke(self, points: list[tuple[float, float]], thick: int, ink: int = BLACK) -> None:
        """A drawn line with round ends and corners."""
        draw = self._draw(int(max(y for _, y in points)) + thick)
        draw.line(points, ink, thick, joint="curve")
        for x, y in points:
            half = thick / 2 - 0.5
            draw.ellipse((x - half, y - half, x + half, y + half), fill=ink)

    def picture(self, image: Image.Image, x: int, y: int) -> None:
        self._draw(y + image.height)
        self._image.paste(image, (x, y))

    def page(self, below: int = 0) -> BitmapPage:
        """The strip down to `y` plus `below`, in pure black and white."""
        self.y += below
        self._draw(self.y)
        cut = self._image.crop((0, 0, self.width, self.y))
        ink = cut.point([255 if grey < THRESHOLD else 0 for grey in range(256)], "1")
        return BitmapPage(self.width, self.y, ink.tobytes())

    def _draw(self, bottom: int) -> ImageDraw.ImageDraw:
        """Draws down to `bottom`; a slip that grows longer than the strip gets a longer strip."""
        if bottom > self._image.height:
            longer = Image.new("L", (self.width, max(bottom, 2 * self._image.height)), WHITE)
            longer.paste(self._image)
            self._image = longer
        return ImageDraw.Draw(self._image)


def line_height(kind: Face) -> int:
    return math.ceil(kind.size * LEADING)


def largest(text: str, room: int, sizes: range, *, bold: bool = True) -> Face:
    """The largest of `sizes` in which a text fits on one line; the smallest when none does."""
    for size in sorted(sizes, reverse=True):
        if (kind := face(size, bold)).width(text) <= room:
            return kind
    return face(min(sizes), bold)
