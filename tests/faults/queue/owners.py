"""One owner for each folder, and data of other versions of this program."""
from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from pathlib import Path

from offline_queue import OwnedElsewhere, StoreTooNew
from offline_queue.store.opening import open_owned
from tests.faults.queue.first_version import NEWEST, Seen, seen_in, write_first_version
from tests.faults.queue.killed import said_in, start_writer
from tests.faults.queue.rig import Found, Rig, Tally, in_hand, kept, open_again
from tests.support.queue_builders import Desk, open_desk

STEPS = 5000  # of SQLite's machine; a migration of our rows takes about that many


def two_processes(rig: Rig) -> Found:
    """The second is refused, and takes over once the first was killed."""
    tally, good, times = Tally(), True, rig.times(5, 40)
    for n in range(times):
        desk = open_desk(rig.folder / str(n), rig.kind)
        desk.queue.close()
        writer = start_writer(desk.vault, pace=0.01, kind=rig.kind)
        text = writer.read(wait=20)
        good = good and _is_refused(desk)
        text += writer.kill()
        open_again(desk)
        tally.add(kept(desk.queue, said_in(text), interrupted=1))
        desk.queue.close()
        good = good and bool(text)
    return Found("refused, then taken over" if good else "two at once", tally.lost, tally.doubled, times)


def _is_refused(desk: Desk) -> bool:
    try:
        open_again(desk)
    except OwnedElsewhere:
        return True
    desk.queue.close()
    return False


def killed_in_migration(rig: Rig) -> Found:
    spoilt, versions, times = 0, set(), rig.times(24, 200)
    rig.folder.mkdir(exist_ok=True)
    for n in range(times):
        path = rig.folder / str(n) / "queue.db"
        write_first_version(path)
        _migrate_and_die(path, random.Random(n).randrange(STEPS) if n else 10 * STEPS)
        seen = seen_in(path)
        open_owned(path, began=True).close()  # the next start goes on
        spoilt += not (seen.whole and seen_in(path) == Seen(NEWEST, whole=True))
        versions.add(seen.version)
        shutil.rmtree(path.parent)
    held = versions == {1, NEWEST} and not spoilt
    return Found("the old version or the new one" if held else "in between", spoilt, 0, times, "SIGKILLs")


def _migrate_and_die(path: Path, steps: int) -> None:
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    left, plain = [steps], sqlite3.connect

    def step() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(*words: object, **more: object) -> sqlite3.Connection:
        db: sqlite3.Connection = plain(*words, **more)  # type: ignore[call-overload]  # as it came
        db.set_progress_handler(step, 1)
        return db

    try:
        setattr(sqlite3, "connect", connect)  # noqa: B010  # a name of a module, in a process that ends here
        open_owned(path, began=True)
    finally:
        os._exit(0)


def newer_data(rig: Rig) -> Found:
    """A folder of a later version: refused, and not one byte of it is touched."""
    desk = rig.desk()
    said = in_hand(desk.hand_in(pages=(b"page",)) for _ in range(5))
    desk.queue.close()
    _set_version(desk.folder / "queue.db", NEWEST + 1)
    before = _bytes_in(desk.folder)
    refused = _is_too_new(desk)
    untouched = before == _bytes_in(desk.folder)
    _set_version(desk.folder / "queue.db", NEWEST)
    open_again(desk)
    tally = kept(desk.queue, said, interrupted=0)
    desk.queue.close()
    return Found("refused, untouched" if refused and untouched else "touched", tally.lost, tally.doubled)


def _set_version(path: Path, version: int) -> None:
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


def _bytes_in(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path): path.read_bytes() for path in files}


def _is_too_new(desk: Desk) -> bool:
    try:
        open_again(desk)
    except StoreTooNew:
        return True
    return False

