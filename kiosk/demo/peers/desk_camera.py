"""A camera over the demo's desk: a live MJPEG stream on the loopback, with a hand to lay papers and pull the cable."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from kiosk.assets import asset
from kiosk.demo.peers.desk_papers import Person
from kiosk.demo.peers.desk_scene import jpeg, people_by_id, render

PATH = "/cam.mjpg"
BOUNDARY = "frame"
FRAMES_PER_SECOND = 15
VARIANTS = 5  # frames drawn beforehand; the same noise comes back three times a second, nobody sees it


class DeskCamera:
    """Use as a context manager; `url` is for `cv2.VideoCapture`. Scenes are those of `desk_scene.render`."""

    def __init__(self, people: Mapping[str, Person], port: int = 0, scene: str = "blank") -> None:
        self._people, self._port, self._first = people, port, scene
        self._drawn: dict[str, tuple[bytes, ...]] = {}
        self._frames: tuple[bytes, ...] = ()
        self._server: _Stream | None = None

    def __enter__(self) -> DeskCamera:
        self.show(self._first)
        self.plug()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.unplug()

    @property
    def url(self) -> str:
        """Stays the same when the cable is pulled and put back."""
        return f"http://127.0.0.1:{self._port}{PATH}"

    def show(self, scene: str) -> None:
        """Lay something else on the desk; the stream shows it from its next frame. Takes about a second when new."""
        if scene not in self._drawn:
            seen = render(scene, self._people)
            self._drawn[scene] = tuple(jpeg(seen, seed) for seed in range(VARIANTS))
        self._frames = self._drawn[scene]

    def unplug(self) -> None:
        """Pull the cable: whoever watches is cut off, and nobody can connect."""
        if self._server is not None:
            self._server.end()
            self._server = None

    def plug(self) -> None:
        if self._server is None:
            self._server = _Stream(self._port, self._frame)
            self._port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, args=(0.05,), name="desk-camera", daemon=True).start()

    def _frame(self, number: int) -> bytes:
        return self._frames[number % len(self._frames)]


class _Stream(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True

    def __init__(self, port: int, frame: Callable[[int], bytes]) -> None:
        self.frame, self.pulled = frame, False
        super().__init__(("127.0.0.1", port), _Watcher)

    def end(self) -> None:
        self.pulled = True
        self.shutdown()
        self.server_close()


class _Watcher(BaseHTTPRequestHandler):
    """One client: frames at an even pace until it leaves or the cable is pulled."""

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            self._stream()
        except OSError:
            return  # the client left

    def _stream(self) -> None:
        assert isinstance(self.server, _Stream)
        number, due = 0, time.monotonic()
        while not self.server.pulled:
            picture = self.server.frame(number)
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n")
            number, due = number + 1, due + 1 / FRAMES_PER_SECOND
            time.sleep(max(0.0, due - time.monotonic()))

    def log_message(self, format: str, *args: object) -> None:
        """The stream says nothing."""


def main() -> int:
    """Hand by lines on standard input: `show card:li`, `unplug`, `plug`; the end of input ends the camera."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--port", type=int, default=0)
    ask.add_argument("--people", type=Path, default=None, help="people.json; the demo's own when left out")
    ask.add_argument("--scene", default="blank")
    wanted = ask.parse_args()
    people = json.loads((wanted.people or asset("demo", "people.json")).read_text(encoding="utf-8"))["people"]
    with DeskCamera(people_by_id(people), wanted.port, wanted.scene) as camera:
        print(camera.url, flush=True)
        for line in sys.stdin:
            _obey(camera, line.split())
    return 0


def _obey(camera: DeskCamera, words: list[str]) -> None:
    match words:
        case ["show", scene]:
            try:
                camera.show(scene)
            except (KeyError, ValueError) as wrong:
                print(f"no such scene: {wrong}", file=sys.stderr)
        case ["unplug"]:
            camera.unplug()
        case ["plug"]:
            camera.plug()
        case _:
            print("say: show SCENE, unplug or plug", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
