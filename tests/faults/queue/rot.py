"""Bytes that change on the disk by themselves: in the database, its log, a page file, a head; and a database that is
gone."""
from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from offline_queue import State
from tests.faults.queue.rig import Found, Rig, Tally, delivered, drain, drained, in_hand, open_again
from tests.support.queue_builders import Desk
from tests.support.transport_double import TransportDouble

ROT = 512  # bytes in a row
ITEMS = 24


def rot_in_database(rig: Rig) -> Found:
    return _trials(rig, rig.times(16, 60), lambda desk, chance: _rot(desk.folder / "queue.db", chance), clean=True)


def rot_in_log(rig: Rig) -> Found:
    """The write-ahead log of a kiosk that was killed."""
    return _trials(rig, rig.times(12, 60), lambda desk, chance: _rot(desk.folder / "queue.db-wal", chance), clean=False)


def _trials(rig: Rig, count: int, damage: Callable[[Desk, random.Random], None], *, clean: bool) -> Found:
    tally, mended, in_quarantine = Tally(), 0, 0
    for n in range(count):
        chance = random.Random(n)
        desk, said = _some_of_everything(rig, f"queue{n}")
        if clean:
            desk.queue.close()
        else:
            desk.folder = _as_killed(desk)
            desk.vault.folder = desk.folder
        damage(desk, chance)
        open_again(desk)
        mended += desk.queue.mended is not None
        in_quarantine += len(desk.queue.stray)
        told = {id: number for id, number in said.items() if number not in desk.queue.stray}
        tally.add(drained(desk, told, interrupted=len(said) - len(told)))
        desk.queue.close()
        shutil.rmtree(desk.folder)
    if not mended:
        return Found("nothing was noticed", tally.lost, tally.doubled, count)
    rest = ", or its head rests in quarantine and a technician is called" if in_quarantine else ""
    outcome = f"made anew where it was hit, delivered once{rest}"
    return Found(outcome, tally.lost, tally.doubled, count, "places of 512 bytes")


def _some_of_everything(rig: Rig, name: str) -> tuple[Desk, dict[str, str]]:
    """Delivered ones, held ones, waiting ones."""
    desk = rig.desk(name)
    entries = [desk.hand_in(b"answers", (os.urandom(3000),), case_key=f"case{n % 7}") for n in range(ITEMS // 3)]
    desk.sync(TransportDouble(desk.platform)).run_once()
    entries += [desk.hand_in(b"answers") for _ in range(ITEMS // 3)]
    for entry in entries[-2:]:
        desk.queue.hold(entry.id)
        desk.queue.retry(entry.id)
    entries += [desk.hand_in(b"answers", (os.urandom(3000),)) for _ in range(ITEMS - len(entries))]
    return desk, in_hand(entries)


def _as_killed(desk: Desk) -> Path:
    """The folder as a dead process leaves it: with its log."""
    place = desk.folder.with_name(f"{desk.folder.name}-killed")
    shutil.copytree(desk.folder, place)
    desk.queue.close()
    shutil.rmtree(desk.folder)
    return place


def _rot(path: Path, chance: random.Random) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(chance.randrange(max(1, size - ROT)))
        file.write(chance.randbytes(ROT))


# --- sealed files --------------------------------------------------------------------------------------------------


def rot_in_a_page(rig: Rig) -> Found:
    return _one_file(rig, part=1)


def rot_in_a_head(rig: Rig) -> Found:
    return _one_file(rig, part=0)


def _one_file(rig: Rig, part: int) -> Found:
    """While it waits, and at the start of the next process."""
    tally, count, good = Tally(), rig.times(10, 60), True
    for n in range(count):
        chance, desk = random.Random(n), rig.desk(f"queue{n}")
        entries = [desk.hand_in(chance.randbytes(3000), (chance.randbytes(9000),)) for _ in range(5)]
        hit = chance.choice(entries)
        files = {0: hit.head_sha, 1: desk.queue.parcel(hit).pages[0].sha}
        _rot(desk.file(files[part]), chance)
        if n % 2:
            desk.queue.close()
            open_again(desk)
        drain(desk)
        found = desk.queue.entry(hit.id)
        good = good and found is not None and (found.state, found.reason) == (State.QUARANTINED, "file_damaged")
        good = good and desk.file(files[part]).exists()  # nobody throws away what a person has to look at
        tally.add(delivered(desk, in_hand(entries), for_staff=True))
        received = [case for case in desk.platform.kept.values() if case.receipt is not None]
        good = good and len(received) == len(entries) - 1
        desk.queue.close()
    outcome = "quarantined, the others go on" if good else "not what was promised"
    return Found(outcome, tally.lost, tally.doubled, count, "files")


# --- no database ---------------------------------------------------------------------------------------------------


def database_gone(rig: Rig) -> Found:
    return _same_rows(rig, _unlink_all)


def _unlink_all(path: Path) -> None:
    for one in path.parent.glob("queue.db*"):
        one.unlink()


def first_page_zeroed(rig: Rig) -> Found:
    def zero(path: Path) -> None:
        with path.open("r+b") as file:
            file.write(bytes(4096))

    return _same_rows(rig, zero)


def _same_rows(rig: Rig, damage: Callable[[Path], None]) -> Found:
    """Twice: a kiosk that lost its database once may lose it again."""
    desk, said = _some_of_everything(rig, "queue")
    same = True
    for _ in range(2):
        before = {(e.seq, e.id, e.number, e.case_key, e.size, e.head_sha) for e in desk.queue.entries()}
        desk.queue.close()
        damage(desk.folder / "queue.db")
        open_again(desk)
        after = {(e.seq, e.id, e.number, e.case_key, e.size, e.head_sha) for e in desk.queue.entries()}
        same = same and before == after and desk.queue.mended is not None
        more = desk.hand_in()
        same = same and more.number not in said.values()
        said[more.id] = more.number
    tally = drained(desk, said)
    desk.queue.close()
    return Found("the same rows from the files" if same else "other rows", tally.lost, tally.doubled, 2)
