"""The letters of the slip: Noto Sans CJK SC where the system has it, else the font that comes with the program."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from kiosk.assets import chinese_font

SIMPLIFIED = 2  # face index in the Noto CJK collections; 0 is Japanese and has wrong letter forms
FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
)


@dataclass(frozen=True)
class Face:
    """A font at one size. `stroke` thickens a regular font into a bold one where no bold file exists."""

    font: ImageFont.FreeTypeFont
    size: int
    stroke: int = 0

    def width(self, text: str) -> float:
        return self.font.getlength(shaped(text))


def shaped(text: str) -> str:
    """The middle dot is a whole em wide in Chinese fonts: the spaces written round it are in its glyph already."""
    return text.replace(" · ", "·")


@cache
def face(size: int, bold: bool = False, folders: tuple[Path, ...] = FOLDERS) -> Face:
    """The slip's letters at `size` dots."""
    name = f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"
    for folder in folders:
        if (folder / name).exists():
            return Face(ImageFont.truetype(str(folder / name), size, index=SIMPLIFIED), size)
    return Face(ImageFont.truetype(str(chinese_font()), size), size, stroke=int(bold))
