"""Room on the disk: when a new application may start, and a reserve that lets a full disk still drain."""
from __future__ import annotations

import os
from pathlib import Path

from offline_queue.files import remove

MIN_FREE = 200 * 1024 * 1024
RESERVE = 16 * 1024 * 1024  # must exceed the largest WAL: 100 pages are about 0.44 MB, so 16 MB is far above
MIN_INODES = 64


class Room:
    """Watches the file system of `folder`. Sizes in bytes."""

    def __init__(self, folder: Path, min_free: int = MIN_FREE, reserve: int = RESERVE) -> None:
        self._folder, self._min_free, self._size = folder, min_free, reserve
        self._reserve = folder / "reserve"

    def enough(self) -> bool:
        """Whether a new application may start."""
        return self.refusal() == ""

    def refusal(self) -> str:
        """Why no new application may start: "", disk_full, or disk_error for a disk that takes nothing or says
        nothing."""
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return "disk_error"
        if found.f_flag & os.ST_RDONLY:
            return "disk_error"
        inodes_left = found.f_files == 0 or found.f_favail >= MIN_INODES  # some file systems count none
        return "" if found.f_bavail * found.f_frsize >= self._min_free and inodes_left else "disk_full"

    def make_reserve(self) -> None:
        """Idempotent; does nothing while there is no room for it."""
        if (self._reserve.exists() and self._reserve.stat().st_size == self._size) or not self.enough():
            return
        try:
            descriptor = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return
        try:
            os.posix_fallocate(descriptor, 0, self._size)
            os.fsync(descriptor)
        except OSError:
            remove(self._reserve)
        finally:
            os.close(descriptor)

    def free_reserve(self) -> bool:
        """Give the reserve back to the disk so that what is kept can still be sent. False when there was none."""
        if not self._reserve.exists():
            return False
        self._reserve.unlink(missing_ok=True)
        return True
