"""Where on the desk a sheet might lie: regions that stand out, and their outlines as four corners. Pure.

Corners as in `edges`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.document_camera.edges import Corners
from devices.interfaces import Picture

SMALLEST, LARGEST = 0.02, 0.97  # share of the picture that a sheet covers
APART = 8.0  # colour steps
Region = NDArray[np.uint8]


def regions(colours: Picture) -> Iterator[Region]:
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


def outlines(region: Region) -> Iterator[Corners]:
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
