"""The foot of the slip: the code, what being offline means, whom to call, what the slip is not."""
from __future__ import annotations

from kiosk.receipts.fonts import face
from kiosk.receipts.model import Slip
from kiosk.receipts.qr import QUIET, qr_picture
from kiosk.receipts.sheet import Sheet, line_height
from kiosk.receipts.style import BODY, SECOND, SMALL, WIDE, Words


def code(sheet: Sheet, slip: Slip, words: Words) -> None:
    """The code with white around it; on wide paper its words stand at the right, else below."""
    sheet.rule(2)
    wide = sheet.width >= WIDE
    code, module = qr_picture(slip.qr, 6 if wide else 7, sheet.width)
    quiet = QUIET * module
    top = sheet.y + quiet
    x = sheet.left + 2 * module if wide else (sheet.width - code.width) // 2
    sheet.picture(code, x, top)
    words_x = x + code.width + quiet if wide else sheet.left
    sheet.y = top if wide else top + code.height + quiet
    sheet.paragraph(words["slip.scan"], face(30, bold=True), x=words_x)
    for key in ("scan_more", "scan_private"):
        sheet.gap(10)
        sheet.paragraph(words[f"slip.{key}"], face(SMALL), x=words_x)
    sheet.y = max(sheet.y, top + code.height) + quiet


def kept_here(sheet: Sheet, slip: Slip, words: Words) -> None:
    """What being offline means, in plain words."""
    if not slip.offline:
        return
    sheet.rule(2)
    sheet.gap(14)
    sheet.paragraph(words["slip.offline_head"], face(BODY, bold=True))
    sheet.gap(2)
    sheet.paragraph(words["slip.offline"], face(SECOND))
    sheet.gap(6)
    sheet.paragraph(words["slip.offline_late"].format(hotline=slip.hotline), face(SECOND))
    sheet.gap(14)


def foot(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.rule(3)
    sheet.gap(14)
    hotline, label = face(46 if sheet.width >= WIDE else 36, bold=True), face(SECOND)
    top, room = sheet.y, sheet.room - round(hotline.width(slip.hotline)) - 16
    sheet.line(slip.hotline, hotline, sheet.right, top, anchor="r")
    if label.width(words["slip.hotline"]) <= room:
        sheet.gap((line_height(hotline) - line_height(label)) // 2)
    sheet.paragraph(words["slip.hotline"], label, room=room)
    sheet.y = max(sheet.y, top + line_height(hotline)) + 10
    sheet.paragraph(words["slip.note"], face(SMALL))
    sheet.paragraph(words["slip.terminal"].format(terminal=slip.terminal), face(SMALL))
