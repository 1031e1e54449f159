"""Where sealed files lie: by key, whole or not at all, durable before `put` returns. Here a folder."""
from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kiosk.reference_platform.durable import keep


class Blobs(Protocol):
    """Keys are paths of plain words, "town/terminal/submission/name". `get` raises KeyError."""

    def put(self, key: str, data: bytes) -> None: ...
    def get(self, key: str) -> bytes: ...
    def has(self, key: str) -> bool: ...
    def drop(self, key: str) -> None: ...


class FolderBlobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        keep(self._folder / key, data)

    def get(self, key: str) -> bytes:
        try:
            return (self._folder / key).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(key) from error

    def has(self, key: str) -> bool:
        return (self._folder / key).is_file()

    def drop(self, key: str) -> None:
        (self._folder / key).unlink(missing_ok=True)
