"""The middle of the slip: what, who, when and where; what the platform said; which papers."""
from __future__ import annotations

from datetime import timedelta, timezone

from kiosk.receipts.fonts import face
from kiosk.receipts.model import PaperState, Slip
from kiosk.receipts.sheet import WHITE, Sheet, largest, line_height
from kiosk.receipts.style import BODY, SECOND, WIDE, Words

HERE = timezone(timedelta(hours=8))  # Asia/Shanghai, no summer time


def fields(sheet: Sheet, slip: Slip, words: Words) -> None:
    """Three groups: what, who, when and where. An empty value leaves its line out."""
    promise = slip.say(slip.promise) if slip.promise else ""
    other = slip.matter.zh if slip.matter.of(slip.language) != slip.matter.zh else ""
    groups = (
        (("matter", slip.say(slip.matter)), ("", other), ("official_no", slip.official_no)),
        (("person", slip.person), ("document", slip.document), ("phone", slip.phone)),
        (("handed_in_at", _moment(slip, words)), ("department", slip.say(slip.department)), ("promise", promise)),
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


def _moment(slip: Slip, words: Words) -> str:
    here = slip.handed_in_at.astimezone(HERE)
    month = words[f"slip.month.{here.month}"]
    return words["slip.moment"].format(year=here.year, month=month, day=here.day, time=f"{here:%H:%M}")


def state(sheet: Sheet, slip: Slip, words: Words) -> None:
    """What the platform said, in a box with a tick. Not on an offline slip: its band says it."""
    if slip.offline:
        sheet.rule(2, dotted=True)
        sheet.gap(14)
        return
    head, more = words["slip.delivered"], words["slip.delivered_more"]
    if slip.result is not None:
        head, more = words[f"slip.state.{slip.result.state}"], slip.say(slip.result.text)
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


def papers(sheet: Sheet, slip: Slip, words: Words) -> None:
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
        sheet.paragraph(slip.say(paper.name), face(BODY), room=left - sheet.left - 16)
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


def not_asked(sheet: Sheet, slip: Slip, words: Words) -> None:
    if not slip.not_asked:
        return
    sheet.paragraph(words["slip.not_asked"], face(BODY, bold=True))
    separator = "、" if not slip.language.startswith("en") else ", "
    sheet.paragraph(separator.join(slip.say(name) for name in slip.not_asked), face(BODY))
    sheet.gap(14)
