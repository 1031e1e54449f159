"""Files that are really on the disk: written aside, synced, renamed, and the directory synced."""
from __future__ import annotations

import errno
import hashlib
import os
import secrets
from pathlib import Path

from offline_queue.errors import FileDamaged, NotKept

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FULL = (errno.ENOSPC, errno.EDQUOT)


def name_of(data: bytes) -> str:
    """A sealed file's name: the hex SHA-256 of the whole file."""
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes) -> str:
    """Write `data` as folder/files/<sha> and say its name. When this returns, the file survives a power cut."""
    sha = name_of(data)
    aside = folder / "tmp" / secrets.token_hex(16)
    try:
        _write_synced(aside, data)
        os.rename(aside, folder / "files" / sha)
        sync_folder(folder / "files")
    except OSError as error:
        # After a failed fsync the kernel may have dropped the pages: this file is never synced again, only removed.
        remove(aside)
        remove(folder / "files" / sha)
        raise NotKept("disk_full" if error.errno in _FULL else "disk_error", os.strerror(error.errno or 0)) from error
    return sha


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, _NEW, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)  # its error counts as well


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_checked(path: Path) -> bytes:
    """The bytes of a file that is named by its hash. FileDamaged when it is gone or is something else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileDamaged(path.name) from error
    if name_of(data) != path.name:
        raise FileDamaged(path.name)
    return data


def remove(path: Path) -> None:
    """Unlink, or leave it to the next sweep."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
