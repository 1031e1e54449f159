"""A wall clock that is wrong at the start, or jumps while the kiosk runs: a process with a preloaded clock."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from offline_queue import Queue, Room, Sync
from tests.faults.queue.failing_disk import built
from tests.faults.queue.rig import Found, Rig, Tally
from tests.support.platform_double import Fault
from tests.support.queue_builders import TERMINAL, Desk, number, open_desk
from tests.support.transport_double import TransportDouble

DAY = 86_400
EACH = 3  # hand-ins under each of them
JUMPS = (-400 * DAY, 400 * DAY, -DAY, 9000 * DAY, 0)  # seconds off the true time, one after the other


def wrong_at_start(rig: Rig) -> Found:
    return _compared(rig, [-400 * DAY])


def jumps_while_running(rig: Rig) -> Found:
    return _compared(rig, list(JUMPS))


def _compared(rig: Rig, offs: list[int]) -> Found:
    """The same work under a right clock and under the wrong one."""
    library = built("wall", rig.folder)
    right, wrong = (_under(rig, library, name, list_) for name, list_ in (("right", [0] * len(offs)), ("wrong", offs)))
    same = all(right[what] == wrong[what] for what in ("order", "numbers", "delivered"))
    same = same and all(abs(r - w) < 0.5 for r, w in zip(right["due"], wrong["due"], strict=True))
    marked = (right["doubted"], wrong["doubted"]) == (0, len([off for off in offs if off]) * EACH)
    tally = Tally(wrong["lost"], wrong["doubled"])
    outcome = "order, due times and numbers unchanged, marked" if same and marked else f"{right} {wrong}"
    return Found(outcome, tally.lost, tally.doubled, len(offs), "clocks")


def _under(rig: Rig, library: Path, name: str, offs: list[int]) -> dict[str, Any]:
    file = rig.folder / f"off-{name}"
    file.write_text(str(offs[0]))
    order = [sys.executable, "-m", "tests.faults.queue.clocks", str(rig.folder / name), str(file), json.dumps(offs)]
    env = os.environ | {"LD_PRELOAD": str(library), "WALL_FILE": str(file)}
    done = subprocess.run(order, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- in the process with the preloaded clock -----------------------------------------------------------------------


class TellsTheTime(TransportDouble):
    """A platform with a right clock. `off`: how wrong ours is."""

    clock, off = SystemClock(), 0

    def server_time(self) -> datetime:
        return self.clock.now() - timedelta(seconds=self.off)


def main(folder: str, file: str, offs: str) -> None:
    """Hands in, fails and waits; the clock jumps between any two of these. Then everything is sent."""
    desk, clock = open_desk(Path(folder)), SystemClock()
    desk.queue.close()
    chance, room = desk.chance.random, Room(desk.folder, 0, 65_536)
    desk.queue = Queue(desk.folder, desk.vault, TERMINAL, 0, clock, number, chance=chance, room=room)
    transport = TellsTheTime(desk.platform)
    sync = Sync(desk.queue, transport, clock, chance)
    first = desk.hand_in(bytes(20_000), case_key="first")
    desk.platform.fault("head", Fault("status", 500))
    sync.run_once(woken=True)
    failed_at, due = clock.steady(), list[float]()
    entries = []
    for n, off in enumerate(json.loads(offs)):
        Path(file).write_text(str(off))
        transport.off = off
        assert transport.probe() is None
        desk.queue.note_server_time(transport.server_time())
        due.append((desk.queue.next_due(clock.steady()) or 0.0) - failed_at)
        # Small first: their sizes are far apart, so that no width of a clock's digits can change the order.
        entries += [desk.hand_in(bytes(300 * (EACH * n + k)), case_key=f"case{n}") for k in range(EACH)]
        for entry in entries[-EACH:]:
            desk.queue.hold(entry.id)  # so that the failed one alone says when something is due
    for entry in (first, *entries):
        desk.queue.retry(entry.id)
    report = sync.run_once(woken=True)
    told = {entry.id: n for n, entry in enumerate((first, *entries))}
    sys.stdout.write(json.dumps({
        "order": [told[id] for id in desk.platform.kept], "numbers": [entry.number for entry in entries], "due": due,
        "delivered": report.sent, "doubted": _doubted(desk), "doubled": desk.platform.effects - len(desk.platform.kept),
        "lost": sum(id not in desk.platform.kept for id in told) + desk.queue.waiting_count(),
    }))  # fmt: skip


def _doubted(desk: Desk) -> int:
    """Hand-ins that stand beside what the platform's clock said about ours: a reader can tell that it was wrong."""
    sql = "SELECT count(*) FROM event WHERE what = 'handed_in' AND abs(server_offset) > 3600"
    return int(desk.queue._store._db.execute(sql).fetchone()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
