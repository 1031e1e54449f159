"""The parts that exist once per machine are used by one run at a time."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.peers.card_service import HOLDER, card_service, parts_lock
from kiosk.demo.peers.virtual_card import ForeignCard, VirtualCard

pytest_plugins = ["tests.support.cards"]

ROOT = Path(__file__).resolve().parents[2]
OTHER_RUN = (
    "from kiosk.demo.peers.card_service import parts_lock\n"
    "with parts_lock(lambda said: print(said, flush=True)): print('in', flush=True)"
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A lock of our own: the real one may be held by this very run."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delenv(HOLDER, raising=False)
    yield


def other_run(**environment: str) -> subprocess.Popen[str]:
    order = [sys.executable, "-c", OTHER_RUN]
    return subprocess.Popen(order, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True)


def test_a_second_run_is_told_and_waits_for_the_first() -> None:
    with parts_lock(print):
        second = other_run(**{HOLDER: ""})
        assert second.stdout is not None
        assert "another demo or test run" in second.stdout.readline()
        assert second.poll() is None
    with second:
        assert second.stdout.readline() == "in\n"


def test_a_child_of_the_holder_passes() -> None:
    with parts_lock(print), other_run() as child:
        assert child.communicate(timeout=20)[0] == "in\n"


def test_the_lock_is_free_when_its_holder_is_done() -> None:
    with parts_lock(print):
        pass
    assert HOLDER not in os.environ
    with other_run() as next_one:
        assert next_one.communicate(timeout=20)[0] == "in\n"


def test_a_running_service_is_used_and_left_running(card_parts: None) -> None:
    with card_service():
        pass
    with VirtualCard() as hand:
        hand.lay(ForeignCard())
