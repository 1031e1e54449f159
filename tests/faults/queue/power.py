"""Power cuts of a real file system: what a copy of its image holds is what had reached the disk."""
from __future__ import annotations

import os
import random
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from offline_queue import Queue, Vault
from tests.faults.queue.images import make_ext4, mounted, run
from tests.faults.queue.killed import KIOSK_PACE, Writer, said_in, start_writer
from tests.faults.queue.rig import Found, Rig, Tally, kept
from tests.support.queue_builders import TERMINAL, HandClock, open_desk, open_queue

LANES = 2
CUTS_PER_DISK = 10
SECONDS_APART = (0.03, 0.25)


def power_cut_images(rig: Rig) -> Found:
    disks = -(-rig.times(20, 210) // CUTS_PER_DISK)
    with ProcessPoolExecutor(LANES, mp_context=get_context("fork")) as lanes:
        jobs = [lanes.submit(_one_disk, rig.folder / str(n), n, rig.kind) for n in range(disks)]
        found = [job.result() for job in jobs]
    lost, doubled = sum(tally.lost for tally, _ in found), sum(tally.doubled for tally, _ in found)
    held = lost == doubled == 0 and all(said > CUTS_PER_DISK for _, said in found)
    return Found("all kept" if held else "not kept", lost, doubled, disks * CUTS_PER_DISK, "power cuts")


def _one_disk(folder: Path, seed: int, kind: type[Queue]) -> tuple[Tally, int]:
    """At full speed and at a kiosk's pace in turn: only slow ones show what no checkpoint ever synced."""
    chance, tally, said = random.Random(seed), Tally(), dict[str, str]()
    image = make_ext4(folder / "disk.img", "96M")
    # The journal is written when somebody syncs, not by a timer that would do our work.
    with mounted(image, folder / "running", "commit=60") as place:
        desk = open_desk(place / "queue")
        desk.queue.close()
        writer = start_writer(desk.vault, pace=KIOSK_PACE if seed % 2 else 0.0, kind=kind)
        try:
            said |= said_in(writer.read(wait=20))
            for _ in range(CUTS_PER_DISK):
                time.sleep(chance.uniform(*SECONDS_APART))  # the moment of the cut, not a wait for something
                tally.add(_cut(folder, image, writer, desk.vault, said))
        finally:
            writer.kill()
    run("rm", "-r", folder)
    return tally, len(said)


def _cut(folder: Path, image: Path, writer: Writer, vault: Vault, said: dict[str, str]) -> Tally:
    writer.stop()
    said |= said_in(writer.read())
    copy = folder / "copy.img"
    run("cp", "--sparse=always", image, copy)
    with mounted(copy, folder / "after") as place:
        after = Vault(place / "queue", vault.platform_keys, vault.signature, TERMINAL)
        queue = open_queue(place / "queue", after, HandClock(), random.Random(0))
        mended = queue.mended is not None
        tally = kept(queue, said, interrupted=1)
        queue.close()
    tally.lost += mended and not tally.lost  # a database that had to be made anew was not on the disk
    os.kill(writer.pid, signal.SIGCONT)
    return tally
