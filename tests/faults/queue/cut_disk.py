"""A disk in memory that loses its power: what was not synced may be there, or not, or in part.

Files hold what was synced and, until the next sync, single writes; directories hold names until they are synced. An
image of the moment keeps everything synced, each unsynced sector with one chance in two, and the names changed since
the last sync of a directory up to some point of their order.
"""
from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


class PowerCut(BaseException):
    """No statement of the program may catch it: the machine is off."""


@dataclass
class Inode:
    durable: bytearray = field(default_factory=bytearray)
    now: bytearray = field(default_factory=bytearray)
    sectors: set[int] = field(default_factory=set)  # written since the last sync

    def write(self, at: int, data: bytes) -> None:
        if len(self.now) < at + len(data):
            self._touch(len(self.now), at + len(data))
            self.now.extend(bytes(at + len(data) - len(self.now)))
        self.now[at : at + len(data)] = data
        self._touch(at, at + len(data))

    def truncate(self, size: int) -> None:
        if size < len(self.now):
            self._touch(size, len(self.now))
            del self.now[size:]
        else:
            self.write(size, b"")

    def _touch(self, begin: int, end: int) -> None:
        self.sectors.update(range(begin // SECTOR, -(-end // SECTOR)))

    def sync(self) -> None:
        self.durable[:] = self.now
        self.sectors.clear()

    def image(self, chance: random.Random) -> bytes:
        """A file that grew or shrank keeps its old size or has the new one."""
        found = bytearray(self.durable)
        if len(self.now) != len(self.durable) and chance.random() < 0.5:
            del found[len(self.now) :]
            found.extend(bytes(len(self.now) - len(found)))
        for sector in sorted(self.sectors):
            begin, end = sector * SECTOR, min((sector + 1) * SECTOR, len(self.now))
            if chance.random() < 0.5 and begin < end:
                found.extend(bytes(max(0, end - len(found))))
                found[begin:end] = self.now[begin:end]
        return bytes(found)


@dataclass
class Change:
    """To one directory: `name` now means this file, or nothing. `made`: by creating it."""

    folder: str
    name: str
    inode: Inode | None
    made: bool = False


class CutDisk:
    """`moments`: so many reads of the fault's counter until the power fails, for good. `lies`: how likely a sync does
    nothing and says it did."""

    def __init__(self, moments: int, lies: float = 0.0, chance: random.Random | None = None) -> None:
        self.left, self._lies, self._chance = moments, lies, chance or random.Random(0)
        self.names: dict[str, Inode] = {}
        self._durable: dict[str, Inode] = {}
        self._changes: list[Change] = []
        self.dead = False

    def count(self) -> None:
        """One thing a disk does; the machine may go off before it."""
        self.left -= 1
        if self.left < 0:
            self.dead = True
        if self.dead:
            raise PowerCut

    def retire(self) -> None:
        """The image was taken: what closes its files afterwards hurts nobody."""
        self.dead, self.left = False, sys.maxsize

    # --- files -------------------------------------------------------------------------------------------------------

    def create(self, path: str) -> Inode:
        inode = Inode()
        self._name(path, inode, made=True)
        return inode

    def settle(self, path: str, inode: Inode) -> None:
        """SQLite's own files: in this model their names are durable at once."""
        self.names[path] = self._durable[path] = inode

    def sync(self, inode: Inode) -> None:
        self.count()
        if self._chance.random() < self._lies:
            return
        inode.sync()
        # A file that is synced can be found under the name it was made with; not under one it was given later.
        for change in [c for c in self._changes if c.made and c.inode is inode]:
            self._apply(change)

    # --- names -------------------------------------------------------------------------------------------------------

    def rename(self, old: str, new: str) -> None:
        self.count()
        inode = self.names.get(old)
        self._name(new, inode)
        self._name(old, None)

    def link(self, old: str, new: str) -> None:
        self.count()
        self._name(new, self.names.get(old))

    def unlink(self, path: str) -> None:
        self.count()
        self._name(path, None)

    def forget(self, path: str) -> None:
        """SQLite deletes one of its own: durable at once."""
        self.names.pop(path, None)
        self._durable.pop(path, None)

    def sync_folder(self, folder: str) -> None:
        """Names that moved between two folders move as one: the journal of a file system is one sequence."""
        self.count()
        if any(change.folder == folder for change in self._changes):
            last = max(n for n, change in enumerate(self._changes) if change.folder == folder)
            for change in self._changes[: last + 1]:
                self._apply(change)

    def _name(self, path: str, inode: Inode | None, made: bool = False) -> None:
        self._changes.append(Change(os.path.dirname(path), path, inode, made))
        _set(self.names, path, inode)

    def _apply(self, change: Change) -> None:
        _set(self._durable, change.name, change.inode)
        self._changes = [c for c in self._changes if c is not change]

    # --- what is left ------------------------------------------------------------------------------------------------

    def image(self, root: Path, place: Path) -> None:
        """Write to `place` what a machine finds under `root` when the power is back."""
        for change in self._changes[: self._chance.randrange(len(self._changes) + 1)]:
            self._apply(change)
        for path, inode in self._durable.items():
            if not path.endswith("-shm"):
                target = place / Path(path).relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(inode.image(self._chance))


def _set(names: dict[str, Inode], path: str, inode: Inode | None) -> None:
    if inode is None:
        names.pop(path, None)
    else:
        names[path] = inode
