"""Queues, vaults and clocks for tests, all with the real parts."""
from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue import Entry, PlatformKeys, Queue, Room, Sync, Vault
from offline_queue.transport.interface import Transport
from tests.support.platform_double import PlatformDouble

TERMINAL = "12345"
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class HandClock:
    """Both clocks, moved by hand and independently."""

    def __init__(self) -> None:
        self.wall, self.steadily = START, 1000.0

    def now(self) -> datetime:
        return self.wall

    def steady(self) -> float:
        return self.steadily

    def pass_by(self, seconds: float) -> None:
        self.steadily += seconds
        self.wall += timedelta(seconds=seconds)

    def jump(self, by: timedelta) -> None:
        """The wall clock alone goes wrong."""
        self.wall += by


def number(terminal: str, epoch: int, counter: int) -> str:
    """Terminal, epoch, counter and ISO 7064 MOD 97-10 (facts/queue-and-sync section 4)."""
    body = f"{terminal}{epoch}{counter:06d}"
    return body + f"{98 - int(body + '00') % 97:02d}"


@dataclass
class Desk:
    """One kiosk folder with its platform: open, close and open again."""

    folder: Path
    platform: PlatformDouble
    device: Ed25519PrivateKey
    clock: HandClock
    chance: random.Random
    vault: Vault
    queue: Queue
    kind: type[Queue] = Queue

    def hand_in(self, body: bytes = b'{"answers":1}', pages: tuple[bytes, ...] = (), case_key: str = "") -> Entry:
        draft = self.vault.open_draft()
        for page in pages:
            draft.seal_page(page)
        return self.queue.put(draft, body, case_key)

    def sync(self, transport: Transport, **more: float) -> Sync:
        return Sync(self.queue, transport, self.clock, self.chance.random, **more)

    def reopen(self) -> None:
        """As after a restart. The old queue's connection and lock are gone like those of a dead process."""
        self.queue.close()
        self.queue = open_queue(self.folder, self.vault, self.clock, self.chance, kind=self.kind)

    def file(self, sha: str) -> Path:
        return self.folder / "files" / sha


def open_queue(
    folder: Path, vault: Vault, clock: HandClock, chance: random.Random, epoch: int = 0, kind: type[Queue] = Queue,
) -> Queue:
    room = Room(folder, min_free=0, reserve=65_536)
    return kind(folder, vault, TERMINAL, epoch, clock, number, chance=chance.random, room=room)


def keys_of(platform: PlatformDouble, kid: str = "k1") -> PlatformKeys:
    seal = platform.seal_key.public_key().public_bytes_raw()
    return PlatformKeys(kid, seal, platform.receipt_key.public_key().public_bytes_raw())


def open_desk(folder: Path, kind: type[Queue] = Queue) -> Desk:
    platform = PlatformDouble()
    device, clock, chance = Ed25519PrivateKey.generate(), HandClock(), random.Random(7)
    platform.device_key = device.public_key()
    vault = Vault(folder, keys_of(platform), device.sign, TERMINAL)
    queue = open_queue(folder, vault, clock, chance, kind=kind)
    return Desk(folder, platform, device, clock, chance, vault, queue, kind)


def now_is(desk: Desk, entry: Entry) -> Entry:
    """The entry as it is now."""
    found = desk.queue.entry(entry.id)
    assert found is not None
    return found


def settle_all(desk: Desk, sync: Sync, runs: int = 60) -> None:
    """Run again and again, each time when the report says so; time passes by hand."""
    for _ in range(runs):
        report = sync.run_once()
        assert report.next_due is not None
        desk.clock.pass_by(max(0.1, report.next_due - desk.clock.steady()))
