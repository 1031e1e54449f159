"""The newest connection wins: whoever sends the same part again ends the older request at once, without a lock.

The older one is mostly a connection whose kiosk is long gone; waiting for it would hold up the new one.
"""
from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Newest:
    """Belongs to the event loop: every call is made on it."""

    def __init__(self) -> None:
        self._turns: dict[str, asyncio.Event] = {}

    def overtake(self, key: str) -> None:
        """Whoever is sending this part has to stop."""
        if (older := self._turns.pop(key, None)) is not None:
            older.set()

    @contextmanager
    def turn(self, key: str) -> Iterator[asyncio.Event]:
        """The event is set when a newer request takes over."""
        self.overtake(key)
        mine = self._turns[key] = asyncio.Event()
        try:
            yield mine
        finally:
            if self._turns.get(key) is mine:
                del self._turns[key]
