"""The two databases of the platform, for flows that hold on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

from tests.support.postgres import NoPostgres, Postgres


@pytest.fixture(scope="session")
def postgres(real_part: Callable[[str, str], NoReturn]) -> Iterator[Postgres]:
    """One cluster for the whole run; every server gets a database of its own in it. It does not lie in pytest's
    folders: those are for their owner alone, and that is not the postgres user."""
    with TemporaryDirectory(prefix="kiosk-postgres-") as folder:
        try:
            cluster = Postgres(Path(folder))
        except NoPostgres as why:
            real_part("postgresql", str(why))
        yield cluster
        cluster.stop("immediate")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives the setting for a new, empty database: "" is SQLite in the platform's folder."""
    if request.param == "sqlite":
        return lambda: ""
    cluster: Postgres = request.getfixturevalue("postgres")
    return cluster.url
