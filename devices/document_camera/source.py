"""Opens what a document camera may be: a V4L2 device, a network address, or a file. Belongs to the camera's thread."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.interfaces import Picture

OPEN_MS, READ_MS = 5000, 2000  # document-camera.md section 10
WIDTH, HEIGHT, FRAMES_PER_SECOND = 1920, 1080, 30
WARM_UP = 8  # frames of a device until exposure and white balance have settled: section 9
CODEC = cv2.VideoWriter.fourcc(*"MJPG")  # uncompressed, USB 2 carries 5 such frames a second


@dataclass
class Source:
    """`pace`: seconds per frame of a file, which would otherwise run as fast as it can be read; 0 for what is live."""

    capture: cv2.VideoCapture
    pace: float = 0.0
    due: float = field(default_factory=time.monotonic)

    def read(self) -> Picture | None:
        """The next frame; blocks until it is there, or READ_MS. None: there was none, which is not yet the end."""
        time.sleep(max(0.0, self.due - time.monotonic()))
        self.due += self.pace
        try:
            done, picture = self.capture.read()
        except cv2.error:
            return None
        return np.asarray(picture, np.uint8) if done and picture is not None else None

    def release(self) -> None:
        self.capture.release()


def open_source(source: str) -> Source | None:
    """None when it cannot be opened. Blocks at most OPEN_MS."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    cv2.setNumThreads(1)  # the pictures are small, and the screens need the other cores
    if source.startswith("/dev/"):
        return _device(source)
    if "://" in source:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
        return _opened(cv2.VideoCapture(source, cv2.CAP_FFMPEG, [*limits, cv2.CAP_PROP_N_THREADS, 1]))
    file = _opened(cv2.VideoCapture(source, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1]))
    if file is not None:
        file.pace = 1 / (file.capture.get(cv2.CAP_PROP_FPS) or FRAMES_PER_SECOND)
    return file


def _device(path: str) -> Source | None:
    """Best given as /dev/v4l/by-id/…: numbers change when a camera is plugged in again."""
    source = _opened(cv2.VideoCapture(path, cv2.CAP_V4L2))
    if source is None:
        return None
    source.capture.set(cv2.CAP_PROP_FOURCC, CODEC)  # before the size: it decides which sizes there are
    source.capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    source.capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    source.capture.set(cv2.CAP_PROP_FPS, FRAMES_PER_SECOND)
    source.capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    for _ in range(WARM_UP):
        source.capture.grab()
    return source


def _opened(capture: cv2.VideoCapture) -> Source | None:
    if capture.isOpened():
        return Source(capture)
    capture.release()
    return None
