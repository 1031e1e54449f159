"""The platform's tables: steps that only go forward, on both databases, and several processes on one of them."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from kiosk.cli import main
from kiosk.reference_platform.migrate import NewerData
from kiosk.reference_platform.records import DatabaseUnknown, open_records
from kiosk.reference_platform.tables import Base, Terminal
from tests.support.applications import allowance, birth_registration
from tests.support.platform import Envelope, PlatformServer, TestKiosk
from tests.support.postgres import NoPostgres, Postgres

PAGE = bytes(range(256)) * 700  # two parts once sealed


def address(folder: Path, database: str) -> str:
    return database or f"sqlite:///{folder / 'platform.db'}"


def said_to(folder: Path, database: str, *statements: str) -> None:
    engine = create_engine(address(folder, database))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_the_steps_lead_to_the_tables(tmp_path: Path, database: Callable[[], str]) -> None:
    said = database()
    open_records(tmp_path, said).close()
    engine = create_engine(address(tmp_path, said))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_data_of_a_newer_program_is_left_alone(
    tmp_path: Path, database: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = database()
    open_records(tmp_path, said).close()
    said_to(tmp_path, said, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerData, match="9999"):
        open_records(tmp_path, said)
    assert main(["platform", "report", "--folder", str(tmp_path), "--database", said]) == 3
    assert "version 9999" in capsys.readouterr().err


def test_a_folder_from_before_the_steps_is_taken_on(tmp_path: Path) -> None:
    said_to(
        tmp_path, "",
        "CREATE TABLE terminal (town VARCHAR(12), terminal VARCHAR(5), epoch INTEGER NOT NULL, site TEXT NOT NULL,"
        " PRIMARY KEY (town, terminal))",
        "CREATE TABLE assist_call (town VARCHAR(12), terminal VARCHAR(5), n INTEGER, stop VARCHAR(200) NOT NULL,"
        " at VARCHAR(40) NOT NULL, answered_by VARCHAR(200) NOT NULL, PRIMARY KEY (town, terminal, n))",
        "INSERT INTO terminal VALUES ('441900101', '10001', 0, '{}')",
        "INSERT INTO assist_call VALUES ('441900101', '10001', 1, 'papers', '', ''),"
        " ('441900101', '10001', 2, 'papers', '', '')",
    )  # fmt: skip
    records = open_records(tmp_path)
    with records.reading() as session:
        assert session.get_one(Terminal, ("441900101", "10001")).site == "{}"
    records.close()


def test_many_may_start_at_once_on_an_empty_database(tmp_path: Path, database: Callable[[], str]) -> None:
    said = database()
    with ThreadPoolExecutor(6) as many:
        opened = [many.submit(open_records, tmp_path, said) for _ in range(6)]
    for one in opened:
        one.result().close()


@pytest.mark.parametrize("words", [["--database", "mysql://x/y"], ["--workers", "2"]])
def test_a_setting_that_cannot_work_is_refused_by_name(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["platform", "serve", "--folder", str(tmp_path), *words]) == 3
    assert "postgresql+psycopg://" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DatabaseUnknown):
        open_records(tmp_path, "sqlite:///other.db")
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    assert main(["platform", "new-code", "--folder", str(tmp_path), "--database", nowhere]) == 3
    assert "does not answer" in capsys.readouterr().err


# --- several processes ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[PlatformServer]:
    server = PlatformServer(
        tmp_path_factory.mktemp("platform") / "data", "--workers", "2", database=postgres.url()
    )  # fmt: skip
    yield server
    server.end()


def enrolled(server: PlatformServer) -> TestKiosk:
    kiosk = TestKiosk(server)
    assert kiosk.enrol().status == 201
    return kiosk


def workers_of(server: PlatformServer) -> list[int]:
    """Those that were spawned to serve; multiprocessing's resource tracker is none of them."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == server.pid and b"spawn_main" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
    return found


def test_what_one_process_was_told_all_of_them_know(crew: PlatformServer) -> None:
    kiosk = enrolled(crew)
    assert [kiosk.hand_in(allowance()).json["state"] for _ in range(8)] == ["approved"] * 8
    assert len(kiosk.call("GET", "/results").json["results"]) == 8
    assert len(workers_of(crew)) == 2


def together(kiosk: TestKiosk, envelope: Envelope) -> tuple[list[int], list[int], set[bytes]]:
    """Every step a dozen times at once."""
    with ThreadPoolExecutor(12) as many:
        heads = [reply.status for reply in many.map(kiosk.put_head, [envelope] * 12)]
        parts = [reply.status for row in many.map(kiosk.put_parts, [envelope] * 3) for reply in row]
        kiosk.put_parts(envelope)
        return heads, parts, {reply.body for reply in many.map(kiosk.commit, [envelope] * 12)}


def test_heads_and_commits_that_arrive_together_at_all_processes_make_one_case(crew: PlatformServer) -> None:
    kiosk = enrolled(crew)
    for _ in range(5):
        heads, parts, receipts = together(kiosk, kiosk.seal(birth_registration(), PAGE))
        assert sorted(heads) == [200] * 11 + [201]
        assert set(parts) <= {204, 408}
        assert len(receipts) == 1
    rows = kiosk.call("GET", "/results").json["results"]
    assert [row["cursor"] for row in rows] == [1, 2, 3, 4, 5]
    assert len({row["official_no"] for row in rows}) == 5


def test_one_code_given_to_many_machines_at_once_enrols_one(crew: PlatformServer) -> None:
    code, machines = crew.new_code(), [TestKiosk(crew) for _ in range(8)]
    with ThreadPoolExecutor(8) as many:
        replies = list(many.map(lambda kiosk: kiosk.enrol(code), machines))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 7


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(crew: PlatformServer) -> None:
    kiosk = enrolled(crew)
    envelope = kiosk.seal(allowance())
    kiosk.put_head(envelope)
    before = workers_of(crew)
    os.kill(before[0], signal.SIGKILL)
    end = time.monotonic() + 30
    while len(workers_of(crew)) < 2 or before[0] in workers_of(crew):
        assert time.monotonic() < end
        time.sleep(0.2)
    assert kiosk.commit(envelope).json["state"] == "approved"


def test_workers_end_when_their_parent_is_killed(crew: PlatformServer) -> None:
    before = workers_of(crew)
    crew.restart_after_kill()
    assert not set(before) & {int(name.name) for name in Path("/proc").glob("[0-9]*")}
    assert enrolled(crew).hand_in(allowance()).status == 200


def test_what_was_acknowledged_outlives_a_killed_database(
    tmp_path: Path, real_part: Callable[[str, str], NoReturn]
) -> None:
    """With the server's own settings: here it does sync its log."""
    with TemporaryDirectory(prefix="kiosk-postgres-") as folder:
        try:
            cluster = Postgres(Path(folder), {})
        except NoPostgres as why:
            real_part("postgresql", str(why))
        server = PlatformServer(tmp_path / "data", database=cluster.url())
        kiosk = enrolled(server)
        receipt = kiosk.hand_in(allowance())
        cluster.stop("immediate")
        assert (reply := kiosk.call("GET", "/results")).code == "busy"
        assert reply.json["retryable"] is True
        cluster.start()
        envelope_id = receipt.json["id"]
        assert kiosk.call("POST", f"/submissions/{envelope_id}/commit").body == receipt.body
        assert len(kiosk.call("GET", "/results").json["results"]) == 1
        server.end()
        cluster.stop("immediate")
