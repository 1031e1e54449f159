"""A process that hands in a number of times, to be started over a disk or a clock that goes wrong.

python -m tests.faults.queue.handing_in FOLDER SEAL_KEY RECEIPT_KEY DEVICE_KEY COUNT. The file named by FAIL_WHEN is
made once the queue is open. Says "id number" for what is kept and "! code" for what is not; such a draft is handed in
again.
"""
from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue import Entry, NotKept, PlatformKeys, Queue, Room, Vault
from tests.support.queue_builders import TERMINAL, Desk, number
from tests.support.queue_child import ChildClock

TRIES = 50  # for one draft


def order(desk: Desk, count: int) -> list[str]:
    """The command for this desk's folder."""
    keys = desk.vault.platform_keys
    secrets = (keys.seal_key.hex(), keys.receipt_key.hex(), desk.device.private_bytes_raw().hex())
    return [sys.executable, "-m", "tests.faults.queue.handing_in", str(desk.folder), *secrets, str(count)]


def main(folder: str, seal_key: str, receipt_key: str, device_key: str, count: str) -> None:
    device = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(device_key))
    keys = PlatformKeys("k1", bytes.fromhex(seal_key), bytes.fromhex(receipt_key))
    place = Path(folder)
    vault, room = Vault(place, keys, device.sign, TERMINAL), Room(place, min_free=0, reserve=65_536)
    queue = Queue(place, vault, TERMINAL, 0, ChildClock(), number, room=room)
    if "FAIL_WHEN" in os.environ:
        Path(os.environ["FAIL_WHEN"]).touch()
    for _ in range(int(count)):
        if (entry := _hand_in(queue, vault)) is not None:
            _say(entry.id, entry.number)


def _say(*words: str) -> None:
    os.write(1, f"{' '.join(words)}\n".encode())


def _hand_in(queue: Queue, vault: Vault) -> Entry | None:
    draft = vault.open_draft()
    for _ in range(TRIES):
        try:
            if not draft.pages:
                draft.seal_page(os.urandom(5000))
            return queue.put(draft, b"answers", "")
        except NotKept as refused:
            _say("!", refused.code)
        except sqlite3.Error as raised:
            _say("!", type(raised).__name__)  # no promise names it: the row will say so
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
