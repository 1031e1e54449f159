"""A page as it is kept: WebP for the envelope, a small JPEG for the screen."""
from __future__ import annotations

import cv2

from devices.interfaces import Picture

BUDGET = 150_000  # bytes of one page: section 11
SHRINK = (1.0, 130 / 150, 110 / 150)  # what is over the budget loses resolution before it loses quality
WEBP_QUALITY = 30  # document-camera.md section 11: 85 kB a page at 150 dpi, every character read
SMALL_WIDTH = 720


def page_webp(page: Picture) -> tuple[bytes, tuple[int, int]]:
    """The whole page in colour, and its width and height; within BUDGET unless the last step of SHRINK is too large."""
    image, size = b"", (0, 0)
    for share in SHRINK:
        size = (max(1, round(page.shape[1] * share)), max(1, round(page.shape[0] * share)))
        shrunk = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
        image = _encoded(".webp", shrunk, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])
        if len(image) <= BUDGET:
            break
    return image, size


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
