"""The rebuild is cut short at every step it takes on the disk: the next start finishes it, and nothing is different."""
from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from offline_queue import Entry, State
from tests.support.queue_builders import Desk, open_desk, open_queue
from tests.support.transport_double import TransportDouble

DIES = """
import os, sys
sys.path.insert(0, sys.argv[1])
from tests.support import queue_builders as b
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from offline_queue import Vault
from pathlib import Path
import random
folder, left = Path(sys.argv[2]), [int(sys.argv[3])]
device = Ed25519PrivateKey.generate()
vault = Vault(folder, b.keys_of(b.PlatformDouble()), device.sign, b.TERMINAL)
STEPS = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "shutil.copyfile", "sqlite3.connect", "open")
def step(event, args):
    if event in STEPS and str(folder) in str(args):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(step)
b.open_queue(folder, vault, b.HandClock(), random.Random(7))
os._exit(7)
"""
ROOT = Path(__file__).resolve().parents[2]


def damaged(desk: Desk) -> list[Entry]:
    """One delivered, one held, one waiting; the state of the last cannot be read any more."""
    _, held, waiting = desk.hand_in(), desk.hand_in(), desk.hand_in(pages=(b"page",))
    for entry in (held, waiting):
        desk.queue.hold(entry.id)
    assert desk.sync(TransportDouble(desk.platform)).run_once().sent == 1
    desk.queue.retry(waiting.id)
    entries = desk.queue.entries()
    desk.queue.close()
    path = desk.folder / "queue.db"
    path.write_bytes(path.read_bytes().replace(b"queued", b"quexed"))
    return entries


@pytest.mark.slow
def test_rebuild_killed_at_any_step_is_finished_by_the_next_start(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "queue")
    before = damaged(desk)
    shutil.copytree(desk.folder, tmp_path / "damaged")
    left, ended = 0, 0
    while ended != 7:
        shutil.rmtree(desk.folder)
        shutil.copytree(tmp_path / "damaged", desk.folder)
        order = [sys.executable, "-c", DIES, str(ROOT), str(desk.folder), str(left)]
        ended = subprocess.run(order, cwd=ROOT, check=False, capture_output=True).returncode
        assert ended in (-9, 7)
        desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
        assert desk.queue.entries() == before, f"killed at step {left}"
        assert [e.state for e in before] == [State.ACCEPTED, State.HELD, State.QUEUED]
        assert not (desk.folder / "mending").exists()
        desk.queue.close()
        left += 3
    assert left > 50  # so many steps there are at least
