"""A kiosk's queue as a process of its own, to be killed: hands in for ever, says each id once `put` has returned.

python -m tests.support.queue_child FOLDER SEAL_KEY RECEIPT_KEY DEVICE_KEY URL — keys in hex, URL "" to send nothing.
"""
from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue import PlatformKeys, Queue, Room, Sync, Vault
from offline_queue.transport.http import HttpTransport
from tests.support.queue_builders import START, TERMINAL, number


class ChildClock:
    def now(self) -> datetime:
        return START.astimezone(UTC)

    def steady(self) -> float:
        return time.monotonic()


def main(folder: str, seal_key: str, receipt_key: str, device_key: str, url: str) -> None:
    device, clock = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(device_key)), ChildClock()
    keys = PlatformKeys("k1", bytes.fromhex(seal_key), bytes.fromhex(receipt_key))
    vault = Vault(Path(folder), keys, device.sign, TERMINAL)
    room = Room(Path(folder), min_free=0, reserve=65_536)
    queue = Queue(Path(folder), vault, TERMINAL, 0, clock, number, room=room)
    transport = HttpTransport(url, TERMINAL, device.sign, clock.now) if url else None
    while True:
        draft = vault.open_draft()
        draft.seal_page(os.urandom(5000))
        entry = queue.put(draft, b"answers", "")
        os.write(1, f"{entry.id} {entry.number}\n".encode())
        if transport is not None:
            Sync(queue, transport, clock, random.random).run_once(woken=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
