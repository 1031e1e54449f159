"""Files that are on the disk when the call returns: written beside, synced, renamed, folder synced."""
from __future__ import annotations

import os
import secrets
from pathlib import Path


def keep(path: Path, data: bytes) -> None:
    """Put `data` at `path` as a whole, mode 0600; folders that lack are made, and kept as well."""
    make_folder(path.parent)
    write_new(path.parent, data).rename(path)
    sync_folder(path.parent)


def keep_first(path: Path, data: bytes) -> None:
    """As `keep`, but whoever was first stays."""
    make_folder(path.parent)
    draft = write_new(path.parent, data)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)


def write_new(folder: Path, data: bytes) -> Path:
    """A new synced file with a random name."""
    path = folder / f".new-{secrets.token_hex(8)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def make_folder(folder: Path) -> None:
    """A folder whose entry in its own folder is synced too, all the way up to one that was there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
