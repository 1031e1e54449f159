"""From a few frames to one page, or to why there is none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from devices.document_camera.edges import refine
from devices.document_camera.encode import page_webp, small_jpeg
from devices.document_camera.geometry import Sheet, find_sheet
from devices.document_camera.quality import Finding, crispness, findings, sharpness
from devices.document_camera.rectify import straighten
from devices.interfaces import BlankDesk, Blurred, Cropped, PageResult, Picture, TakenPage

REACH = 0.005  # of the frame's width: the corners are known to less than this


def page_from(frames: Sequence[Picture]) -> PageResult:
    """The sharpest of at least one frame, straightened and judged.

    A sheet without text is taken all the same: it may be the empty back, and a person looks at every page.
    """
    newest = find_sheet(frames[-1])
    if newest is None:
        return BlankDesk()
    frame = max(frames, key=lambda one: crispness(one, newest.corners))
    sheet = find_sheet(frame)
    return BlankDesk() if sheet is None else _judged(frame, sheet)


def _judged(frame: Picture, sheet: Sheet) -> PageResult:
    page = straighten(frame, refine(frame, sheet.corners, round(REACH * frame.shape[1])))
    wrong, sharp = findings(sheet, frame, page), sharpness(page)
    if Finding.CROPPED in wrong:
        return Cropped()
    if Finding.BLURRED in wrong:
        return Blurred(sharp)
    image, (width, height) = page_webp(page)
    return TakenPage(image, small_jpeg(page), width, height, sharp)
