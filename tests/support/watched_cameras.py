"""How tests wake a camera and wait for what it shows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.interfaces import CameraStreaming, DocumentCamera, Frame, PageResult

OWN_THREADS = ("document-camera", "document-camera-sight")
AT_ONCE = 0.2  # seconds; what waits for a camera waits longer than that, even on a busy machine


def until(held: Callable[[], bool], longest: float) -> float:
    """Wait for it, and say how long it took."""
    began = time.monotonic()
    while not held():
        assert time.monotonic() - began < longest, "it did not happen in time"
        time.sleep(0.005)
    return time.monotonic() - began


def streams(camera: DocumentCamera) -> bool:
    return isinstance(camera.state(), CameraStreaming)


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name in OWN_THREADS]


def wake(camera: DocumentCamera) -> None:
    camera.wake()
    until(lambda: streams(camera), 5)


def newest(camera: DocumentCamera) -> Frame:
    frame = camera.latest()
    assert frame is not None
    return frame


def take(camera: DocumentCamera) -> PageResult:
    began = time.monotonic()
    result = camera.take()
    assert time.monotonic() - began < 3.0
    return result
