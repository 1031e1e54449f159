"""Set one slip: the number largest, one band for the state, grouped fields, quiet small print (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone

from devices.interfaces import BitmapPage
from kiosk.matters.text import Text
from kiosk.receipts.fonts import face
from kiosk.receipts.model import PaperState, Slip
from kiosk.receipts.qr import QUIET, qr_picture
from kiosk.receipts.sheet import WHITE, Sheet, largest, line_height

Words = Mapping[str, str]

HERE = timezone(timedelta(hours=8))  # Asia/Shanghai, no summer time
TITLE_ZH = "办件收件回执"
BAND_ZH = "离线暂存 · 待上传"
WIDE = 480  # from this width on the code stands beside its words
BODY, SECOND, SMALL = 28, 26, 23


def draw(slip: Slip, width_dots: int, words: Words) -> BitmapPage:
    """The slip as printed. `words` are those of the slip's language (words.load_words)."""
    sheet = Sheet(width_dots, side=20 if width_dots >= WIDE else 10)
    sheet.gap(8)
    for part in (_head, _title, _number, _fields, _state, _papers, _not_asked, _code, _kept_here, _foot):
        part(sheet, slip, words)
    return sheet.page(below=12)


def grouped(number: str) -> str:
    """12345000000184 → 1234 5000 0001 84: in fours, as it is said aloud."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _head(sheet: Sheet, slip: Slip, words: Words) -> None:
    """The mark of the service and the name of the hall."""
    top, side = sheet.y, 64
    sheet.fill((sheet.left, top, sheet.left + side, top + side), radius=16)
    mark = face(42, bold=True)
    middle, above = sheet.left + side / 2, (side - line_height(mark)) / 2
    sheet.line(words["slip.mark"], mark, middle, top + above, ink=WHITE, anchor="m")
    name = largest(_say(slip, slip.centre), sheet.room - side - 18, range(24, 31), bold=True)
    x = sheet.left + side + 18
    sheet.y = top + (side - line_height(name)) // 2
    sheet.paragraph(_say(slip, slip.centre), name, x=x)
    sheet.y = max(sheet.y, top + side) + 22


def _title(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.rule(3)
    sheet.gap(18)
    sheet.centred(words["slip.title"], largest(words["slip.title"], sheet.room, range(30, 45, 2)))
    if words["slip.title"] != TITLE_ZH:
        sheet.centred(TITLE_ZH, face(BODY))
    sheet.gap(14)
    if slip.reprint:
        _boxed(sheet, words["slip.reprint"].format(n=slip.reprint))
    if slip.offline:
        _band(sheet, words["slip.band"])


def _boxed(sheet: Sheet, text: str) -> None:
    kind = largest(text, sheet.room - 24, range(20, 33, 2))
    bottom = sheet.y + line_height(kind) + 16
    sheet.outline((sheet.left, sheet.y, sheet.right, bottom), radius=12, thick=3)
    sheet.line(text, kind, sheet.width / 2, sheet.y + 8, anchor="m")
    sheet.y = bottom + 16


def _band(sheet: Sheet, text: str) -> None:
    """White on black from edge to edge; in another language the Chinese stands below, for the window."""
    lines = [(text, largest(text, sheet.room - 16, range(26, 43, 2)))]
    if text != BAND_ZH:
        lines.append((BAND_ZH, face(BODY)))
    bottom = sheet.y + sum(line_height(kind) for _, kind in lines) + 24
    sheet.fill((0, sheet.y, sheet.width, bottom))
    sheet.gap(12)
    for line, kind in lines:
        sheet.line(line, kind, sheet.width / 2, sheet.y, ink=WHITE, anchor="m")
        sheet.y += line_height(kind)
    sheet.y = bottom + 18


def _number(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.paragraph(words["slip.number"], face(SECOND))
    number = grouped(slip.number)
    kind = largest(number, sheet.room, range(24, 67))
    sheet.line(number, kind, sheet.left, sheet.y)
    sheet.y += line_height(kind) + 8


def _fields(sheet: Sheet, slip: Slip, words: Words) -> None:
    """Three groups: what, who, when and where. An empty value leaves its line out."""
    promise = _say(slip, slip.promise) if slip.promise else ""
    other = slip.matter.zh if slip.matter.of(slip.language) != slip.matter.zh else ""
    groups = (
        (("matter", _say(slip, slip.matter)), ("", other), ("official_no", slip.official_no)),
        (("person", slip.person), ("document", slip.document), ("phone", slip.phone)),
        (("handed_in_at", _moment(slip, words)), ("department", _say(slip, slip.department)), ("promise", promise)),
    )
    labels = [words[f"slip.{key}"] for group in groups for key, value in group if key and value]
    sizes = (SECOND, BODY) if sheet.width >= WIDE else (22, 25)
    column = round(max(face(sizes[0]).width(label) for label in labels)) + sizes[0]
    for at, group in enumerate(groups):
        sheet.rule(2, dotted=at > 0)
        sheet.gap(12)
        for key, value in group:
            if value:
                _field(sheet, words[f"slip.{key}"] if key else "", value, column, sizes)
        sheet.gap(8)
    sheet.gap(6)


def _field(sheet: Sheet, label: str, value: str, column: int, sizes: tuple[int, int]) -> None:
    """A value a little too long for its line gets smaller letters before it gets a second line."""
    small, body = sizes
    kind = largest(value, sheet.room - column, range(body - 3, body + 1), bold=bool(label))
    if kind.width(value) > sheet.room - column:
        kind = face(body, bold=bool(label))
    offset = line_height(kind) - line_height(face(small))
    sheet.line(label, face(small), sheet.left, sheet.y + offset / 2)
    sheet.paragraph(value, kind, x=sheet.left + column)
    sheet.gap(5)


def _state(sheet: Sheet, slip: Slip, words: Words) -> None:
    """What the platform said, in a box with a tick. Not on an offline slip: its band says it."""
    if slip.offline:
        sheet.rule(2, dotted=True)
        sheet.gap(14)
        return
    head, more = words["slip.delivered"], words["slip.delivered_more"]
    if slip.result is not None:
        head, more = words[f"slip.state.{slip.result.state}"], _say(slip, slip.result.text)
    top = sheet.y
    sheet.gap(16)
    good = slip.result is None or slip.result.state in ("received", "accepted", "approved")
    x = sheet.left + 20
    if good:
        _tick(sheet, x, sheet.y + 5)
        x += 50
    room = sheet.right - 20 - x
    sheet.paragraph(head, face(34, bold=True), x=x, room=room)
    sheet.gap(2)
    sheet.paragraph(more, face(BODY), x=x, room=room)
    sheet.gap(16)
    sheet.outline((sheet.left, top, sheet.right, sheet.y), radius=16, thick=3)
    sheet.gap(18)


def _tick(sheet: Sheet, x: int, y: int) -> None:
    sheet.fill((x, y, x + 36, y + 36), radius=18)
    sheet.stroke([(x + 10, y + 19), (x + 16, y + 25), (x + 27, y + 12)], 5, WHITE)


def _papers(sheet: Sheet, slip: Slip, words: Words) -> None:
    """What was handed in. What was not asked for has its own list below."""
    papers = [paper for paper in slip.papers if paper.name not in slip.not_asked]
    if not papers:
        return
    sheet.paragraph(words["slip.papers"], face(BODY, bold=True))
    sheet.gap(2)
    for paper in papers:
        top, label = sheet.y, words[f"slip.paper.{paper.state}"]
        left = _chip(sheet, label, dark=paper.state is PaperState.MISSING)
        sheet.y = top + 3
        sheet.paragraph(_say(slip, paper.name), face(BODY), room=left - sheet.left - 16)
        sheet.y = max(sheet.y, top + 42) + 6
    sheet.gap(10)


def _chip(sheet: Sheet, text: str, *, dark: bool) -> int:
    """A word in a pill at the right edge: outlined, or black where something is missing. Gives back its left edge."""
    kind = face(24, bold=True)
    left = sheet.right - round(kind.width(text)) - 32
    box = (left, sheet.y, sheet.right, sheet.y + 42)
    if dark:
        sheet.fill(box, radius=21)
    else:
        sheet.outline(box, radius=21, thick=2)
    top = sheet.y + (42 - line_height(kind)) / 2
    sheet.line(text, kind, (left + sheet.right) / 2, top, ink=WHITE if dark else 0, anchor="m")
    return left


def _not_asked(sheet: Sheet, slip: Slip, words: Words) -> None:
    if not slip.not_asked:
        return
    sheet.paragraph(words["slip.not_asked"], face(BODY, bold=True))
    separator = "、" if not slip.language.startswith("en") else ", "
    sheet.paragraph(separator.join(_say(slip, name) for name in slip.not_asked), face(BODY))
    sheet.gap(14)


def _code(sheet: Sheet, slip: Slip, words: Words) -> None:
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


def _kept_here(sheet: Sheet, slip: Slip, words: Words) -> None:
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


def _foot(sheet: Sheet, slip: Slip, words: Words) -> None:
    sheet.rule(3)
    sheet.gap(14)
    hotline, label = face(46, bold=True), face(SECOND)
    top, room = sheet.y, sheet.room - round(hotline.width(slip.hotline)) - 16
    sheet.line(slip.hotline, hotline, sheet.right, top, anchor="r")
    if label.width(words["slip.hotline"]) <= room:
        sheet.gap((line_height(hotline) - line_height(label)) // 2)
    sheet.paragraph(words["slip.hotline"], label, room=room)
    sheet.y = max(sheet.y, top + line_height(hotline)) + 10
    sheet.paragraph(words["slip.note"], face(SMALL))
    sheet.paragraph(words["slip.terminal"].format(terminal=slip.terminal), face(SMALL))


def _moment(slip: Slip, words: Words) -> str:
    here = slip.handed_in_at.astimezone(HERE)
    month = words[f"slip.month.{here.month}"]
    return words["slip.moment"].format(year=here.year, month=month, day=here.day, time=f"{here:%H:%M}")


def _say(slip: Slip, text: Text) -> str:
    return text.of(slip.language)
