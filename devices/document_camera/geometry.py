"""Finds the sheet on a picture of the desk. Pure.

The classical method of document-camera.md section 3: outlines of bright, dark or coloured regions, each reduced to four
corners, and the outline wins whose sides show the clearest change of colour. Corners as in `edges`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.document_camera.edges import Corners, Floats, clearness, refine
from devices.interfaces import Picture, Quad

LOOK_WIDTH = 640  # pixels; section 3: proposals are made at this width
SMALLEST, LARGEST = 0.02, 0.97  # share of the picture that a sheet covers
BORDER = 0.01  # section 6: a corner within 1 % of the frame means cropped
REACH = 0.016  # of the width: how far a side may lie from its outline
CERTAIN = 0.9  # a sheet whose sides are all so clear need not be compared with outlines of other regions
FOUND, WEAKEST = 0.3, 0.12  # least score of a sheet, least clearness of a side that lies inside the picture
HALF = 0.5  # what a side on the border counts: nothing can be seen beyond it
APART = 8.0  # colour steps
Region = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Sheet:
    """`corners` in pixels of the picture it was found on; `score` 0…1; `certain`: every side in sight is as clear as
    can be."""

    corners: Corners
    score: float
    cropped: bool
    certain: bool


def find_sheet(picture: Picture) -> Sheet | None:
    """The sheet on a picture of any size, its corners known to about a pixel of LOOK_WIDTH; None on an empty desk."""
    small, scale = _reduced(picture)
    colours = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2Lab), np.uint8)
    best = _best(colours)
    if best is None or best.score < FOUND:
        return None
    exact = refine(colours, best.corners, round(REACH * colours.shape[1]))
    full = (exact + 0.5) * scale - 0.5
    return replace(best, corners=full, cropped=best.cropped or leaves_picture(full, picture))


def leaves_picture(corners: Corners, picture: Region) -> bool:
    """A corner lies within 1 % of the frame, or outside."""
    return bool(_on_border(corners, picture).any())


def covered(corners: Corners, picture: Picture) -> float:
    """Share of the picture that lies between the corners."""
    height, width = picture.shape[:2]
    return float(cv2.contourArea(corners.astype(np.float32)) / (height * width))


def as_shares(corners: Corners, picture: Picture) -> Quad:
    """Corners as shares of width and height, kept inside the picture."""
    height, width = picture.shape[:2]
    (a, b), (c, d), (e, f), (g, h) = np.clip((corners + 0.5) / (width, height), 0.0, 1.0).tolist()
    return ((a, b), (c, d), (e, f), (g, h))


def _reduced(picture: Picture) -> tuple[Picture, float]:
    """The picture softened and at most LOOK_WIDTH wide, and by how much it was reduced."""
    height, width = picture.shape[:2]
    scale = max(1.0, width / LOOK_WIDTH)
    small = cv2.resize(picture, (round(width / scale), round(height / scale)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8), scale


def _best(colours: Picture) -> Sheet | None:
    """Regions are tried one after the other, until one gives a sheet beyond doubt."""
    best: Sheet | None = None
    for region in _regions(colours):
        for corners in _outlines(region):
            sheet = _judged(colours, corners)
            if sheet is not None and (best is None or sheet.score > best.score):
                best = sheet
        if best is not None and best.certain:
            return best
    return best


def _regions(colours: Picture) -> Iterator[Region]:
    """Masks by Otsu's threshold on lightness and both colour axes, then closed edges of each, 0 or 255.

    A channel that shows the same everywhere but for grain is left out: no sheet stands out in it.
    """
    lightness, *axes = (np.asarray(channel, np.uint8) for channel in cv2.split(colours))
    washed = np.asarray(cv2.morphologyEx(lightness, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)  # no text
    split = [(channel, *_otsu(channel)) for channel in (washed, *axes)]
    telling = [(channel, level, mask) for channel, level, mask in split if _apart(channel, mask)]
    yield from (mask for _, _, mask in telling)
    for channel, level, _ in telling:
        edges = cv2.Canny(channel, max(10.0, 0.2 * level), max(25.0, 0.5 * level))
        yield np.asarray(cv2.dilate(edges, np.ones((3, 3), np.uint8)), np.uint8)


def _otsu(channel: Region) -> tuple[float, Region]:
    level, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return level, np.asarray(mask, np.uint8)


def _apart(channel: Region, mask: Region) -> bool:
    """Whether the two halves of a split differ by more than the grain of a matte desk."""
    bright, dark = cv2.mean(channel, mask)[0], cv2.mean(channel, cv2.bitwise_not(mask))[0]
    return bright - dark >= APART


def _outlines(region: Region) -> Iterator[Corners]:
    """Every region or hole that is large enough, reduced to four corners in order."""
    room = region.shape[0] * region.shape[1]
    contours, _ = cv2.findContours(region, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        hull = cv2.convexHull(contour)
        if SMALLEST * room <= cv2.contourArea(hull) <= LARGEST * room:
            four = _four(hull)
            if four is not None:
                yield four


def _four(hull: NDArray[np.int32] | cv2.typing.MatLike) -> Corners | None:
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08):
        corners = cv2.approxPolyDP(hull, share * around, True)
        if len(corners) == 4:
            return in_order(np.asarray(corners, np.float64).reshape(4, 2))
        if len(corners) < 4:
            return None
    return None


def in_order(corners: Corners) -> Corners:
    """Clockwise as seen, beginning with the corner nearest to the top left of the picture."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.asarray(np.roll(around, -int(around.sum(axis=1).argmin()), axis=0))


def _judged(colours: Picture, corners: Corners) -> Sheet | None:
    """Section 3: mean clearness of the sides .6, the weakest .4, and a mild preference for area."""
    clear, hidden = clearness(colours, corners), _sides_on_border(corners, colours)
    if hidden.sum() > 2 or clear[~hidden].min() < WEAKEST:
        return None
    sides = np.where(hidden, HALF, clear)
    large = 0.8 + 0.2 * min(1.0, covered(corners, colours) / 0.15) ** 0.5
    score = float((0.6 * sides.mean() + 0.4 * sides.min()) * large)
    return Sheet(corners, score, bool(hidden.any()), bool(clear[~hidden].min() >= CERTAIN))


def _sides_on_border(corners: Corners, picture: Picture) -> NDArray[np.bool_]:
    """A side runs along the border when both its ends lie on the same edge of the frame."""
    near = _on_border(corners, picture)
    return np.asarray((near & np.roll(near, -1, axis=0)).any(axis=1))


def _on_border(corners: Corners, picture: Region) -> NDArray[np.bool_]:
    """4 × 4: each corner against the left, top, right and bottom of the frame."""
    height, width = picture.shape[:2]
    room: Floats = np.stack(
        (corners[:, 0] / width, corners[:, 1] / height, 1 - corners[:, 0] / width, 1 - corners[:, 1] / height), axis=1
    )
    return np.asarray(room < BORDER)
