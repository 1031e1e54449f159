"""Opens the platform's database and hands out transactions: what was kept is on the disk at commit.

SQLite has many readers and one writer. On PostgreSQL writers work side by side, in any number of processes: whoever
decides by what a row says takes it with `with_for_update`, which SQLite passes over.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, literal, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from kiosk.reference_platform.durable import make_folder
from kiosk.reference_platform.migrate import NotOpened, migrate
from kiosk.reference_platform.tables import Base, Counter

POSTGRESQL = "postgresql+psycopg"
CONNECTIONS = 20  # of one process; a request in the thread pool waits for one
SERVER = "-c synchronous_commit=on -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Records:
    def __init__(self, engine: Engine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        try:
            with self._writers.begin() as connection:
                migrate(connection)
        except OperationalError as error:
            engine.dispose()
            raise NotOpened("the platform's database does not answer") from error
        except NotOpened:
            engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._readers) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Kept when the block has ended without an exception, else nothing of it."""
        with Session(self._writers) as session, session.begin():
            yield session

    def close(self) -> None:
        self._readers.dispose()


class DatabaseUnknown(NotOpened):
    """The setting names no database that this platform can use."""


def open_records(folder: Path, database: str = "") -> Records:
    """"": SQLite in `folder`, WAL with synchronous=FULL; else postgresql+psycopg://user@host:port/name. Raises
    NotOpened: DatabaseUnknown, migrate.NewerData, or it does not answer."""
    make_folder(folder)
    if database:
        return Records(_server(database))
    engine = create_engine(f"sqlite:///{folder / 'platform.db'}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Records(engine)


def _server(database: str) -> Engine:
    """The server's own promise stands at what it acknowledges; whether its disk syncs is its administrator's word."""
    if not database.startswith(f"{POSTGRESQL}://"):
        raise DatabaseUnknown(f"--database has to begin with {POSTGRESQL}://")
    return create_engine(
        make_url(database), pool_size=CONNECTIONS, max_overflow=0, pool_timeout=10, pool_pre_ping=True,
        connect_args={"options": SERVER, "connect_timeout": 10},
    )


def insert_if_absent(session: Session, kind: type[Base], **values: Any) -> bool:
    """INSERT … ON CONFLICT DO NOTHING. True: it is new. Any unique rule counts, not the primary key alone."""
    statement = _insert(session)(kind.__table__).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(literal(1))).first() is not None  # psycopg's rowcount does not tell


def put_row(session: Session, kind: type[Base], keys: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert, or replace the values of the row with these keys."""
    statement = _insert(session)(kind).values(**keys, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))


def next_value(session: Session, town: str, terminal: str, name: str) -> int:
    """1, 2, 3 … per town, terminal and name, in this transaction: a number that was rolled back is given again."""
    statement = _insert(session)(Counter).values(town=town, terminal=terminal, name=name, value=1)
    counted = statement.on_conflict_do_update(
        index_elements=["town", "terminal", "name"], set_={"value": Counter.value + 1}
    )
    return int(session.execute(counted.returning(Counter.value)).scalar_one())


def _insert(session: Session) -> Any:
    return INSERTS[session.get_bind().dialect.name]


def _prepare(connection: Any, _record: object) -> None:
    """`isolation_level` None: the driver leaves BEGIN to us. Without FULL an acknowledged row could be lost."""
    connection.isolation_level = None
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=100"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("PRAGMA synchronous").fetchone() != (2,):
        raise RuntimeError("SQLite does not sync at commit")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: taken half-way it could not wait for another writer."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
