"""Disks that return errors: now and then, for good, and read-only."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

from offline_queue import NotKept, StoreDamaged
from tests.faults.queue.handing_in import order
from tests.faults.queue.images import make_ext4, mounted, page_by_page, run
from tests.faults.queue.killed import said_in
from tests.faults.queue.rig import Found, Rig, Tally, drained, in_hand, kept, open_again
from tests.support.queue_builders import Desk, open_desk

HERE = Path(__file__).resolve().parent
ONE_IN = {"sync": 20, "write": 60}


def built(source: str, place: Path) -> Path:
    """A preload of this folder, made on the spot."""
    place.mkdir(parents=True, exist_ok=True)
    library = place / f"{source}.so"
    run("gcc", "-O2", "-shared", "-fPIC", "-o", library, HERE / f"{source}.c", "-ldl")
    return library


def failing_syncs(rig: Rig) -> Found:
    return _now_and_then(rig, "sync")


def failing_writes(rig: Rig) -> Found:
    return _now_and_then(rig, "write")


def _now_and_then(rig: Rig, what: str) -> Found:
    library, tally, failures, said_all = built("failing", rig.folder), Tally(), 0, 0
    codes: set[str] = set()
    for n in range(rig.times(1, 8)):
        desk = rig.desk(f"queue{n}")
        desk.queue.close()
        env = {"FAIL": what, "FAIL_ROOT": str(desk.folder), "FAIL_ONE_IN": str(ONE_IN[what]),
               "FAIL_WHEN": str(rig.folder / f"fail{n}"), "LD_PRELOAD": str(library)}  # fmt: skip
        done = subprocess.run(order(desk, 100), env=os.environ | env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr[-2000:])
        said = said_in(done.stdout)
        said.pop("!", "")
        refused = [line[2:] for line in done.stdout.splitlines() if line.startswith("! ")]
        codes |= set(refused)
        failures += len(refused)
        said_all += len(said)
        open_again(desk)
        tally.add(kept(desk.queue, said, interrupted=0))
        tally.add(drained(desk, said))
        desk.queue.close()
    good = codes == {"disk_error"} and failures > 5 and said_all > 50 * rig.times(1, 8)
    outcome = "not kept, said so; what was kept is there" if good else f"{failures} failures, {codes}, {said_all} kept"
    return Found(outcome, tally.lost, tally.doubled, failures, "errors of the disk")


def real_errors(rig: Rig) -> Found:
    """A disk that is smaller than it says: every sync of something new fails, until somebody helps."""
    ram, place, image = rig.folder / "ram", rig.folder / "running", rig.folder / "ram" / "disk.img"
    with mounted("tmpfs", ram, "size=14m"):
        make_ext4(image, "64M", "-E", "nodiscard", "-b", "4096")
        with mounted(image, place, "errors=remount-ro"), page_by_page(place):
            desk = open_desk(place / "queue", rig.kind)
            said, code = _until_refused(desk)
            desk.queue.close()
        run("mount", "-o", "remount,size=90m", ram)
        with mounted(image, place):
            open_again(desk)
            tally = kept(desk.queue, said, interrupted=1)
            tally.add(drained(desk, said, interrupted=1))
            desk.queue.close()
    good = code in ("disk_error", "disk_full") and len(said) > 20
    outcome = "hand-in says why" if good else f"{code} after {len(said)}"
    return Found(outcome, tally.lost, tally.doubled)


def _until_refused(desk: Desk) -> tuple[dict[str, str], str]:
    said: dict[str, str] = {}
    for _ in range(5000):
        try:
            entry = desk.hand_in(pages=(os.urandom(20_000),))
        except NotKept as refused:
            return said, refused.code
        said[entry.id] = entry.number
    return said, ""


def journal_abort_and_read_only(rig: Rig) -> Found:
    """While the kiosk runs (the file system gives up writing), and when it starts."""
    place, image = rig.folder / "running", make_ext4(rig.folder / "disk.img", "48M")
    with mounted(image, place, "errors=remount-ro"):
        desk = open_desk(place / "queue", rig.kind)
        said = in_hand(desk.hand_in(pages=(b"page",)) for _ in range(20))
        run("mount", "-o", "remount,abort", place)
        code, why = _until_refused(desk)[1], desk.queue.refusal()
        seen = len(desk.queue.entries())
        desk.queue.close()
    with mounted(image, place):
        """The journal is played back."""
    with mounted(image, place, "ro"):
        at_start = _refused_at_start(desk)
    with mounted(image, place):
        open_again(desk)
        tally = drained(desk, said, interrupted=1)
        desk.queue.close()
    if (code, seen) != ("disk_error", 20) or not at_start:
        return Found(f"{code}, {seen} can be seen, started all the same", tally.lost, tally.doubled, 2)
    starts = "no new application starts" if why == "disk_error" else "a new application still starts"
    return Found(f"hand-in says why, {starts}, a restart is refused: {at_start}", tally.lost, tally.doubled, 2)


def _refused_at_start(desk: Desk) -> str:
    try:
        open_again(desk)
    except StoreDamaged as refused:
        return refused.code
    except OSError as error:
        return type(error).__name__
    desk.queue.close()
    return ""

