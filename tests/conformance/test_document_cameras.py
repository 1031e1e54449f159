"""What every document camera keeps, against a live MJPEG stream on the loopback: waking, looking, taking, resting."""

import gc
import io
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.document_camera.rectify import A4, ID_1
from devices.interfaces import (
    BlankDesk,
    Blurred,
    CameraAbsent,
    CameraGone,
    CameraResting,
    CameraStreaming,
    Cropped,
    DocumentCamera,
    Hint,
    PageResult,
    Sighting,
    TakenPage,
)
from kiosk.demo.peers.desk_camera import DeskCamera
from tests.support.papers_in_view import drawn, iou, likeness, scene
from tests.support.watched_cameras import AT_ONCE, OWN_THREADS, newest, own_threads, streams, take, until, wake

pytest_plugins = ["tests.support.desk_cameras"]


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
