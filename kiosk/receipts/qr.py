"""A text as the dark and light squares of a QR code."""
from __future__ import annotations

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # squares of white a reader wants on every side


def qr_picture(text: str, largest_module: int, room: int) -> tuple[Image.Image, int]:
    """Black on white without its white border, and how many dots a square has: the border is the caller's to leave.
    Squares are at most `largest_module` dots; smaller where the code, with half its border, would not fit `room`.
    Error correction M, as thermal paper fades (printing.md section 6)."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    small = Image.new("L", (side, side), 255)
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    module = max(1, min(largest_module, room // (side + QUIET)))
    return small.resize((side * module, side * module), Image.Resampling.NEAREST), module
