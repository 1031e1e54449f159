"""Acknowledged writers that are killed at any moment. Forked, so that thousands of deaths take minutes, not hours."""
from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NoReturn

from offline_queue import Queue, Room, Vault
from tests.faults.queue.rig import Found, Rig, Tally, drained, kept, open_again
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, HandClock, number, open_desk, open_queue
from tests.support.queue_child import ChildClock

LANES = 4  # most of the time a lane sleeps until the moment of death
KILLS_PER_FOLDER = 3
KIOSK_PACE = 0.02  # seconds between hand-ins: at full speed checkpoints hide what was never synced


@dataclass
class Writer:
    """A forked process that hands in for ever and says each id and number once `put` has returned."""

    pid: int
    said: int

    def read(self, wait: float = 0.0) -> str:
        """What it has said by now; "" is nothing."""
        found = b""
        while select.select([self.said], [], [], wait if not found else 0)[0] and (more := os.read(self.said, 65536)):
            found += more
        return found.decode()

    def stop(self) -> None:
        """Stands still as a whole; what it has said until now lies in the pipe."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)

    def kill(self) -> str:
        """The rest of what it said. Idempotent."""
        if not self.pid:
            return ""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.pid = 0
        rest = self.read()
        os.close(self.said)
        return rest


def start_writer(
    vault: Vault, pace: float, kind: type[Queue] = Queue, before: Callable[[], None] = lambda: None,
) -> Writer:
    """`before` runs in the child. No id may be made in the parent: its children would inherit the generator's state."""
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(here)
            before()
            _write_for_ever(vault, pace, kind, there)
        finally:
            os._exit(1)
    os.close(there)
    return Writer(pid, here)


def _write_for_ever(vault: Vault, pace: float, kind: type[Queue], say: int) -> NoReturn:
    room = Room(vault.folder, min_free=0, reserve=65_536)
    queue = kind(vault.folder, vault, TERMINAL, 0, ChildClock(), number, room=room)
    chance = random.Random()
    while True:
        draft = vault.open_draft()
        for _ in range(chance.randrange(3)):
            draft.seal_page(os.urandom(chance.randrange(100, 9000)))
        entry = queue.put(draft, b"answers" * chance.randrange(1, 200), "")
        os.write(say, f"{entry.id} {entry.number}\n".encode())
        time.sleep(pace)


def said_in(text: str) -> dict[str, str]:
    """Whole lines only: a process may die in the middle of a word."""
    words = [line.split() for line in text.split("\n")[:-1]]
    return {line[0]: line[1] for line in words if len(line) == 2}


def process_death(rig: Rig) -> Found:
    kills = rig.times(36, 1911)
    folders = -(-kills // KILLS_PER_FOLDER)
    with ProcessPoolExecutor(LANES, mp_context=get_context("fork")) as lanes:
        jobs = [lanes.submit(_one_folder, rig.folder / str(n), n, rig.kind) for n in range(folders)]
        found = [job.result() for job in jobs]
    lost, doubled = sum(tally.lost for tally, _ in found), sum(tally.doubled for tally, _ in found)
    acknowledged = sum(n for _, n in found)
    held = lost == doubled == 0 and acknowledged > folders
    return Found("all kept" if held else "not kept", lost, doubled, folders * KILLS_PER_FOLDER, "SIGKILLs")


def _one_folder(folder: Path, seed: int, kind: type[Queue]) -> tuple[Tally, int]:
    chance = random.Random(seed)
    vault, clock = _vault(folder), HandClock()
    said: dict[str, str] = {}
    for _ in range(KILLS_PER_FOLDER):
        writer = start_writer(vault, pace=KIOSK_PACE if seed % 2 else 0.0, kind=kind)
        first = writer.read(wait=20)
        time.sleep(chance.uniform(0, 0.25))  # the moment of death, not a wait for something
        said |= said_in(first + writer.kill())
    queue = open_queue(folder, vault, clock, chance)
    try:
        return kept(queue, said, KILLS_PER_FOLDER), len(said)
    finally:
        queue.close()


def _vault(folder: Path) -> Vault:
    desk = open_desk(folder)
    desk.queue.close()
    return desk.vault


def process_death_while_sending(rig: Rig) -> Found:
    """Over a real socket, to a platform that outlives its kiosk."""
    tally, kills, acknowledged = Tally(), 0, 0
    for n in range(rig.times(2, 30)):
        found, told = _sending(rig.folder / str(n), random.Random(n), rig.kind)
        tally.add(found)
        kills, acknowledged = kills + KILLS_PER_FOLDER, acknowledged + told
    held = tally.lost == tally.doubled == 0 and acknowledged >= kills
    return Found("delivered once" if held else "not delivered once", tally.lost, tally.doubled, kills, "SIGKILLs")


def _sending(folder: Path, chance: random.Random, kind: type[Queue]) -> tuple[Tally, int]:
    desk = open_desk(folder, kind)
    desk.queue.close()
    said: dict[str, str] = {}
    with PlatformServer(desk.platform) as server:
        for _ in range(KILLS_PER_FOLDER):
            said |= said_in(_killed_child(desk, server.url, chance.uniform(0, 0.25)))
    open_again(desk)
    try:
        return drained(desk, said, KILLS_PER_FOLDER), len(said)
    finally:
        desk.queue.close()


def _killed_child(desk: Desk, url: str, after: float) -> str:
    """A child of its own, because this process has threads: what it said until it died."""
    keys = desk.vault.platform_keys
    words = (str(desk.folder), keys.seal_key.hex(), keys.receipt_key.hex(), desk.device.private_bytes_raw().hex(), url)
    order = [sys.executable, "-m", "tests.support.queue_child", *words]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(after)  # the moment of death, not a wait for something
        child.kill()
        return first + child.stdout.read()
