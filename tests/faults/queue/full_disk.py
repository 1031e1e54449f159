"""Disks without room: of bytes and of inodes, while the kiosk runs and when it starts. The queue's own limits stand."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from offline_queue import NotKept, Room
from tests.faults.queue.images import fill, make_ext4, mounted
from tests.faults.queue.rig import Found, Rig, delivered, in_hand, kept
from tests.support.queue_builders import TERMINAL, Desk, number, open_desk, settle_all
from tests.support.transport_double import TransportDouble

DISK = "320M"  # above the 200 MB that must be free and the reserve of 16 MB
ITEMS = 40


def _own_limits(desk: Desk) -> None:
    """The queue as a kiosk opens it: with its real reserve and its real least room."""
    desk.queue.close()
    clock, chance = desk.clock, desk.chance.random
    desk.queue = desk.kind(
        desk.folder, desk.vault, TERMINAL, 0, clock, number, chance=chance, room=Room(desk.folder),
    )


def disk_full(rig: Rig) -> Found:
    return _without_room(rig, lambda place: [fill(place)])


def inodes_used_up(rig: Rig) -> Found:
    return _without_room(rig, _use_up_inodes, "-N", "400")


def _use_up_inodes(place: Path) -> list[Path]:
    made = []
    try:
        for n in range(1_000_000):
            path = place / f"small{n}"
            path.touch()
            made.append(path)
    except OSError:
        return made
    raise AssertionError("inodes never ran out")


def _without_room(rig: Rig, use_up: Callable[[Path], list[Path]], *more: str) -> Found:
    image = make_ext4(rig.folder / "disk.img", DISK, *more)
    with mounted(image, rig.folder / "running") as place:
        desk = open_desk(place / "queue", rig.kind)
        _own_limits(desk)
        said = in_hand(desk.hand_in(pages=(os.urandom(90_000),)) for _ in range(ITEMS))
        before = desk.queue.refusal()
        ballast = use_up(place)
        why, code = desk.queue.refusal(), _refused(desk)
        tally = kept(desk.queue, said, interrupted=0)
        waits = _drained_while_full(desk)
        for path in ballast:
            path.unlink()
        after = desk.queue.refusal()
        more_said = in_hand([desk.hand_in()])
        settle_all(desk, desk.sync(TransportDouble(desk.platform)), runs=3)
        tally.add(delivered(desk, said | more_said))
        desk.queue.close()
    good = (before, why, code, waits, after) == ("", "disk_full", "disk_full", 0, "")
    outcome = "no new application; drained by the reserve" if good else f"{before}/{why}/{code}/{waits}/{after}"
    return Found(outcome, tally.lost, tally.doubled)


def _refused(desk: Desk) -> str:
    """What a hand-in that was begun before hears. Its draft is still open."""
    draft = desk.vault.open_draft()
    try:
        for _ in range(200):
            draft.seal_page(os.urandom(90_000))
        desk.queue.put(draft, b"answers", "")
    except NotKept as refused:
        assert draft.open
        draft.abandon()
        return refused.code
    return ""


def _drained_while_full(desk: Desk) -> int:
    """How many still wait although everything could be sent."""
    settle_all(desk, desk.sync(TransportDouble(desk.platform)), runs=20)
    return desk.queue.waiting_count()


def started_on_a_full_disk(rig: Rig) -> Found:
    """Others have filled the disk to the last byte while the kiosk was off."""
    image = make_ext4(rig.folder / "disk.img", DISK)
    with mounted(image, rig.folder / "running") as place:
        desk = open_desk(place / "queue", rig.kind)
        _own_limits(desk)
        said = in_hand(desk.hand_in(pages=(os.urandom(90_000),)) for _ in range(ITEMS))
        desk.queue.close()
        ballast = fill(place)
        outcome = _start_and_drain(desk)
        ballast.unlink()
        _own_limits(desk)
        settle_all(desk, desk.sync(TransportDouble(desk.platform)), runs=20)
        tally = delivered(desk, said)
        desk.queue.close()
    return Found(outcome, tally.lost, tally.doubled)


def _start_and_drain(desk: Desk) -> str:
    try:
        _own_limits(desk)
    except Exception as refused:  # noqa: BLE001  # whatever it is, its name is the outcome
        return f"does not start: {getattr(refused, 'code', type(refused).__name__)}"
    why = desk.queue.refusal()
    waits = _drained_while_full(desk)
    desk.queue.close()
    return "starts, no new application, drained" if (why, waits) == ("disk_full", 0) else f"starts, {why}, {waits} wait"

