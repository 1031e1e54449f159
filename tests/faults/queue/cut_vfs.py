"""SQLite over a disk that loses its power: a file system for apsw, and apsw behind the face of `sqlite3`."""
from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw

from tests.faults.queue.cut_disk import CutDisk, Inode, PowerCut
from tests.faults.queue.planted import as_told

PLAIN = {"FULL": sqlite3.OperationalError, "IOErr": sqlite3.OperationalError, "Constraint": sqlite3.IntegrityError}


class CutVfs(apsw.VFS):
    """Every file lies in the disk's memory; an empty one stands in its folder so that it can be seen to exist."""

    def __init__(self, disk: CutDisk, name: str = "cut") -> None:
        super().__init__(name, base="")
        self.disk, self.vfs_name = disk, name

    def xOpen(self, name: Any, flags: list[int]) -> CutFile:  # noqa: N802  # apsw's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        inode = self.disk.names.get(path)
        if inode is None:
            self.disk.count()
            inode = Inode()
            self.disk.settle(path, inode)
            io.FileIO(path, "a").close()  # not by `os.open`, which is the disk's here
        return CutFile(self.disk, inode)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802  # apsw's name
        self.disk.count()
        self.disk.forget(name)
        Path(name).unlink(missing_ok=True)

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802  # apsw's name
        return name in self.disk.names


class CutFile(apsw.VFSFile):
    """One file of it. Locks are nobody's business: there is one connection."""

    def __init__(self, disk: CutDisk, inode: Inode) -> None:  # the base has nothing to open
        self._disk, self._inode = disk, inode

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802  # apsw's name
        return bytes(self._inode.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # apsw's name
        self._disk.count()
        self._inode.write(offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802  # apsw's name
        self._disk.count()
        self._inode.truncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802  # apsw's name
        self._disk.sync(self._inode)

    def xFileSize(self) -> int:  # noqa: N802  # apsw's name
        return len(self._inode.now)

    def xLock(self, level: int) -> None:  # noqa: N802  # apsw's name
        """Given."""

    def xUnlock(self, level: int) -> None:  # noqa: N802  # apsw's name
        """Given back."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802  # apsw's name
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802  # apsw's name
        return False

    def xSectorSize(self) -> int:  # noqa: N802  # apsw's name
        return 512

    def xDeviceCharacteristics(self) -> int:  # noqa: N802  # apsw's name
        return 0

    def xClose(self) -> None:  # noqa: N802  # apsw's name
        """Nothing is buffered."""


class Rows:
    """What a statement gave, read to its end."""

    def __init__(self, rows: list[Any], lastrowid: int) -> None:
        self._rows, self.lastrowid = rows, lastrowid

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def __iter__(self) -> Any:
        return iter(self.fetchall())


class Connection:
    """As much of `sqlite3.Connection` as the queue's store uses, over apsw."""

    def __init__(self, disk: CutDisk, path: str, vfs: str) -> None:
        self._disk = disk
        self._db = self._guarded(lambda: apsw.Connection(path, vfs=vfs))
        self.execute("PRAGMA locking_mode=exclusive")  # without shared memory the write-ahead log needs it

    @property
    def in_transaction(self) -> bool:
        return bool(self._db.in_transaction)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        def work() -> Rows:
            rows = list(self._db.execute(as_told(sql), tuple(values) or None))
            return Rows(rows, self._db.last_insert_rowid())

        found: Rows = self._guarded(work)
        return found

    def executemany(self, sql: str, many: Iterable[Sequence[Any]]) -> None:
        for values in many:
            self.execute(sql, values)

    def executescript(self, sql: str) -> None:
        self.execute(sql)

    def create_function(self, name: str, count: int, work: Callable[..., Any], *, deterministic: bool = False) -> None:
        self._db.create_scalar_function(name, work, count, deterministic=deterministic)

    def close(self) -> None:
        with suppress(apsw.Error, PowerCut):
            self._db.close()

    def _guarded(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except PowerCut:
            raise
        except apsw.Error as error:
            if self._disk.dead:
                raise PowerCut from None
            kind = next((k for word, k in PLAIN.items() if word in type(error).__name__), sqlite3.DatabaseError)
            plain = kind(str(error))
            plain.sqlite_errorcode = getattr(error, "result", 0)
            raise plain from error


class Machine:
    """Use as a context: in this process `os` and `sqlite3` work on the disk for everything below `root`, until the
    power fails or the context ends."""

    def __init__(self, disk: CutDisk, root: Path) -> None:
        self.disk, self._root = disk, str(root)
        self._plain = {name: getattr(os, name) for name in ("open", "write", "fsync", "rename", "link", "unlink")}
        self._connect = sqlite3.connect

    def __enter__(self) -> Machine:
        self._vfs = CutVfs(self.disk)
        self._hook, sys.unraisablehook = sys.unraisablehook, lambda _: None  # what SQLite says while it dies
        for name in self._plain:
            setattr(os, name, getattr(self, f"_{name}"))
        setattr(sqlite3, "connect", self._connected)  # noqa: B010  # a name of a module, changed for a while
        return self

    def __exit__(self, *_: object) -> None:
        self.disk.retire()
        for name, plain in self._plain.items():
            setattr(os, name, plain)
        setattr(sqlite3, "connect", self._connect)  # noqa: B010  # and back
        self._vfs.unregister()
        sys.unraisablehook = self._hook

    def _connected(self, path: Any, **_: Any) -> Connection:
        return Connection(self.disk, str(path), self._vfs.vfs_name)

    # --- os, below the root ------------------------------------------------------------------------------------------

    def _ours(self, path: Any) -> str:
        found = os.fspath(path)
        return found if isinstance(found, str) and found.startswith(self._root) else ""

    def _behind(self, descriptor: int) -> str:
        return self._ours(os.readlink(f"/proc/self/fd/{descriptor}"))

    def _open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        ours = self._ours(path)
        made = bool(ours) and bool(flags & os.O_CREAT) and not os.path.lexists(ours)
        if made:
            self.disk.count()
        descriptor: int = self._plain["open"](path, flags, mode, **more)
        if made:
            self.disk.create(ours)
        return descriptor

    def _write(self, descriptor: int, data: bytes) -> int:
        inode = self.disk.names.get(self._behind(descriptor))
        if inode is not None:
            self.disk.count()
            inode.write(os.lseek(descriptor, 0, os.SEEK_CUR), bytes(data))
        written: int = self._plain["write"](descriptor, data)
        return written

    def _fsync(self, descriptor: int) -> None:
        path = self._behind(descriptor)
        if path in self.disk.names:
            self.disk.sync(self.disk.names[path])
        elif path and os.path.isdir(path):
            self.disk.sync_folder(path)

    def _rename(self, old: Any, new: Any) -> None:
        if self._ours(old):
            self.disk.rename(self._ours(old), self._ours(new))
        self._plain["rename"](old, new)

    def _link(self, old: Any, new: Any, **more: Any) -> None:
        if self._ours(old):
            self.disk.link(self._ours(old), self._ours(new))
        self._plain["link"](old, new, **more)

    def _unlink(self, path: Any, **more: Any) -> None:
        if self._ours(path) in self.disk.names:
            self.disk.unlink(self._ours(path))
        self._plain["unlink"](path, **more)
