"""Fixtures: the simulated desk, and a camera driver that watches it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.document_camera.opencv import OpencvDocumentCamera
from devices.interfaces import DocumentCamera
from kiosk.demo.peers.desk_camera import DeskCamera
from tests.support.papers_in_view import people
from tests.support.watched_cameras import own_threads, until


@pytest.fixture(scope="session")
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
