"""`kiosk queue` with a stick and the rebuild, from the command line to the real platform and back."""
from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap.queue_changes import owned_queue
from kiosk.cli import main
from kiosk.fleet.enrol import enrol
from kiosk.reference_platform.codes import new_code
from kiosk.reference_platform.report import report
from kiosk.store import Store
from offline_queue import Entry, State
from tests.support.applications import allowance
from tests.support.platform import PlatformServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "platform")
    yield server
    server.end()


@dataclass
class Machine:
    """One kiosk's folder and settings file, enrolled over the wire; no kiosk runs on it."""

    server: PlatformServer
    place: Path
    capsys: pytest.CaptureFixture[str]
    terminal: str = ""
    epoch: int = -1

    @property
    def folder(self) -> Path:
        return self.place / "kiosk"

    @property
    def stick(self) -> Path:
        return self.place / "stick"

    def enrol(self) -> None:
        self.place.joinpath("stick").mkdir(exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        code = new_code(self.server.folder, terminal=self.terminal)
        enrolled = enrol(self.server.url, code, self.folder, "SN-1")
        self.terminal, self.epoch = enrolled.terminal, enrolled.epoch
        settings = f"folder = {json.dumps(str(self.folder))}\nplatform_url = {json.dumps(self.server.url)}\n"
        (self.place / "kiosk.toml").write_text(settings, encoding="utf-8")

    def hand_in(self) -> Entry:
        queue, vault = owned_queue(self.folder)
        try:
            return queue.put(vault.open_draft(), json.dumps(allowance()).encode(), "")
        finally:
            queue.close()

    def state_of(self, entry: Entry) -> str:
        return str(self.say("queue", "show", entry.number, "--json", "--settings", self.settings)[1]["state"])

    @property
    def settings(self) -> str:
        return str(self.place / "kiosk.toml")

    def say(self, *words: str) -> tuple[int, Any]:
        """Exit status, and its JSON or its lines."""
        self.capsys.readouterr()
        status = main(list(words))
        out = self.capsys.readouterr().out
        return status, json.loads(out) if "--json" in words else out

    def queue(self, *words: str) -> tuple[int, Any]:
        return self.say("queue", *words, "--settings", self.settings, "--json")

    def centre(self) -> tuple[int, Any]:
        folder, stick = str(self.server.folder), str(self.stick)
        return self.say("platform", "import-stick", "--folder", folder, "--from", stick, "--json")

    def results(self) -> int:
        store = Store(self.folder / "service.db")
        try:
            return store.last_cursor()
        finally:
            store.close()


@pytest.fixture
def machine(server: PlatformServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Machine:
    machine = Machine(server, tmp_path, capsys)
    machine.enrol()
    return machine


def test_round_by_stick_from_the_command_line(machine: Machine) -> None:
    entry, stick = machine.hand_in(), str(machine.stick)
    for _ in range(2):
        assert machine.queue("export", "--to", stick) == (0, {"exported": [entry.number], "left_out": {}})
    assert machine.state_of(entry) == "exported"
    status, (brought,) = machine.centre()
    assert (status, brought["new"], brought["problem"]) == (0, 1, "")
    status, found = machine.queue("import", "--from", stick)
    assert (status, found["accepted"], found["results"]) == (0, [entry.number], 1)
    assert machine.queue("import", "--from", stick)[1] == {
        "accepted": [], "known": [entry.number], "refused": [], "results": 0, "results_left": "",
    }  # fmt: skip
    assert (machine.state_of(entry), machine.results()) == ("accepted", 1)


def test_results_are_only_taken_where_none_would_be_skipped(machine: Machine) -> None:
    for _ in range(2):
        machine.hand_in()
        machine.queue("export", "--to", str(machine.stick))
        machine.centre()
        assert machine.queue("import", "--from", str(machine.stick))[0] == 0
    assert machine.results() == 2
    (machine.folder / "service.db").unlink()  # the kiosk's own records are lost, the stick begins after the first
    status, found = machine.queue("import", "--from", str(machine.stick))
    assert (status, found["results"]) == (1, 0)
    assert "export again" in found["results_left"]
    machine.queue("export", "--to", str(machine.stick))
    machine.centre()
    assert machine.queue("import", "--from", str(machine.stick))[1]["results"] == 2


def test_what_is_refused_is_said_with_its_name_and_a_status(machine: Machine) -> None:
    entry = machine.hand_in()
    machine.queue("export", "--to", str(machine.stick))
    sealed = machine.stick / f"kiosk-{machine.terminal}" / "files" / entry.head_sha
    sealed.write_bytes(sealed.read_bytes()[:-1])
    status, (brought,) = machine.centre()
    assert (status, brought["refused"]) == (1, [{"name": f"files/{entry.head_sha}", "code": "file_altered"}])
    words = ("platform", "import-stick", "--folder", str(machine.server.folder), "--from", str(machine.stick))
    assert f"refused files/{entry.head_sha}" in machine.say(*words)[1]


def test_sticks_that_do_not_help_are_said_in_words(machine: Machine) -> None:
    machine.hand_in()
    assert machine.queue("import", "--from", str(machine.stick))[1]["problem"] == "stick_foreign"
    machine.queue("export", "--to", str(machine.stick))
    assert machine.queue("import", "--from", str(machine.stick))[1]["problem"] == "stick_unanswered"
    status, said = machine.queue("export", "--to", str(machine.place / "none"))
    assert (status, said["problem"]) == (1, "stick_unreadable")
    empty = machine.place / "empty"
    empty.mkdir()
    assert machine.say("platform", "import-stick", "--folder", str(machine.server.folder), "--from", str(empty))[0] == 1
    assert machine.say("platform", "import-stick", "--folder", str(machine.server.folder))[0] == 2


@pytest.mark.parametrize("verb", ["export", "import", "rebuild"])
def test_a_running_kiosk_keeps_its_queue(machine: Machine, verb: str) -> None:
    machine.hand_in()
    more = {"export": ("--to", str(machine.stick)), "import": ("--from", str(machine.stick)), "rebuild": ()}[verb]
    queue, _ = owned_queue(machine.folder)
    try:
        status, said = machine.queue(verb, *more)
        assert (status, said["problem"]) == (3, "owned_elsewhere")
    finally:
        queue.close()


def test_rebuild_keeps_what_can_be_read_and_says_what_it_did(machine: Machine) -> None:
    entries = [machine.hand_in() for _ in range(3)]
    machine.queue("hold", entries[0].number)
    status, said = machine.queue("rebuild")
    assert (status, said["saved"], said["from_files"], said["held"], said["damaged"]) == (0, 3, 0, 0, 0)
    assert [machine.state_of(e) for e in entries] == ["held", "queued", "queued"]
    assert machine.queue("check")[1]["set_aside"] == [said["copy"]]
    assert machine.hand_in().number not in {e.number for e in entries}


def test_rebuild_of_a_destroyed_database_brings_the_same_rows(machine: Machine) -> None:
    entries = [machine.hand_in() for _ in range(3)]
    path = machine.folder / "queue" / "queue.db"
    path.write_bytes(bytes(path.stat().st_size))
    assert machine.queue("list")[1]["problem"] == "store_damaged"
    status, said = machine.queue("rebuild")
    assert (status, said["saved"], said["from_files"]) == (0, 0, 3)
    rows = machine.queue("list")[1]["entries"]
    assert [(row["id"], row["number"], row["state"]) for row in rows] == [(e.id, e.number, "queued") for e in entries]
    assert all(row["handed_in_at"] for row in rows)


def test_order_that_meets_a_damage_mends_it_and_tells_in_the_kiosk_s_own_words(machine: Machine) -> None:
    machine.hand_in()
    path = machine.folder / "queue" / "queue.db"
    path.write_bytes(bytes(path.stat().st_size))
    out = machine.say("queue", "export", "--to", str(machine.stick), "--settings", machine.settings)[1]
    assert "KP-405" in out and "已经修好" in out
    assert "1 submissions" in out


def test_reinstalled_kiosk_never_gives_a_number_again(machine: Machine) -> None:
    numbers = [machine.hand_in().number for _ in range(3)]
    machine.queue("export", "--to", str(machine.stick))
    shutil.rmtree(machine.folder)  # a new disk: the same terminal, a new code from the platform
    machine.enrol()
    assert machine.epoch == 1
    again = [machine.hand_in() for _ in range(3)]
    assert not set(numbers) & {entry.number for entry in again}
    assert [entry.number[5:12] for entry in again] == ["1000001", "1000002", "1000003"]
    assert {entry.state for entry in again} == {State.QUEUED}
    machine.centre()  # what the old disk exported is still its own
    (machine.stick / f"kiosk-{machine.terminal}" / "index.json").unlink()
    machine.queue("export", "--to", str(machine.stick))
    machine.centre()
    cases = [case["provisional_no"] for case in report(machine.server.folder)["cases"]]
    assert {*numbers, *(entry.number for entry in again)} <= set(cases)
    assert report(machine.server.folder)["duplicates"] == 0
