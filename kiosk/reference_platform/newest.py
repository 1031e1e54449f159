"""The newest connection wins: whoever sends the same part again ends the older request at once, without a lock.

The older one is mostly a connection whose kiosk is long gone; waiting for it would hold up the new one. Where several
processes serve, the two may have come to different ones: a small file says whose turn it is.
"""
from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_AGAIN_S = 0.1


class Newest:
    """Belongs to the event loop: every call is made on it. `folder`: shared by all processes; None: this is the only
    one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._turns: dict[str, asyncio.Event] = {}
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def overtake(self, key: str) -> None:
        """Whoever is sending this part has to stop."""
        if (older := self._turns.pop(key, None)) is not None:
            older.set()
        if self._folder is not None and (said := self._said(key)).exists():
            _say(said, "")

    @contextmanager
    def turn(self, key: str) -> Iterator[asyncio.Event]:
        """The event is set when a newer request takes over."""
        self.overtake(key)
        mine = self._turns[key] = asyncio.Event()
        try:
            with self._turn_among_all(key, mine):
                yield mine
        finally:
            if self._turns.get(key) is mine:
                del self._turns[key]

    @contextmanager
    def _turn_among_all(self, key: str, mine: asyncio.Event) -> Iterator[None]:
        if self._folder is None:
            yield
            return
        said, mark = self._said(key), secrets.token_hex(8)
        _say(said, mark)
        watching = asyncio.get_running_loop().create_task(_watch(said, mark, mine))
        try:
            yield
        finally:
            watching.cancel()
            if _read(said) == mark:
                said.unlink(missing_ok=True)

    def _said(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / hashlib.sha256(key.encode()).hexdigest()


async def _watch(said: Path, mark: str, mine: asyncio.Event) -> None:
    """A file that is gone was tidied away by an older turn; another's mark means that it is over."""
    while _read(said) in (mark, None):
        await asyncio.sleep(LOOK_AGAIN_S)
    mine.set()


def _read(said: Path) -> str | None:
    with suppress(FileNotFoundError):
        return said.read_text("ascii")
    return None


def _say(said: Path, mark: str) -> None:
    """Seen whole or not at all; a power cut may take it, with the connection it speaks of."""
    draft = said.with_name(f".{secrets.token_hex(8)}")
    draft.write_text(mark, "ascii")
    os.replace(draft, said)
