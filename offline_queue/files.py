"""Files that are really on the disk: written aside, synced, renamed, and the directory synced."""
from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from offline_queue.errors import FileDamaged, NotKept, UnknownSuite
from offline_queue.suite import NAMES, registered

MAGIC = b"KENV"
SUITE_AT = 5  # the byte of a sealed file that says which suite it is of
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
FULL = (errno.ENOSPC, errno.EDQUOT)


def keep(folder: Path, data: bytes, sha: str) -> None:
    """Write `data` as folder/files/<sha>. When this returns, the file survives a power cut. NotKept."""
    aside = folder / "tmp" / secrets.token_hex(16)
    try:
        write_synced(aside, data)
        os.rename(aside, folder / "files" / sha)
        sync_folder(folder / "files")
    except OSError as error:
        # After a failed fsync the kernel may have dropped the pages: this file is never synced again, only removed.
        remove(aside)
        remove(folder / "files" / sha)
        raise NotKept("disk_full" if error.errno in FULL else "disk_error", os.strerror(error.errno or 0)) from error


def replace_synced(path: Path, data: bytes) -> None:
    """Put `data` at `path` as a whole: after a power cut there is the old file or the new one."""
    aside = path.with_name(f"{path.name}.new")
    remove(aside)
    try:
        write_synced(aside, data)
        os.rename(aside, path)
    except OSError:
        remove(aside)
        raise
    sync_folder(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """A new file, synced. OSError."""
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
    """The bytes of a file that is named by its hash. FileDamaged when it is gone or is something else; UnknownSuite
    when nobody here can tell."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileDamaged(path.name) from error
    if not is_named(path.name, data):
        raise FileDamaged(path.name)
    return data


def is_named(name: str, data: bytes) -> bool:
    """Whether `name` is the hash of `data` under a suite known here. UnknownSuite for one that only has a name."""
    known = registered()
    if any(suite.hash(data) == name for suite in known):
        return True
    says = data[SUITE_AT] if data[:4] == MAGIC and len(data) > SUITE_AT else 0
    if says in NAMES and says not in {suite.number for suite in known}:
        raise UnknownSuite(NAMES[says])
    return False


def remove(path: Path) -> None:
    """Unlink, or leave it to the next sweep."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
