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
