"""The folder of installed sets: built beside, synced, then one rename of the pointer; a crash leaves old or new.

    current         the name of the set that is served
    sets/<name>/    matters/ as any catalogue, quarantine/, manifest.json and .sig, state.json
    kept/<code>/<version>/   earlier versions, for drafts and cases that began with them
    platform.pub    the platform's pack key
"""
from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from kiosk.matters.packs_model import EntryRow, PackRefused, State

POINTER, SETS, KEPT, KEY, LOCK = "current", "sets", "kept", "platform.pub", "lock"
MATTERS, QUARANTINE, STATE = "matters", "quarantine", "state.json"
DRAFT = ".new"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One at a time installs or forgets; the lock goes with the process that held it."""
    folder.mkdir(parents=True, exist_ok=True)
    sync(folder.parent)
    with (folder / LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def current(folder: Path) -> Path | None:
    """The set that is served, or None where nothing was ever installed. Raises PackRefused: folder_damaged."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise PackRefused("folder_damaged", "the pointer cannot be read") from fault
    served = folder / SETS / name
    if "/" in name or not name or not (served / STATE).is_file():
        raise PackRefused("folder_damaged", "the pointer names nothing that is there")
    return served


def state_of(served: Path) -> State:
    """Raises PackRefused: folder_damaged."""
    try:
        return State.model_validate_json((served / STATE).read_bytes())
    except (OSError, ValidationError) as fault:
        raise PackRefused("folder_damaged", "the state of the set cannot be read") from fault


def fresh_draft(folder: Path, name: str) -> Path:
    """An empty folder for the new set; what a crash left behind goes."""
    draft = folder / SETS / f"{name}{DRAFT}"
    shutil.rmtree(draft, ignore_errors=True)
    for part in (MATTERS, QUARANTINE):
        (draft / part).mkdir(parents=True)
    return draft


def swap(folder: Path, draft: Path, name: str) -> None:
    """Everything of the draft on the disk first, then its name, then the pointer; from there on it is served."""
    sync_tree(draft)
    target = folder / SETS / name
    shutil.rmtree(target, ignore_errors=True)  # of a try that never came to the pointer
    draft.rename(target)
    sync(folder / SETS)
    pointer = folder / f"{POINTER}{DRAFT}"
    write_synced(pointer, name.encode("ascii"))
    pointer.replace(folder / POINTER)
    sync(folder)


def keep(folder: Path, served: Path, code: str, entry: EntryRow) -> None:
    """Put an entry that is about to be replaced where drafts and cases find it; it is there before the swap."""
    target = folder / KEPT / code / str(entry.version)
    if target.is_dir():
        return
    draft = target.with_name(f"{target.name}{DRAFT}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(served / MATTERS / code, draft)
    sync_tree(draft)
    draft.rename(target)
    for above in (target.parent, target.parent.parent, folder):
        sync(above)


def clear(folder: Path, *stay: Path | None) -> None:
    """Sets nobody serves any more. The one before stays for who still reads it."""
    for one in (folder / SETS).iterdir():
        if one not in stay:
            shutil.rmtree(one, ignore_errors=True)


def sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def digest_of(path: Path) -> str | None:
    """None for a file that is not there or cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def whole(folder: Path, entry: EntryRow) -> bool:
    """Whether every file of an entry is on the disk as it was installed."""
    return all(digest_of(folder / name) == row.sha256 for name, row in entry.files.items())
