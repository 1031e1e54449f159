"""One owner per queue folder: a lock the kernel frees when the process dies, however it dies."""
from __future__ import annotations

import fcntl
import os
from pathlib import Path

from offline_queue.errors import OwnedElsewhere


class OwnerLock:
    """Held from construction until `release` or the end of the process. OwnedElsewhere when somebody else has it."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._descriptor = os.open(folder / "owner.lock", flags, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise OwnedElsewhere(str(folder)) from None

    def release(self) -> None:
        """Idempotent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def is_owned(folder: Path) -> bool | None:
    """Whether a process holds the lock right now, found without touching it. None: this machine does not tell.

    Seen by device and inode in the kernel's list; a file system that gives another device to `stat` shows nothing.
    """
    try:
        found = (folder / "owner.lock").stat()
        held = Path("/proc/locks").read_text("ascii")
    except FileNotFoundError as missing:
        return None if missing.filename == "/proc/locks" else False
    except OSError:
        return None
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    return any(place in line.split() for line in held.splitlines() if " FLOCK " in line)
