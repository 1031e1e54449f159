"""What a crash left behind: nothing that was promised is touched, everything else is put in order at start."""
from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from offline_queue.envelope import read_clear
from offline_queue.files import name_of, remove, sync_folder

QUARANTINE = timedelta(days=7)


def sweep(folder: Path, kept: frozenset[str], done: frozenset[str], now: datetime) -> None:
    """`kept`: files that must stay. `done`: files whose rows say they are unlinked already.

    A whole head without a row was never promised (its number was never shown), yet it may be all that is left after a
    lost database: it rests in quarantine/ for a week. Every other stranger is unlinked.
    """
    for path in (folder / "tmp").iterdir():
        remove(path)
    for path in (folder / "files").iterdir():
        if path.name in kept:
            continue
        if path.name not in done and _head_number(path):
            os.utime(path, (now.timestamp(), now.timestamp()))
            os.rename(path, folder / "quarantine" / path.name)
        else:
            remove(path)
    for path in (folder / "quarantine").iterdir():
        if now.timestamp() - path.stat().st_mtime > QUARANTINE.total_seconds():
            remove(path)
    for name in ("files", "quarantine"):
        sync_folder(folder / name)


def numbers_in_heads(folder: Path, kept: frozenset[str]) -> Iterator[str]:
    """The numbers of heads the database does not know: they must never be given out again."""
    for name in ("files", "quarantine"):
        for path in (folder / name).iterdir():
            if path.name not in kept and (number := _head_number(path)):
                yield number


def _head_number(path: Path) -> str:
    """The number in a whole head file, "" for anything else."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    clear = read_clear(data)
    if clear is None or clear.part != 0 or name_of(data) != path.name:
        return ""
    return str(clear.header.get("number", ""))
