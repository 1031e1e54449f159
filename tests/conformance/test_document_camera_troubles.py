"""What a document camera does in trouble: a pulled cable, silence, rubbish, nothing there; and its check-up."""

import logging
import socket
import time
import weakref
from pathlib import Path

import pytest

from devices.document_camera.opencv import OpencvDocumentCamera
from devices.document_camera.self_test import check_camera
from devices.interfaces import CameraAbsent, CameraGone, CameraResting, DocumentCamera, Hint, Sighting
from kiosk.demo.peers.desk_camera import DeskCamera
from kiosk.demo.peers.desk_scene import jpeg
from tests.support.bad_cameras import HEAD, PAGE, part, server
from tests.support.papers_in_view import scene
from tests.support.watched_cameras import AT_ONCE, newest, own_threads, streams, take, until, wake

pytest_plugins = ["tests.support.desk_cameras"]


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


def test_resting_forgets_at_once_even_while_a_read_hangs(desk: DeskCamera) -> None:
    with server(HEAD + b"".join(part(jpeg) for jpeg in desk_jpegs()), hang_up=False) as address:
        camera = OpencvDocumentCamera(address)
        wake(camera)
        until(lambda: camera.look().hint is Hint.NO_PAGE, 2)
        time.sleep(0.2)
        picture = weakref.ref(newest(camera).picture)  # the last that came
        camera.rest()
        until(lambda: picture() is None, 0.3)
        assert "document-camera" in own_threads()
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
