"""Whether a picture is good enough: sharpness, text at all, size. Pure.

Gates of document-camera.md section 6. Glare and shadow only warn there, and no warning exists in the interface yet.
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.document_camera.edges import Corners, Floats
from devices.document_camera.geometry import Sheet, covered
from devices.document_camera.rectify import ID_1, SNAP, side_lengths
from devices.interfaces import Picture

LONG_SIDE = 1000  # pixels: pages are compared at this size, never enlarged
FINE, COARSE = 9, 61  # pixels: windows in which ink stands out from paper, sharp or blurred
INK = 32.0  # grey levels between ink and paper
SOME = 0.002  # share of the page: less ink than this is no text
# Rendered frames: good .246 and more, blurred by 1.5 px .184 and less. Section 6 has .284, for frames with more pixels
# per character than a 1080-line camera gives over A4, and asks to set it anew on the real camera.
SHARP = 0.21
LEAST_SHARE = 0.15  # of the picture, for a page: section 12
LEAST_CARD_DPI = 90  # for a card: section 6


class Finding(StrEnum):
    BLURRED = "blurred"
    CROPPED = "cropped"
    TOO_SMALL = "too_small"
    NO_TEXT = "no_text"  # a blank side, or a sheet laid face down: not a matter of sharpness


def findings(sheet: Sheet, frame: Picture, page: Picture) -> tuple[Finding, ...]:
    """Everything that is wrong, the gravest first. `page` is the straightened sheet."""
    written = has_text(page)
    wrong = {
        Finding.CROPPED: sheet.cropped,
        Finding.TOO_SMALL: too_small(sheet.corners, frame),
        Finding.NO_TEXT: not written,
        Finding.BLURRED: written and sharpness(page) < SHARP,
    }
    return tuple(finding for finding, found in wrong.items() if found)


def too_small(corners: Corners, frame: Picture) -> bool:
    """A card needs 90 dpi, which its known size tells; any other sheet must cover 15 % of the picture."""
    across, down = side_lengths(corners)
    if abs(max(across, down) / max(1.0, min(across, down)) / ID_1 - 1) <= SNAP:
        return max(across, down) / (85.6 / 25.4) < LEAST_CARD_DPI
    return covered(corners, frame) < LEAST_SHARE


def sharpness(page: Picture) -> float:
    """0…about .375, which is a perfect edge. Per axis: steps between pixels over the contrast around them, on text,
    90th percentile; the smaller axis counts, so that motion in one direction is seen. 0 where nothing stands out."""
    grey = _compared(page)
    contrast = _contrast(grey, FINE)
    text = contrast > INK
    if text.mean() < SOME:
        return 0.0
    return min(float(np.percentile(_steps(grey, axis)[text] / contrast[text], 90)) for axis in (0, 1))


def has_text(page: Picture) -> bool:
    """Something is written or printed on it, however blurred it looks."""
    return bool((_contrast(_compared(page), COARSE) > INK).mean() >= SOME)


def crispness(frame: Picture, corners: Corners) -> float:
    """Ranks frames of the same sheet, and nothing else: this measures what is printed as well (section 6)."""
    left, top = np.maximum(corners.min(axis=0), 0).astype(int)
    right, bottom = corners.max(axis=0).astype(int) + 1
    grey = cv2.cvtColor(frame[top:bottom, left:right], cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F).var())


def paper_white(page: Picture) -> float:
    """Brightness of the unprinted paper, 0…255: the 90th percentile of the page."""
    return float(np.percentile(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), 90))


def _compared(page: Picture) -> Floats:
    """Grey, at most LONG_SIDE long, its border cut off (the sheet's own edge is no text), lightly smoothed."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    share = min(1.0, LONG_SIDE / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    edge = round(0.02 * max(small.shape))
    inner = small[edge : small.shape[0] - edge, edge : small.shape[1] - edge]
    return np.asarray(cv2.GaussianBlur(inner, (3, 3), 0), np.float32)


def _contrast(grey: Floats, window: int) -> Floats:
    """Brightest less darkest in a square window around each pixel, in grey levels."""
    square = np.ones((window, window), np.uint8)
    return np.asarray(cv2.dilate(grey, square), np.float32) - np.asarray(cv2.erode(grey, square), np.float32)


def _steps(grey: Floats, axis: int) -> NDArray[np.float32]:
    kernel = np.array([[-0.5, 0.0, 0.5]], np.float32)
    return np.abs(np.asarray(cv2.filter2D(grey, cv2.CV_32F, kernel if axis else kernel.T), np.float32))
