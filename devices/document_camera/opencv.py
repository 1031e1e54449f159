"""The document camera through OpenCV: a V4L2 device, an MJPEG address or a file. Awake only while it is needed."""

from __future__ import annotations

import threading

from devices.document_camera.feed import Feed
from devices.document_camera.presence import Presence
from devices.interfaces import (
    CameraAbsent,
    CameraGone,
    CameraResting,
    CameraState,
    Frame,
    Hint,
    PageResult,
    Sighting,
)

FRAMES = 4  # of which the sharpest becomes the page; document-camera.md section 12: 3-5
FRAMES_S = 2.0  # for these frames; what follows takes some 200 ms, and `take` may take 3 s


class OpencvDocumentCamera:
    """Importing or making it costs nothing: OpenCV is loaded by the camera's own thread after the first `wake`."""

    def __init__(self, source: str) -> None:
        self._source, self._presence = source, Presence()
        self._turn = threading.Lock()
        self._feed: Feed | None = None
        self._before: threading.Thread | None = None

    @property
    def name(self) -> str:
        return "opencv"

    def wake(self) -> None:
        with self._turn:
            if self._feed is None:
                self._feed = Feed(self._source, self._presence, self._before)
                self._before = self._feed.thread
                self._feed.thread.start()

    def rest(self) -> None:
        """The frames are forgotten when this returns; the device is closed within one frame."""
        with self._turn:
            if self._feed is not None:
                self._feed.stop()
                self._feed = None

    def state(self) -> CameraState:
        feed = self._feed
        return feed.state() if feed is not None else CameraResting()

    def latest(self) -> Frame | None:
        feed = self._feed
        return feed.latest() if feed is not None else None

    def look(self) -> Sighting:
        feed = self._feed
        return feed.sighting() if feed is not None else Sighting(None, Hint.NO_PICTURE)

    def take(self) -> PageResult:
        """The sharpest of the next few frames, straightened and judged. CameraGone("resting") when not awake."""
        feed = self._feed
        if feed is None:
            return CameraGone("resting")
        state = feed.state()
        if isinstance(state, CameraAbsent) and state.code != "opening":
            return CameraGone(state.code)
        frames = feed.next_frames(FRAMES, FRAMES_S)
        if feed is not self._feed:
            return CameraGone("resting")
        if not frames:
            return CameraGone("opening" if isinstance(state, CameraAbsent) else "stalled")
        from devices.document_camera.page import page_from  # OpenCV is loaded by now

        return page_from(frames)
