"""The check-up of the document camera for a technician: timed steps, each with what to do when it fails."""

from __future__ import annotations

import time

from devices.document_camera.opencv import OpencvDocumentCamera
from devices.interfaces import CameraAbsent, CameraStreaming, Frame
from devices.self_test import Step

FIRST_FRAME_S, WATCHED_S = 8.0, 1.0
LEAST_RATE = 10.0  # frames per second: document-camera.md section 12
LEAST_SIZE = (1920, 1080)
WHITE = (205.0, 225.0)  # grey levels of paper: section 9
LOOK_S = 0.02

REMEDIES = {  # by code, as in CameraAbsent
    "no_camera": "no camera there: check cable and power, and the source in the settings (ls -l /dev/v4l/by-id)",
    "stalled": "it opens but gives no picture: plug it in again, into a port of its own; stop what else uses it",
    "opening": "it takes too long to open: check cable and address",
}


def check_camera(source: str) -> list[Step]:
    """frame → rate → size → exposure, up to the first that fails; `frame` is timed from opening to the first frame.

    A camera is open once only: a kiosk that takes a page at this moment has it for itself.
    """
    camera, began = OpencvDocumentCamera(source), time.monotonic()
    camera.wake()
    try:
        frame = _first_frame(camera, began + FIRST_FRAME_S)
        waited = time.monotonic() - began
        if frame is None:
            state = camera.state()
            code = state.code if isinstance(state, CameraAbsent) else "stalled"
            return [Step("frame", False, waited, f"{code}: {REMEDIES.get(code, code)}")]
        time.sleep(WATCHED_S)
        return [Step("frame", True, waited), _rate(camera), _size(frame), _exposure(camera.latest() or frame)]
    finally:
        camera.rest()


def _first_frame(camera: OpencvDocumentCamera, deadline: float) -> Frame | None:
    """None at the deadline, or as soon as opening has failed."""
    while time.monotonic() < deadline:
        if (frame := camera.latest()) is not None:
            return frame
        state = camera.state()
        if isinstance(state, CameraAbsent) and state.code != "opening":
            return None
        time.sleep(LOOK_S)
    return None


def _rate(camera: OpencvDocumentCamera) -> Step:
    state = camera.state()
    if not isinstance(state, CameraStreaming):
        return Step("rate", False, WATCHED_S, f"stalled: {REMEDIES['stalled']}")
    slow = f"only {state.frames_per_second:.0f} frames per second: use a USB 3 port, and more light"
    return Step("rate", True, WATCHED_S, slow if state.frames_per_second < LEAST_RATE else "")


def _size(frame: Frame) -> Step:
    height, width = frame.picture.shape[:2]
    small = f"only {width} x {height} pixels: fine print on A4 needs {LEAST_SIZE[0]} x {LEAST_SIZE[1]} or more"
    return Step("size", True, 0.0, small if width < LEAST_SIZE[0] or height < LEAST_SIZE[1] else "")


def _exposure(frame: Frame) -> Step:
    """How bright white paper looks; unknown unless a sheet lies there."""
    from devices.document_camera.geometry import find_sheet
    from devices.document_camera.quality import paper_white
    from devices.document_camera.rectify import straighten

    began, sheet = time.monotonic(), find_sheet(frame.picture)
    if sheet is None:
        return Step("exposure", True, time.monotonic() - began, "exposure unknown: lay white paper there, check again")
    white = paper_white(straighten(frame.picture, sheet.corners))
    wrong = f"white paper is at {white:.0f}, not at {WHITE[0]:.0f} to {WHITE[1]:.0f}: adjust light or exposure"
    return Step("exposure", True, time.monotonic() - began, "" if WHITE[0] <= white <= WHITE[1] else wrong)
