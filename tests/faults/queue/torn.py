"""Power cuts between any two things the disk does, under the real queue: torn, reordered and unsynced sectors."""
from __future__ import annotations

import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from offline_queue import Queue
from offline_queue.store.opening import open_owned
from tests.faults.queue.cut_disk import CutDisk, PowerCut
from tests.faults.queue.cut_vfs import Machine
from tests.faults.queue.first_version import NEWEST, Seen, seen_in, write_first_version
from tests.faults.queue.rig import Found, Rig, Tally, delivered, drain, kept, open_again
from tests.support.queue_builders import Desk, open_desk
from tests.support.transport_double import TransportDouble

LANES = 2
BATCH = 20
MOMENTS = (60, 2500)  # of what the disk does until the power fails; a hand-in takes about 50

@dataclass
class Cuts:
    """`mended`: images in which the database had to be made anew."""

    tally: Tally
    cuts: int = 0
    said: int = 0
    mended: int = 0


def torn_sectors(rig: Rig) -> Found:
    batches = -(-rig.times(80, 1020) // BATCH)
    with ProcessPoolExecutor(LANES, mp_context=get_context("fork")) as lanes:
        jobs = [lanes.submit(_batch, rig.folder / str(n), n, rig.kind) for n in range(batches)]
        found = [job.result() for job in jobs]
    lost, doubled = sum(one.tally.lost for one in found), sum(one.tally.doubled for one in found)
    cuts, said = sum(one.cuts for one in found), sum(one.said for one in found)
    whole = lost == doubled == sum(one.mended for one in found) == 0 and said > cuts
    return Found("all kept" if whole else "not kept", lost, doubled, cuts, "power cuts")


def _batch(folder: Path, seed: int, kind: type[Queue]) -> Cuts:
    found = Cuts(Tally())
    for n in range(BATCH):
        one = _one_cut(folder / str(n), random.Random(f"{seed}/{n}"), kind)
        found.tally.add(one.tally)
        found.cuts, found.said, found.mended = found.cuts + 1, found.said + one.said, found.mended + one.mended
        shutil.rmtree(folder / str(n))
    return found


def _one_cut(folder: Path, chance: random.Random, kind: type[Queue]) -> Cuts:
    running, image = folder / "running", folder / "image"
    disk = CutDisk(chance.randrange(*MOMENTS), chance=chance)
    said: dict[str, str] = {}
    desk: Desk | None = None
    with Machine(disk, running):
        try:
            desk = open_desk(running, kind)
            _work_until_dark(desk, said, chance)
        except PowerCut:
            disk.image(running, image)
    if desk is None:
        return Cuts(Tally())  # before anybody could hand in
    return _after(desk, image, said)


def _work_until_dark(desk: Desk, said: dict[str, str], chance: random.Random) -> None:
    """Hands in, sends now and then, gives old files up."""
    sync = desk.sync(TransportDouble(desk.platform))
    while True:
        pages = tuple(chance.randbytes(chance.randrange(100, 9000)) for _ in range(chance.randrange(3)))
        entry = desk.hand_in(b"answers" * chance.randrange(1, 200), pages)
        said[entry.id] = entry.number
        if chance.random() < 0.15:
            sync.run_once(woken=True)
            desk.clock.pass_by(20 * 86_400)
            desk.queue.purge(desk.clock.now())


def _after(desk: Desk, image: Path, said: dict[str, str]) -> Cuts:
    desk.folder = image
    desk.vault.folder = image
    open_again(desk)
    try:
        mended = desk.queue.mended is not None
        tally = kept(desk.queue, said, interrupted=1)
        if not tally.lost:
            drain(desk)
            tally = delivered(desk, said, interrupted=1)
        return Cuts(tally, said=len(said), mended=int(mended))
    finally:
        desk.queue.close()


# --- in the middle of a migration ----------------------------------------------------------------------------------


def torn_migration(rig: Rig) -> Found:
    """A database of the first version is brought forward and the power fails."""
    cuts, spoilt, versions = rig.times(40, 200), 0, set()
    rig.folder.mkdir(exist_ok=True)
    for n in range(cuts):
        place = rig.folder / str(n)
        seen = _cut_in_migration(place, random.Random(n))
        open_owned(place / "image" / "queue.db", began=True).close()  # the next start goes on
        spoilt += not (seen.whole and seen_in(place / "image" / "queue.db") == Seen(NEWEST, whole=True))
        versions.add(seen.version)
        shutil.rmtree(place)
    held = versions == {1, NEWEST} and not spoilt
    return Found("the old version or the new one" if held else "in between", spoilt, 0, cuts, "power cuts")


def _cut_in_migration(place: Path, chance: random.Random) -> Seen:
    running = place / "running"
    path = running / "queue.db"
    write_first_version(path)
    disk = CutDisk(chance.randrange(1, 90), chance=chance)
    inode = disk.create(str(path))
    disk.settle(str(path), inode)
    inode.write(0, path.read_bytes())
    inode.sync()
    with Machine(disk, running):
        with suppress(PowerCut):
            open_owned(path, began=True)
        disk.image(running, place / "image")
    return seen_in(place / "image" / "queue.db")
