"""The top of the slip: whose it is, what it is, its state in one band, its number."""
from __future__ import annotations

from kiosk.receipts.fonts import Face, face
from kiosk.receipts.model import Slip
from kiosk.receipts.sheet import WHITE, Sheet, largest, line_height
from kiosk.receipts.style import BAND_ZH, BODY, SECOND, TITLE_ZH, WIDE, Words


def grouped(number: str) -> str:
    """12345000000184 → 1234 5000 0001 84: in fours, as it is said aloud."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def head(sheet: Sheet, slip: Slip, words: Words) -> None:
    """The mark of the service and the name of the hall."""
    top, side = sheet.y, 64 if sheet.width >= WIDE else 52
    sheet.fill((sheet.left, top, sheet.left + side, top + side), radius=16)
    mark = face(side * 2 // 3, bold=True)
    middle, above = sheet.left + side / 2, (side - line_height(mark)) / 2
    sheet.line(words["slip.mark"], mark, middle, top + above, ink=WHITE, anchor="m")
    name = largest(slip.say(slip.centre), sheet.room - side - 18, range(24, 31), bold=True)
    x = sheet.left + side + 18
    sheet.y = top + (side - line_height(name)) // 2
    sheet.paragraph(slip.say(slip.centre), name, x=x)
    sheet.y = max(sheet.y, top + side) + 22


def title(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.rule(3)
    sheet.gap(18)
    below_number = _number_face(sheet, slip).size - 2
    sheet.centred(words["slip.title"], largest(words["slip.title"], sheet.room, range(26, min(46, below_number), 2)))
    if words["slip.title"] != TITLE_ZH:
        sheet.centred(TITLE_ZH, face(BODY))
    sheet.gap(14)
    if slip.reprint:
        _boxed(sheet, words["slip.reprint"].format(n=slip.reprint))
    if slip.offline:
        _band(sheet, words["slip.band"], below_number)


def _boxed(sheet: Sheet, text: str) -> None:
    kind = largest(text, sheet.room - 24, range(20, 33, 2))
    bottom = sheet.y + line_height(kind) + 16
    sheet.outline((sheet.left, sheet.y, sheet.right, bottom), radius=12, thick=3)
    sheet.line(text, kind, sheet.width / 2, sheet.y + 8, anchor="m")
    sheet.y = bottom + 16


def _band(sheet: Sheet, text: str, below: int) -> None:
    """White on black from edge to edge; in another language the Chinese stands below, for the window."""
    lines = [(text, largest(text, sheet.room - 16, range(24, min(44, below), 2)))]
    if text != BAND_ZH:
        lines.append((BAND_ZH, face(BODY)))
    bottom = sheet.y + sum(line_height(kind) for _, kind in lines) + 24
    sheet.fill((0, sheet.y, sheet.width, bottom))
    sheet.gap(12)
    for line, kind in lines:
        sheet.line(line, kind, sheet.width / 2, sheet.y, ink=WHITE, anchor="m")
        sheet.y += line_height(kind)
    sheet.y = bottom + 18


def number(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.paragraph(words["slip.number"], face(SECOND))
    kind = _number_face(sheet, slip)
    sheet.line(grouped(slip.number), kind, sheet.left, sheet.y)
    sheet.y += line_height(kind) + 8


def _number_face(sheet: Sheet, slip: Slip) -> Face:
    """As large as fits: people copy it and read it out."""
    return largest(grouped(slip.number), sheet.room, range(24, 67))
