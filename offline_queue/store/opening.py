"""Opens the database so that it can keep a promise: settings, version, migration, and its own check."""
from __future__ import annotations

import os
import sqlite3
from importlib import resources
from pathlib import Path

from offline_queue import migrations
from offline_queue.envelope import opaque
from offline_queue.errors import StoreDamaged, StoreLost, StoreTooNew
from offline_queue.files import remove, sync_folder
from offline_queue.states import State

PRAGMAS = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=100",
    "PRAGMA busy_timeout=10000", "PRAGMA foreign_keys=ON",
)
WRONG = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)  # the database itself, not the disk that refuses


def open_owned(path: Path, began: bool) -> sqlite3.Connection:
    """The owner's connection, checked and brought to this version. `began`: what lies in the folder says that there was
    a database before. StoreTooNew, StoreLost, StoreDamaged."""
    if began and not path.exists():
        raise StoreLost
    db = connect(path)
    try:
        for pragma in PRAGMAS:
            db.execute(pragma)
        _assert_durable(db)
        if began and not _version(db):
            raise StoreLost
        scripts(_version(db))
        if found := _version(db) and complaint(db):
            raise StoreDamaged(str(found), mendable=True)
        migrate(db, path)
    except sqlite3.DatabaseError as error:
        db.close()
        raise StoreDamaged(str(error), mendable=code_of(error) in WRONG) from error
    except BaseException:
        db.close()
        raise
    return db


def connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.create_function("opaque", 1, opaque, deterministic=True)
    return db


def refuse_newer(path: Path) -> None:
    """StoreTooNew for the database of a later version. One that is gone or cannot be read is none."""
    if not path.exists():
        return
    db = connect(path)
    try:
        scripts(_version(db))
    except sqlite3.DatabaseError:
        return
    finally:
        db.close()


def complaint(db: sqlite3.Connection) -> str:
    """What is wrong, "" for nothing. SQLite's own check sees the structure and the indexes, not the values: a state
    nobody knows is looked for as well, in the table itself. Such a row would never be sent."""
    found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        return found
    marks = ",".join("?" * len(State))
    sql = f"SELECT count(*) FROM submission NOT INDEXED WHERE state NOT IN ({marks})"
    strange = db.execute(sql, [state.value for state in State]).fetchone()[0]
    return f"{strange} rows in a state nobody knows" if strange else ""


def code_of(error: sqlite3.Error) -> int:
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def scripts(version: int) -> list[str]:
    """The step to every version there is. StoreTooNew when the folder has one nobody here knows."""
    names = sorted(r.name for r in resources.files(migrations).iterdir() if r.name.endswith(".sql"))
    if version > len(names):
        raise StoreTooNew(version, len(names))
    return names


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Forward only, in one transaction: after a crash there is the old version or the new one. What was there before
    stays beside it as queue.v<version>."""
    version = _version(db)
    names = scripts(version)
    if 0 < version < len(names):
        _back_up(db, path.with_suffix(f".v{version}"))
    if version < len(names):
        steps = "".join(resources.files(migrations).joinpath(name).read_text("utf-8") for name in names[version:])
        db.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {len(names)}; COMMIT;")


def _back_up(db: sqlite3.Connection, path: Path) -> None:
    """A copy under its name only once it is whole."""
    aside = path.with_name(f"{path.name}.new")
    remove(aside)
    db.execute("VACUUM INTO ?", (str(aside),))
    with aside.open("rb+") as copy:
        os.fsync(copy.fileno())
    os.rename(aside, path)
    sync_folder(path.parent)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _assert_durable(db: sqlite3.Connection) -> None:
    mode, level = db.execute("PRAGMA journal_mode").fetchone()[0], db.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", 2):
        raise StoreDamaged(f"journal_mode={mode} synchronous={level}: this disk or this SQLite cannot keep a promise")
