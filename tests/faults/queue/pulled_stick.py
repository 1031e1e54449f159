"""A stick that is pulled out while the kiosk writes to it: what a copy of its image holds is what the centre gets."""
from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.submission.number import provisional
from offline_queue import Queue, Room, State
from tests.faults.queue.images import make_ext4, mounted, run
from tests.faults.queue.rig import Found, Rig, Tally, in_hand
from tests.support.applications import birth_registration
from tests.support.platform import PlatformServer
from tests.support.sticks import Carried, carried

ITEMS = 8
PAGE = 200_000


def pulled_half_way(rig: Rig) -> Found:
    """Whole ones are imported, the rest comes with the next stick, and bringing one twice is fine."""
    server, times = PlatformServer(rig.folder / "platform"), rig.times(8, 40)
    try:
        desk = carried(rig.folder, server)
        entries = [desk.hand_in(birth_registration(), os.urandom(PAGE)) for _ in range(ITEMS)]
        seen = {_pulled(rig.folder / f"stick{n}", desk, random.Random(n)) for n in range(times)}
        early = set(desk.cases())
        desk.out()
        for _ in range(2):
            desk.at_the_centre()
            desk.back()
        tally = _tally(desk, in_hand(entries), early)
        desk.queue.close()
    finally:
        server.end(kill=True)
    good = "nothing counts" in seen and seen <= {"nothing counts", "whole"}
    outcome = "import finds what is whole, twice is fine" if good else str(seen)
    return Found(outcome, tally.lost, tally.doubled, times, "sticks pulled out")


def _pulled(folder: Path, desk: Carried, chance: random.Random) -> str:
    """What the centre found on it."""
    image, copy = make_ext4(folder / "stick.img", "32M"), folder / "copy.img"
    with mounted(image, folder / "at-the-kiosk", "commit=60") as place:
        _export_and_pull(desk, place, chance.uniform(0, 0.1), lambda: run("cp", "--sparse=always", image, copy))
    with mounted(copy, folder / "at-the-centre") as place:
        brought = replace(desk, stick=place).at_the_centre()
    if any(one.refused for one in brought):
        return f"listed and not there: {brought}"
    return "whole" if brought and not brought[0].problem else "nothing counts"


def _export_and_pull(desk: Carried, place: Path, seconds: float, pull: Callable[[], None]) -> None:
    """In a process of its own, which dies with the stick: the kiosk starts again."""
    desk.queue.close()
    pid = os.fork()
    if pid == 0:
        try:
            _open(desk)
            replace(desk, stick=place).out()
        finally:
            os._exit(0)
    time.sleep(seconds)  # the moment it is pulled out, not a wait for something
    os.kill(pid, signal.SIGSTOP)
    pull()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    _open(desk)


def _open(desk: Carried) -> None:
    terminal, epoch, folder = desk.kiosk.terminal, int(desk.kiosk.answer["epoch"]), desk.vault.folder
    room = Room(folder, min_free=0, reserve=65_536)
    desk.queue = Queue(folder, desk.vault, terminal, epoch, desk.clock, provisional, room=room)


def _tally(desk: Carried, said: dict[str, str], early: set[str]) -> Tally:
    there = desk.cases()
    delivered = {entry.id for entry in desk.queue.entries((State.ACCEPTED,))}
    lost = sum(number not in there or id not in delivered for id, number in said.items())
    return Tally(lost, len(there) - len(set(there)) + len((set(there) | early) - set(said.values())))
