"""The highest number that can have been given out, beside the database: so that none is given twice when it is lost.

A file that runs ahead: it is written once for a thousand numbers, and a database made anew starts above all of them.
"""
from __future__ import annotations

import json
from pathlib import Path

from offline_queue.errors import NotKept
from offline_queue.files import replace_synced

NAME = "numbers"
AHEAD = 1000


class Highest:
    """Of one queue folder. Counters by epoch."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._known = self._read()

    def exists(self) -> bool:
        """Whether numbers were ever given out here."""
        return bool(self._known)

    def counters(self) -> dict[int, int]:
        """No number above these was ever given out."""
        return dict(self._known)

    def covers(self, epoch: int, counter: int) -> bool:
        return counter <= self._known.get(epoch, 0)

    def reach(self, epoch: int, counter: int) -> None:
        """On the disk before a number beyond the last ones is given out. NotKept when the disk does not take it."""
        if self.covers(epoch, counter):
            return
        ahead = {**self._known, epoch: counter + AHEAD}
        try:
            replace_synced(self._path, json.dumps({str(e): n for e, n in ahead.items()}).encode())
        except OSError as error:
            raise NotKept("disk_error", str(error)) from error
        self._known = ahead

    def _read(self) -> dict[int, int]:
        try:
            data = json.loads(self._path.read_bytes())
            return {int(epoch): int(counter) for epoch, counter in data.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}
