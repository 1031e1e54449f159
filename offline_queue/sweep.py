"""What a crash left behind: nothing that was promised is touched, everything else is put in order at start."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from offline_queue.files import remove, sync_folder
from offline_queue.heads import FoundHead, heads_in

QUARANTINE = timedelta(days=7)


def strays(folder: Path, kept: frozenset[str], gave_up: Callable[[str], bool]) -> list[FoundHead]:
    """Whole heads the database knows nothing of. A crash between head and COMMIT leaves one; where there are more, the
    database has lost rows. `kept`: files that must be there; `gave_up`: whether a purge gave a file up."""
    return [head for head in heads_in(folder / "files", kept) if head.whole and not gave_up(head.sha)]


def sweep(folder: Path, kept: frozenset[str], resting: list[FoundHead], now: datetime) -> None:
    """`resting`: heads without a row. They were never promised, their numbers never shown; still they and their pages
    rest in quarantine/ for a week, as all there is of what somebody handed in. Every other stranger is unlinked."""
    for path in (folder / "tmp").iterdir():
        remove(path)
        shutil.rmtree(path, ignore_errors=True)
    names = {head.sha for head in resting} | {page.sha for head in resting for page in head.pages}
    for path in (folder / "files").iterdir():
        if path.name in kept:
            continue
        if path.name in names:
            os.utime(path, (now.timestamp(), now.timestamp()))
            os.rename(path, folder / "quarantine" / path.name)
        else:
            remove(path)
    for path in (folder / "quarantine").iterdir():
        if now.timestamp() - path.stat().st_mtime > QUARANTINE.total_seconds():
            remove(path)
    for name in ("files", "quarantine"):
        sync_folder(folder / name)
