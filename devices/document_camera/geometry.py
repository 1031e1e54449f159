"""Finds the sheet on a picture of the desk. Pure.

The classical method of document-camera.md section 3: outlines of bright, dark or coloured regions, each reduced to four
corners, and the outline wins whose sides show the clearest change of colour. Corners as in `edges`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.document_camera.edges import Corners, Floats, clearness, refine
from devices.document_camera.outlines import outlines, regions
from devices.interfaces import Picture, Quad

LOOK_WIDTH = 640  # pixels; section 3: proposals are made at this width
BORDER = 0.01  # section 6: a corner within 1 % of the frame means cropped
REACH = 0.016  # of the width: how far a side may lie from its outline
CERTAIN = 0.9  # a sheet whose sides are all so clear need not be compared with outlines of other regions
FOUND, WEAKEST = 0.3, 0.12  # least score of a sheet, least clearness of a side that lies inside the picture
HALF = 0.5  # what a side on the border counts: nothing can be seen beyond it


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


def leaves_picture(corners: Corners, picture: Picture) -> bool:
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
    for region in regions(colours):
        for corners in outlines(region):
            sheet = _judged(colours, corners)
            if sheet is not None and (best is None or sheet.score > best.score):
                best = sheet
        if best is not None and best.certain:
            return best
    return best


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


def _on_border(corners: Corners, picture: Picture) -> NDArray[np.bool_]:
    """4 × 4: each corner against the left, top, right and bottom of the frame."""
    height, width = picture.shape[:2]
    room: Floats = np.stack(
        (corners[:, 0] / width, corners[:, 1] / height, 1 - corners[:, 0] / width, 1 - corners[:, 1] / height), axis=1
    )
    return np.asarray(room < BORDER)
