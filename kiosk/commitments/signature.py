"""A signature as a finger drew it, and its picture. Strokes lie on a sheet of 1000 × 400."""
from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from math import dist

from PIL import Image, ImageDraw

Strokes = tuple[tuple[tuple[int, int], ...], ...]
WIDTH, HEIGHT = 1000, 400
LEAST_INK = 250.0  # a touch by mistake is shorter than the shortest name
PEN = 9


def is_signed(strokes: Strokes) -> bool:
    """Whether there is enough of it to be somebody's name."""
    return sum(dist(one, other) for stroke in strokes for one, other in pairwise(stroke)) >= LEAST_INK


def picture(strokes: Strokes) -> bytes:
    """A lossless WebP, black on white. The same strokes always give the same bytes."""
    sheet = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes:
        pen.line(stroke, fill=0, width=PEN, joint="curve")
        for x, y in stroke:
            pen.ellipse((x - PEN // 2, y - PEN // 2, x + PEN // 2, y + PEN // 2), fill=0)
    held = BytesIO()
    sheet.save(held, "WEBP", lossless=True)
    return held.getvalue()
