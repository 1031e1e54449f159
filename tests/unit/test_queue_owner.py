from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from offline_queue import OwnedElsewhere
from offline_queue.owner import OwnerLock, is_owned

HOLD = """
import sys
from pathlib import Path
from offline_queue.owner import OwnerLock
lock = OwnerLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_owner_in_another_process_is_seen_and_a_killed_one_is_gone(tmp_path: Path) -> None:
    with holder(tmp_path) as child:
        assert is_owned(tmp_path) is True
        child.kill()
        child.wait()
    assert is_owned(tmp_path) is False


def test_owner_is_seen_on_a_file_system_with_devices_of_its_own(tmp_path: Path) -> None:
    """`stat` and the kernel's list of locks name different devices there; the lock itself is asked."""
    memory = Path("/dev/shm") / f"owner-{os.getpid()}"
    memory.mkdir()
    try:
        lock = OwnerLock(memory)
        assert is_owned(memory) is True
        lock.release()
        assert is_owned(memory) is False
    finally:
        (memory / "owner.lock").unlink()
        memory.rmdir()


def test_asking_a_thousand_times_never_shuts_an_owner_out(tmp_path: Path) -> None:
    ask = "import sys; from pathlib import Path; from offline_queue.owner import is_owned\n"
    ask += "while True: is_owned(Path(sys.argv[1]))"
    with subprocess.Popen([sys.executable, "-c", ask, str(tmp_path)]) as asking:
        for _ in range(1000):
            OwnerLock(tmp_path).release()
        asking.kill()


def test_asking_takes_nothing_from_the_owner(tmp_path: Path) -> None:
    lock = OwnerLock(tmp_path)
    assert is_owned(tmp_path) is True  # the descriptor it was asked through is closed again
    with pytest.raises(OwnedElsewhere):
        OwnerLock(tmp_path)
    lock.release()
    lock.release()
    OwnerLock(tmp_path).release()


def test_where_nobody_ever_was_nobody_is(tmp_path: Path) -> None:
    assert is_owned(tmp_path) is False
    assert is_owned(tmp_path / "missing") is False


def test_who_may_not_look_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / "owner.lock").symlink_to(tmp_path / "elsewhere")  # never followed
    assert is_owned(tmp_path) is None
