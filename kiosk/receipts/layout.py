"""Set one slip: the number largest, one band for the state, grouped fields, quiet small print (pure)."""
from __future__ import annotations

from devices.interfaces import BitmapPage
from kiosk.receipts.closing import code, foot, kept_here
from kiosk.receipts.heading import head, number, title
from kiosk.receipts.model import Slip
from kiosk.receipts.particulars import fields, not_asked, papers, state
from kiosk.receipts.sheet import Sheet
from kiosk.receipts.style import WIDE, Words

PARTS = (head, title, number, fields, state, papers, not_asked, code, kept_here, foot)  # printing.md section 6


def draw(slip: Slip, width_dots: int, words: Words) -> BitmapPage:
    """The slip as printed. `words` are those of the slip's language (words.load_words)."""
    sheet = Sheet(width_dots, side=20 if width_dots >= WIDE else 10)
    set_slip(sheet, slip, words)
    return sheet.page(below=12)


def set_slip(sheet: Sheet, slip: Slip, words: Words) -> None:
    """Set the slip on a sheet, part by part."""
    sheet.gap(8)
    for part in PARTS:
        part(sheet, slip, words)
