"""Installs a pack again and again in a process that kills itself before its 1st, 2nd, 3rd … change of the disk.

`python -m tests.support.pack_killer PACK FOLDER`: FOLDER holds the old set and stays as it is. Prints one JSON line for
each death: what is served afterwards, and whether the same pack then goes in as if nothing had happened.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from kiosk.matters.packs_install import Installed, install
from kiosk.matters.packs_load import load_installed

CHANGES = frozenset(("os.rename", "os.mkdir", "os.rmdir", "os.remove"))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def die_before(change: int) -> None:
    """From here on, this process kills itself before so many changes more."""
    left = change

    def count(event: str, told: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(told[2], int) and told[2] & WRITES
        if event in CHANGES or writes:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def killed(pack: Path, folder: Path, change: int) -> bool:
    child = os.fork()
    if child == 0:
        die_before(change)
        install(pack, folder)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def after(pack: Path, folder: Path) -> dict[str, object]:
    found = load_installed(folder)
    assert found is not None
    again = install(pack, folder)
    drafts = [str(path.relative_to(folder)) for path in folder.rglob("*.new")]
    return {
        "version": found.state.version,
        "quarantined": len(found.quarantined),
        "aliases": {matter.code: len(matter.aliases) for matter in found.catalogue.matters},
        "again": again.state.version if isinstance(again, Installed) else str(again),
        "drafts": drafts,
    }


def main(pack: Path, folder: Path) -> None:
    change = 0
    while True:
        change += 1
        work = folder.with_name(f"{folder.name}-killed")
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder, work)
        if not killed(pack, work, change):
            return
        sys.stdout.write(json.dumps(after(pack, work)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
