"""A PostgreSQL of our own: a fresh cluster in a folder, on loopback, run by the postgres user when we are root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from itertools import count
from pathlib import Path

import psycopg

OF_DEBIAN = Path("/usr/lib/postgresql")
FAST = {"fsync": "off", "full_page_writes": "off"}  # for tests that cut no power and kill no database


class NoPostgres(Exception):
    """PostgreSQL is not installed here."""


class Postgres:
    """`url()` is a new, empty database. `folder`: one that the postgres user can reach; `settings`: lines of
    postgresql.conf."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self._bin, self._data = programs(), folder / "data"
        self._log = folder / "postgres.log"
        self._names = count(1)
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                  f"--pgdata={self._data}")  # fmt: skip
        said = {
            "listen_addresses": "'127.0.0.1'", "port": str(self.port), "unix_socket_directories": "''",
            "max_connections": "200", **(FAST if settings is None else settings),
        }  # fmt: skip
        lines = "".join(f"{name} = {value}\n" for name, value in said.items())
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.write(lines)
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self._data}", f"--log={self._log}")

    def stop(self, how: str = "fast") -> None:
        """`immediate`: as if it had been killed."""
        self._run("pg_ctl", "stop", f"--mode={how}", "--wait", f"--pgdata={self._data}")

    def url(self) -> str:
        name = f"platform{next(self._names)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name).replace("postgresql:", "postgresql+psycopg:")

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *words: str) -> None:
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*as_postgres, str(self._bin / program), *words], cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"


def programs() -> Path:
    """Debian keeps them out of PATH, by version; the newest counts. Raises NoPostgres."""
    here = sorted(OF_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(here[-1]) if here else shutil.which("initdb")
    if found is None:
        raise NoPostgres("PostgreSQL is not installed (Debian package: postgresql)")
    return Path(found).parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
