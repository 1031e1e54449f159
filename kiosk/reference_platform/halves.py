"""Half-received parts: what has come of one so far lies in a file that grows, and a new connection goes on at its end.

Nothing here is promised: a part counts once it is whole, checked and durable. A half that a power cut shortened or
spoiled is found out by its length or by the digest of the whole part.
"""
from __future__ import annotations

import os
from pathlib import Path


class Halves:
    """Keys as in blobs. Several writers of one key write the same bytes to the same places, so none needs a lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def have(self, key: str) -> int:
        """How many bytes from the beginning are here."""
        try:
            return (self._folder / key).stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, key: str, at: int, block: bytes) -> None:
        """`at` is at most what is here already: there are no holes."""
        path = self._folder / key
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            done = 0
            while done < len(block):
                done += os.pwrite(descriptor, block[done:], at + done)
        finally:
            os.close(descriptor)

    def read(self, key: str) -> bytes:
        try:
            return (self._folder / key).read_bytes()
        except FileNotFoundError:
            return b""

    def drop(self, key: str) -> None:
        (self._folder / key).unlink(missing_ok=True)
