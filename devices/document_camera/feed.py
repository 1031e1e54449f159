"""The camera's own thread, from waking to resting: opens, reads, notices loss, reopens, releases, forgets.

Document-camera.md section 9: alive means that the last frame is young; `isOpened()` stays true on a pulled cable. A
second thread looks at the newest frame, so that reading never waits and no old frames pile up.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from devices.document_camera.presence import Presence
from devices.interfaces import CameraAbsent, CameraState, CameraStreaming, Frame, Hint, Picture, Sighting

if TYPE_CHECKING:
    from devices.document_camera.source import Source

SILENCE_S = 2.0  # without a frame for so long, the camera counts as lost
BACK_OFF_S = (1.0, 2.0, 5.0, 10.0)
RETRY_S = 0.02  # between two reads that gave nothing
LOOK_EVERY_S = 1 / 12
COUNTED = 30  # frames over which the rate is measured
QUIET = {  # read once, when OpenCV first opens something
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # what it would say on standard error is a state here, and logged once
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",  # seconds; 10 by default
}


class Feed:
    """`before` is the thread of the feed before this one: a device can be open only once."""

    def __init__(self, source: str, presence: Presence, before: threading.Thread | None) -> None:
        self._source, self._presence, self._before = source, presence, before
        self._stopping = threading.Event()
        self._news = threading.Condition()
        self._frame: Frame | None = None
        self._sighting = Sighting(None, Hint.NO_PICTURE)
        self._code = "opening"
        self._moments: deque[float] = deque(maxlen=COUNTED)
        self._number = 0
        self.thread = threading.Thread(target=self._run, name="document-camera", daemon=True)

    def stop(self) -> None:
        """Forget everything now; the device is released by its own thread within one frame."""
        self._stopping.set()
        with self._news:
            self._forget()
            self._news.notify_all()

    def state(self) -> CameraState:
        with self._news:
            if not self._alive():
                return CameraAbsent("stalled" if self._frame is not None else self._code)
            spread = self._moments[-1] - self._moments[0]
            return CameraStreaming((len(self._moments) - 1) / spread if spread > 0 else 0.0)

    def latest(self) -> Frame | None:
        with self._news:
            return self._frame if self._alive() else None

    def sighting(self) -> Sighting:
        with self._news:
            return self._sighting if self._alive() else Sighting(None, Hint.NO_PICTURE)

    def next_frames(self, count: int, seconds: float) -> list[Picture]:
        """The next `count` frames, or those that came within `seconds`."""
        deadline, seen, found = time.monotonic() + seconds, self._number, list[Picture]()
        while len(found) < count and (frame := self._after(seen, deadline - time.monotonic())) is not None:
            seen = frame.number
            found.append(frame.picture)
        return found

    def _alive(self) -> bool:
        return self._frame is not None and time.monotonic() - self._frame.taken_at < SILENCE_S

    def _forget(self) -> None:
        self._frame, self._sighting = None, Sighting(None, Hint.NO_PICTURE)
        self._moments.clear()

    def _run(self) -> None:
        if self._before is not None:
            self._before.join()
            self._before = None
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
        from devices.document_camera.source import open_source  # OpenCV costs 70-240 ms: here, not at start

        threading.Thread(target=self._look_on, name="document-camera-sight", daemon=True).start()
        failures = 0
        while not self._stopping.is_set():
            source = open_source(self._source)
            came = source is not None and self._read(source)
            self._lost("no_camera" if source is None else "stalled")
            failures = 0 if came else failures
            self._stopping.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
            failures += 1

    def _read(self, source: Source) -> bool:
        """Until the camera rests or falls silent. Whether any frame came."""
        heard, number = time.monotonic(), self._number
        try:
            while not self._stopping.is_set() and time.monotonic() - heard < SILENCE_S:
                picture = source.read()
                if picture is None:
                    self._stopping.wait(RETRY_S)
                else:
                    heard = time.monotonic()
                    self._publish(picture, heard)
                    del picture  # the next read may block for seconds, and rest forgets at once
        finally:
            source.release()
        return self._number > number

    def _publish(self, picture: Picture, now: float) -> None:
        self._presence.back(picture)
        with self._news:
            if self._stopping.is_set():
                return
            self._number += 1
            self._frame = Frame(self._number, now, picture)
            self._moments.append(now)
            self._news.notify_all()

    def _lost(self, code: str) -> None:
        if self._stopping.is_set():
            return
        with self._news:
            self._forget()
            self._code = code
        self._presence.lost(code)

    def _after(self, number: int, seconds: float | None = None) -> Frame | None:
        """Wait for a frame younger than `number`; None when time is up or the camera rests."""
        with self._news:
            self._news.wait_for(lambda: self._stopping.is_set() or self._younger(number), seconds)
            return self._frame if self._younger(number) else None

    def _younger(self, number: int) -> bool:
        return self._frame is not None and self._frame.number > number

    def _look_on(self) -> None:
        from devices.document_camera.sight import look

        number, rest = 0, None
        while (frame := self._after(number)) is not None:
            began = time.monotonic()
            number = frame.number
            sighting, rest = look(frame, rest)
            del frame  # nothing is held while waiting
            with self._news:
                if not self._stopping.is_set():
                    self._sighting = sighting
            self._stopping.wait(max(0.0, LOOK_EVERY_S - (time.monotonic() - began)))
