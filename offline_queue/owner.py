"""One owner per queue folder: a lock the kernel frees when the process dies, however it dies."""
from __future__ import annotations

import fcntl
import os
import struct
from pathlib import Path

from offline_queue.errors import OwnedElsewhere

NAME = "owner.lock"
# struct flock of 64-bit Linux: type, whence, start, length 0 (the whole file), pid
_LOCK = struct.Struct("@hhqqi0q")
_ALL_OF_IT = _LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)


class OwnerLock:
    """Held from construction until `release` or the end of the process. OwnedElsewhere when somebody else has it.

    Two locks on one file: `flock` shuts others out; the second one is there to be asked about, because asking for
    `flock` means taking it.
    """

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._descriptor = os.open(folder / NAME, flags, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.fcntl(self._descriptor, fcntl.F_OFD_SETLK, _ALL_OF_IT)
        except BlockingIOError:
            os.close(self._descriptor)
            raise OwnedElsewhere(str(folder)) from None

    def release(self) -> None:
        """Idempotent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def is_owned(folder: Path) -> bool | None:
    """Whether a process holds the lock right now. The kernel is asked about it and nothing is taken, so an owner that
    starts at this moment is not disturbed. None: this user may not look, or this file system knows no such locks."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        found = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _ALL_OF_IT)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return bool(_LOCK.unpack(found)[0] != fcntl.F_UNLCK)
