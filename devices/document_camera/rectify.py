"""Straightens a sheet: from four corners on the frame to an upright page of its true shape. Pure."""

from __future__ import annotations

import math

import cv2
import numpy as np

from devices.document_camera.edges import Corners
from devices.interfaces import Picture

A4, ID_1 = 297 / 210, 85.6 / 53.98  # long side over short side; ISO 216, ISO/IEC 7810
SNAP = 0.05  # a shape this near to one of these is taken for it: perspective and curl bend it that much
LONGEST = 1754  # pixels: A4 at 150 dpi, document-camera.md section 11


def straighten(picture: Picture, corners: Corners) -> Picture:
    """The sheet seen flat, in the frame's own resolution, at most LONGEST pixels long; the upper edge stays up."""
    width, height = page_size(corners)
    outer = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32) - 0.5
    turned = cv2.getPerspectiveTransform(corners.astype(np.float32), outer)
    flat = cv2.warpPerspective(picture, turned, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def page_size(corners: Corners) -> tuple[int, int]:
    """Width and height in pixels, snapped to A4 or ID-1 when close; area is kept."""
    across, down = side_lengths(corners)
    room = across * down
    share = snapped(max(across, down) / max(1.0, min(across, down)))
    long, short = math.sqrt(room * share), math.sqrt(room / share)
    fit = min(1.0, LONGEST / long)
    long, short = max(2, round(long * fit)), max(2, round(short * fit))
    return (long, short) if across > down else (short, long)


def snapped(share: float) -> float:
    """Long side over short side: that of A4 or ID-1 when within SNAP of it, else as it is."""
    known = min((A4, ID_1), key=lambda shape: abs(share / shape - 1))
    return known if abs(share / known - 1) <= SNAP else share


def side_lengths(corners: Corners) -> tuple[float, float]:
    """Mean width and mean height in pixels: seen from above, the near and the far edge average out."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).tolist()
    return (top + bottom) / 2, (left + right) / 2
