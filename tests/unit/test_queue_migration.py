from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from offline_queue import State, migrations
from offline_queue.envelope import opaque
from offline_queue.store.opening import open_owned, scripts
from tests.support.queue_builders import open_desk, open_queue

KILLED_WITHIN = """
import os, signal, sys
from pathlib import Path
from offline_queue.store import opening
plain = opening.connect
def connect(path):
    db, left = plain(path), [int(sys.argv[2])]
    def step():
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    db.set_progress_handler(step, 1)
    return db
opening.connect = connect
opening.open_owned(Path(sys.argv[1]), began=True)
os._exit(7)
"""


def first_version(path: Path, rows: int = 5) -> None:
    """A database as the first version of this program left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.executescript(resources.files(migrations).joinpath("0001_first.sql").read_text("utf-8"))
    for n in range(1, rows + 1):
        db.execute(
            "INSERT INTO submission (id, number, kind, case_key, urgent, class, bytes, state, head_sha)"
            " VALUES (?, ?, 'application', ?, 0, 0, 10, 'accepted', ?)",
            (f"id-{n}", f"{n:014d}", "tag/matter" if n % 2 else "", f"{n:064x}"),
        )
    db.execute("PRAGMA user_version = 1")
    db.close()


def what_is_there(path: Path) -> tuple[int, list[str], list[str]]:
    """Version, case keys, and what SQLite's own check says."""
    db = sqlite3.connect(path)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        keys = [row[0] for row in db.execute("SELECT case_key FROM submission ORDER BY seq")]
        return version, keys, [row[0] for row in db.execute("PRAGMA integrity_check")]
    finally:
        db.close()


def test_database_of_the_first_version_is_brought_forward_and_a_copy_stays(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "queue")
    desk.queue.close()
    for path in desk.folder.glob("queue.db*"):
        path.unlink()
    first_version(desk.folder / "queue.db")
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
    assert desk.queue.mended is None
    assert [e.case_key for e in desk.queue.entries((State.ACCEPTED,))] == [
        opaque("tag/matter"), "", opaque("tag/matter"), "", opaque("tag/matter"),
    ]
    assert what_is_there(desk.folder / "queue.v1")[:2] == (1, ["tag/matter", "", "tag/matter", "", "tag/matter"])
    desk.queue.close()


def test_there_is_nothing_to_do_twice(tmp_path: Path) -> None:
    first_version(tmp_path / "queue.db")
    for _ in range(2):
        open_owned(tmp_path / "queue.db", began=True).close()
    assert what_is_there(tmp_path / "queue.db")[0] == len(scripts(0))


@pytest.mark.slow
def test_killed_in_the_middle_there_is_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    before, after = ["tag/matter", ""] * 50, [opaque("tag/matter"), ""] * 50
    chance, seen = random.Random(5), set()
    steps = [*(chance.randrange(0, 6000) for _ in range(24)), 10**9]
    for n, left in enumerate(steps):
        path = tmp_path / str(n) / "queue.db"
        first_version(path, rows=100)
        done = subprocess.run([sys.executable, "-c", KILLED_WITHIN, str(path), str(left)], check=False)
        assert done.returncode in (-9, 7)
        version, keys, sound = what_is_there(path)
        assert (version, keys) in ((1, before), (len(scripts(0)), after))
        assert sound == ["ok"]
        seen.add((version, done.returncode))
        open_owned(path, began=True).close()  # the next start goes on
        assert what_is_there(path)[:2] == (len(scripts(0)), after)
        assert what_is_there(path.with_suffix(".v1"))[:2] == (1, before)
    assert (1, -9) in seen and (len(scripts(0)), 7) in seen
