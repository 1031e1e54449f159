"""Looks into a queue without owning it: beside a kiosk that runs, or where none runs. Changes nothing."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from offline_queue.errors import FileDamaged
from offline_queue.files import read_checked
from offline_queue.model import Entry, SealedPage, Stage
from offline_queue.owner import is_owned
from offline_queue.states import State
from offline_queue.store import LookedInto


class QueueReader:
    """A context manager. Raises StoreUnreadable (no queue here, or not for this user), StoreTooNew, StoreDamaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._store = LookedInto(self._folder)
        try:
            self._store.refuse_newer()
        except BaseException:
            self._store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def owned(self) -> bool | None:
        """Whether a kiosk runs on this folder; None when this machine does not tell."""
        return is_owned(self._folder)

    def entries(self, states: Sequence[State] = tuple(State)) -> list[Entry]:
        """In the order they were handed in."""
        return self._store.entries(states)

    def find(self, id_or_number: str) -> Entry | None:
        return self._store.entry(id_or_number) or self._store.entry_by_number(id_or_number)

    def counts(self) -> dict[State, int]:
        return self._store.counts()

    def handed_in_at(self) -> dict[int, str]:
        """ISO moments of this kiosk's clock, by the entry's seq."""
        return self._store.handed_in_at()

    def history(self, entry: Entry) -> tuple[Stage, ...]:
        return self._store.history(entry.seq)

    def pages(self, entry: Entry) -> tuple[SealedPage, ...]:
        return tuple(file for file in self._store.files(entry.id) if file.part != 0)

    def set_aside(self) -> tuple[str, ...]:
        """Copies of damaged databases, by the moment they were found: for a technician to look at and to remove."""
        place = self._folder / "damaged"
        return tuple(sorted(path.name for path in place.iterdir())) if place.is_dir() else ()

    def complaint(self) -> str:
        """What the database's own check finds; "" for nothing."""
        return self._store.complaint()

    def damaged(self) -> tuple[Entry, ...]:
        """Those of whose sealed files one is gone or is not what its name says. Reads every file that must be there."""
        suspects = {sha for sha in self._store.known_files() if not self._whole(sha)}
        suspects &= self._store.known_files()  # a purge may have given some up while we read
        if not suspects:
            return ()
        return tuple(e for e in self.entries() if any(file.sha in suspects for file in self._store.files(e.id)))

    def _whole(self, sha: str) -> bool:
        try:
            read_checked(self._folder / "files" / sha)
        except FileDamaged:
            return False
        return True
