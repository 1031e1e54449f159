"""A page as it is kept: WebP for the envelope, a small JPEG for the screen."""
from __future__ import annotations

import cv2

from devices.interfaces import Picture

WEBP_QUALITY = 30  # document-camera.md section 11: 85 kB a page at 150 dpi, every character read
SMALL_WIDTH = 720


def page_webp(page: Picture) -> bytes:
    """The whole page, colour."""
    return _encoded(".webp", page, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])


def small_jpeg(page: Picture) -> bytes:
    """For the screen: at most SMALL_WIDTH pixels wide, never enlarged."""
    height, width = page.shape[:2]
    share = min(1.0, SMALL_WIDTH / width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return _encoded(".jpg", cv2.resize(page, size, interpolation=cv2.INTER_AREA), [cv2.IMWRITE_JPEG_QUALITY, 85])


def _encoded(kind: str, picture: object, options: list[int]) -> bytes:
    done, data = cv2.imencode(kind, picture, options)  # type: ignore[call-overload]  # the stubs know only one shape
    if not done:
        raise ValueError(f"OpenCV could not write {kind}")
    return bytes(data.tobytes())
