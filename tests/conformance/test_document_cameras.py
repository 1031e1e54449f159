"""What every document camera keeps, against a live MJPEG stream on the loopback."""

import gc
import io
import logging
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.document_camera.opencv import OpencvDocumentCamera
from devices.document_camera.rectify import A4, ID_1
from devices.document_camera.self_test import check_camera
from devices.interfaces import (
    BlankDesk,
    Blurred,
    CameraAbsent,
    CameraGone,
    CameraResting,
    CameraStreaming,
    Cropped,
    DocumentCamera,
    Frame,
    Hint,
    PageResult,
    Sighting,
    TakenPage,
)
from kiosk.demo.peers.desk_camera import DeskCamera
from kiosk.demo.peers.desk_scene import jpeg
from tests.support.bad_cameras import HEAD, PAGE, part, server
from tests.support.papers_in_view import drawn, iou, likeness, people, scene

OWN_THREADS = ("document-camera", "document-camera-sight")
AT_ONCE = 0.05


@pytest.fixture(scope="module")
def drawn_desk() -> Iterator[DeskCamera]:
    """Its scenes are drawn once: that takes about a second each."""
    with DeskCamera(people()) as peer:
        yield peer


@pytest.fixture
def desk(drawn_desk: DeskCamera) -> DeskCamera:
    drawn_desk.plug()
    drawn_desk.show("blank")
    return drawn_desk


@pytest.fixture
def camera(desk: DeskCamera) -> Iterator[DocumentCamera]:
    one = OpencvDocumentCamera(desk.url)
    yield one
    one.rest()
    until(lambda: not own_threads(), 6)


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


def take_of(camera: DocumentCamera, desk: DeskCamera, name: str) -> PageResult:
    desk.show(name)
    wake(camera)
    return take(camera)


def seconds_until_middle_is(white: bool, camera: DocumentCamera) -> float:
    return until(lambda: bool(newest(camera).picture[500:580, 920:1000].mean() > 150) is white, 2)


# --- waking and resting -------------------------------------------------------------------------------------------


def test_a_camera_rests_until_it_is_woken(camera: DocumentCamera) -> None:
    assert camera.name == "opencv"
    assert camera.state() == CameraResting()
    assert camera.latest() is None
    assert camera.look() == Sighting(None, Hint.NO_PICTURE)
    assert take(camera) == CameraGone("resting")


def test_waking_opens_and_streams(camera: DocumentCamera) -> None:
    camera.wake()
    assert camera.state() == CameraAbsent("opening")
    until(lambda: streams(camera), 5)
    picture = newest(camera).picture
    assert picture.shape == (1080, 1920, 3) and picture.dtype == np.uint8
    assert picture.flags.c_contiguous


def test_the_rate_is_that_of_the_stream(camera: DocumentCamera) -> None:
    wake(camera)
    first, began = newest(camera).number, time.monotonic()
    time.sleep(1.0)
    counted = (newest(camera).number - first) / (time.monotonic() - began)
    state = camera.state()
    assert isinstance(state, CameraStreaming)
    assert state.frames_per_second == pytest.approx(counted, rel=0.25)
    assert counted > 10


def test_waking_and_resting_twice_is_doing_it_once(camera: DocumentCamera) -> None:
    for _ in range(3):
        camera.wake()
    wake(camera)
    assert sorted(own_threads()) == sorted(OWN_THREADS)
    for _ in range(3):
        camera.rest()
    assert camera.state() == CameraResting()


def test_nothing_but_taking_makes_the_caller_wait(camera: DocumentCamera) -> None:
    calls: list[Callable[[], object]] = [camera.wake, camera.state, camera.latest, camera.look, camera.rest]
    for call in calls:
        began = time.monotonic()
        call()
        assert time.monotonic() - began < AT_ONCE


def test_resting_forgets_the_frames_and_closes_the_camera(camera: DocumentCamera, desk: DeskCamera) -> None:
    desk.show("page:li")
    wake(camera)
    frame, picture = weakref.ref(newest(camera)), weakref.ref(newest(camera).picture)
    camera.rest()
    assert camera.latest() is None
    assert camera.look() == Sighting(None, Hint.NO_PICTURE)
    until(lambda: not own_threads(), 1.0)
    gc.collect()
    assert frame() is None and picture() is None


def test_a_rested_camera_wakes_again(camera: DocumentCamera) -> None:
    wake(camera)
    camera.rest()
    wake(camera)
    camera.rest()
    camera.wake()
    camera.rest()
    wake(camera)
    assert camera.look().hint is not Hint.MOVING


def test_opencv_is_not_loaded_before_the_camera_wakes() -> None:
    program = (
        "import sys, kiosk.bootstrap.parts as parts, devices.document_camera.opencv as camera;"
        "one = camera.OpencvDocumentCamera('/dev/video0'); one.state(); one.look(); one.latest(); one.rest();"
        "sys.exit('cv2' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


# --- looking ------------------------------------------------------------------------------------------------------


def test_the_newest_frame_is_never_an_old_one(camera: DocumentCamera, desk: DeskCamera) -> None:
    desk.show("page:li")
    desk.show("blank")
    wake(camera)
    time.sleep(0.5)
    for name, white in (("page:li", True), ("blank", False), ("page:li", True)):
        desk.show(name)
        assert seconds_until_middle_is(white, camera) < 0.5
        time.sleep(0.2)


def test_a_sheet_that_lies_still_is_seen_where_it_lies(camera: DocumentCamera, desk: DeskCamera) -> None:
    desk.show("card:li")
    wake(camera)
    until(lambda: camera.look().steady_seconds > 0.4, 4)
    seen = camera.look()
    assert seen.hint is Hint.NONE and seen.quad is not None
    corners = scene("card:li").corners
    assert corners is not None
    assert iou(np.array(seen.quad) * (1920, 1080), np.array(corners)) >= 0.97


@pytest.mark.parametrize(("name", "hint"), [("blank", Hint.NO_PAGE), ("cropped:page:li", Hint.CROPPED)])
def test_the_hint_says_what_hinders(camera: DocumentCamera, desk: DeskCamera, name: str, hint: Hint) -> None:
    desk.show(name)
    wake(camera)
    until(lambda: camera.look().hint is hint, 2)


def test_a_sheet_that_is_moved_is_said_to_move_and_begins_anew(camera: DocumentCamera, desk: DeskCamera) -> None:
    desk.show("card:li")
    wake(camera)
    until(lambda: camera.look().steady_seconds > 0.4, 4)
    desk.show("page:li")
    until(lambda: camera.look().hint is Hint.MOVING, 2)
    assert camera.look().steady_seconds < 0.3
    until(lambda: camera.look().hint is Hint.NONE, 2)


# --- taking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "shape", "wide"), [("page", A4, False), ("card", ID_1, True)])
def test_a_taken_page_is_the_paper(
    camera: DocumentCamera, desk: DeskCamera, kind: str, shape: float, wide: bool
) -> None:
    taken = take_of(camera, desk, f"{kind}:li")
    assert isinstance(taken, TakenPage)
    assert len(taken.image) < 150_000
    with Image.open(io.BytesIO(taken.image)) as image, Image.open(io.BytesIO(taken.small)) as small:
        assert (image.format, small.format) == ("WEBP", "JPEG")
        assert image.size == (taken.width, taken.height)
        assert small.width <= 720
        assert likeness(image, drawn(kind)) > 0.9
        assert likeness(small, drawn(kind)) > 0.9
    assert max(image.size) / min(image.size) == pytest.approx(shape, rel=0.005)
    assert (taken.width > taken.height) is wide
    assert min(image.size) > 500


@pytest.mark.parametrize(
    ("name", "result"), [("blank", BlankDesk), ("blurred:page:li", Blurred), ("cropped:page:li", Cropped)]
)
def test_what_cannot_be_taken_is_told_apart(
    camera: DocumentCamera, desk: DeskCamera, name: str, result: type[PageResult]
) -> None:
    assert isinstance(take_of(camera, desk, name), result)


def test_a_page_laid_before_taking_is_the_page_that_is_taken(camera: DocumentCamera, desk: DeskCamera) -> None:
    desk.show("blank")
    wake(camera)
    desk.show("page:li")
    time.sleep(0.2)
    assert isinstance(take(camera), TakenPage)


def test_resting_during_a_take_ends_it(camera: DocumentCamera) -> None:
    camera.wake()
    results: list[PageResult] = []
    taking = threading.Thread(target=lambda: results.append(camera.take()))
    taking.start()
    camera.rest()
    taking.join(1.0)
    assert results == [CameraGone("resting")]


# --- trouble ------------------------------------------------------------------------------------------------------


def test_a_pulled_cable_is_seen_and_a_plugged_one_streams_again(
    camera: DocumentCamera, desk: DeskCamera, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="devices.document_camera")
    wake(camera)
    desk.unplug()
    assert until(lambda: not streams(camera), 4) <= 2.5
    assert camera.latest() is None
    assert camera.look() == Sighting(None, Hint.NO_PICTURE)
    until(lambda: camera.state() == CameraAbsent("no_camera"), 4)
    assert isinstance(take(camera), CameraGone)
    desk.plug()
    assert until(lambda: streams(camera), 10) <= 10
    said = [record.getMessage().split(":")[0] for record in caplog.records]
    back = "document camera streams 1920 x 1080"
    assert said == [back, "document camera lost", back]


def test_a_stream_that_falls_silent_is_seen_though_its_connection_stays(desk: DeskCamera) -> None:
    frames = HEAD + b"".join(part(jpeg) for jpeg in desk_jpegs())
    with server(frames, hang_up=False) as address:
        camera = OpencvDocumentCamera(address)
        wake(camera)
        assert until(lambda: not streams(camera), 4) <= 2.5
        assert camera.state() == CameraAbsent("stalled")
        camera.rest()
        until(lambda: not own_threads(), 6)


def desk_jpegs() -> list[bytes]:
    return [jpeg(scene("blank"), seed) for seed in range(3)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.mark.parametrize("source", [f"http://127.0.0.1:{free_port()}/cam.mjpg", "/dev/video-none", "no-such-file.avi"])
def test_where_no_camera_is_none_is_found(source: str, caplog: pytest.LogCaptureFixture) -> None:
    camera = OpencvDocumentCamera(source)
    camera.wake()
    until(lambda: camera.state() == CameraAbsent("no_camera"), 3)
    assert take(camera) == CameraGone("no_camera")
    camera.rest()
    assert camera.state() == CameraResting()
    assert [record.getMessage() for record in caplog.records] == ["document camera lost: no_camera"]
    until(lambda: not own_threads(), 2)


@pytest.mark.parametrize("answer", [PAGE, b"\0\xff\x13 no HTTP at all \r\n\r\n" * 40, HEAD + b"--frame\r\nrubbish" * 9])
def test_a_server_that_talks_rubbish_is_no_camera(answer: bytes) -> None:
    with server(answer, hang_up=True) as address:
        camera = OpencvDocumentCamera(address)
        camera.wake()
        until(lambda: camera.state() != CameraAbsent("opening"), 4)
        assert isinstance(camera.state(), CameraAbsent)
        assert camera.latest() is None
        assert isinstance(take(camera), CameraGone)
        camera.rest()
        until(lambda: not own_threads(), 3)


def test_a_server_that_says_nothing_holds_nobody_up() -> None:
    with server(b"", hang_up=False) as address:
        camera = OpencvDocumentCamera(address)
        camera.wake()
        time.sleep(0.2)
        assert take(camera) == CameraGone("opening")
        began = time.monotonic()
        camera.rest()
        assert time.monotonic() - began < AT_ONCE
        assert camera.state() == CameraResting()
    until(lambda: not own_threads(), 6)


# --- a file, and the check-up -------------------------------------------------------------------------------------


def test_a_file_is_played_at_its_own_pace_and_then_over(tmp_path: Path) -> None:
    film = tmp_path / "desk.mjpeg"
    film.write_bytes(b"".join(desk_jpegs() * 7))  # 21 frames; FFmpeg gives such a file 25 a second
    camera = OpencvDocumentCamera(str(film))
    wake(camera)
    time.sleep(0.4)
    assert 5 <= newest(camera).number <= 15
    until(lambda: not streams(camera), 4)
    camera.rest()
    until(lambda: not own_threads(), 3)


def test_the_check_up_of_a_good_camera_measures_the_paper(desk: DeskCamera) -> None:
    desk.show("page:li")
    steps = check_camera(desk.url)
    assert [(step.name, step.ok, step.remedy) for step in steps] == [
        ("frame", True, ""), ("rate", True, ""), ("size", True, ""), ("exposure", True, ""),
    ]  # fmt: skip
    assert 0 < steps[0].seconds < 3


def test_the_check_up_of_an_empty_desk_does_not_know_the_exposure(desk: DeskCamera) -> None:
    last = check_camera(desk.url)[-1]
    assert last.ok
    assert "unknown" in last.remedy


def test_the_check_up_of_a_missing_camera_says_where_to_look() -> None:
    steps = check_camera("/dev/video-none")
    assert [(step.name, step.ok) for step in steps] == [("frame", False)]
    assert steps[0].remedy.startswith("no_camera: ")
    assert "/dev/v4l/by-id" in steps[0].remedy
