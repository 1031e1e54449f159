from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.reference_platform.stick import Brought
from offline_queue import State, StickProblem
from tests.support.applications import birth_registration
from tests.support.platform import PlatformServer
from tests.support.sticks import Carried, carried


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "platform")
    yield server
    server.end()


@pytest.fixture
def kiosk(tmp_path: Path, server: PlatformServer) -> Iterator[Carried]:
    kiosk = carried(tmp_path, server)
    yield kiosk
    kiosk.queue.close()


def numbers_of(kiosk: Carried) -> list[str]:
    return [n for n in kiosk.cases() if n.startswith(kiosk.vault.terminal)]


def test_out_on_the_stick_into_the_platform_and_back_with_receipts_and_results(kiosk: Carried) -> None:
    entries = [kiosk.hand_in(), kiosk.hand_in(birth_registration(), os.urandom(300_000))]
    done = kiosk.out()
    assert [e.id for e in done.entries] == [e.id for e in entries]
    assert [kiosk.state_of(e) for e in entries] == [State.EXPORTED, State.EXPORTED]
    assert kiosk.at_the_centre() == (Brought(kiosk.place.name, new=2, known=0, results=2),)
    found = kiosk.back()
    assert {e.id for e in found.accepted} == {e.id for e in entries}
    assert [kiosk.state_of(e) for e in entries] == [State.ACCEPTED, State.ACCEPTED]
    assert found.results is not None
    assert {result.id for result in found.results.page.results} == {e.id for e in entries}
    assert (found.refused, numbers_of(kiosk)) == ((), sorted(e.number for e in entries))
    receipt = found.accepted[0].receipt
    assert receipt is not None and receipt.official_no.startswith("DG")


def test_everything_done_twice_is_done_once(kiosk: Carried) -> None:
    entry = kiosk.hand_in()
    for _ in range(2):
        kiosk.out()
    bytes_before = {path: path.read_bytes() for path in kiosk.place.rglob("*") if path.is_file()}
    first, second = kiosk.at_the_centre(), kiosk.at_the_centre()
    assert [(b.new, b.known) for b in (*first, *second)] == [(1, 0), (0, 1)]
    assert {path: path.read_bytes() for path in bytes_before} == bytes_before
    assert [(len(f.accepted), len(f.known)) for f in (kiosk.back(), kiosk.back())] == [(1, 0), (0, 1)]
    assert (kiosk.state_of(entry), numbers_of(kiosk)) == (State.ACCEPTED, [entry.number])


def test_the_line_comes_back_while_the_stick_is_away(kiosk: Carried) -> None:
    entry, other = kiosk.hand_in(), kiosk.hand_in(birth_registration(), os.urandom(150_000))
    kiosk.out()
    assert kiosk.sync().run_once(woken=True).sent == 2  # exported ones are still sent
    assert [(b.new, b.known) for b in kiosk.at_the_centre()] == [(0, 2)]
    found = kiosk.back()
    assert (found.accepted, {e.id for e in found.known}) == ((), {entry.id, other.id})
    assert numbers_of(kiosk) == sorted((entry.number, other.number))


def test_the_line_comes_back_after_the_centre_and_before_the_stick(kiosk: Carried) -> None:
    entry = kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    assert kiosk.sync().run_once(woken=True).sent == 1
    online = kiosk.queue.entry(entry.id)
    assert [e.id for e in kiosk.back().known] == [entry.id]
    assert kiosk.queue.entry(entry.id) == online
    assert numbers_of(kiosk) == [entry.number]


def test_lost_receipts_come_with_the_next_round(kiosk: Carried) -> None:
    entry = kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    shutil.rmtree(kiosk.place)  # this stick never came back
    kiosk.out()
    assert [(b.new, b.known) for b in kiosk.at_the_centre()] == [(0, 1)]
    assert [e.id for e in kiosk.back().accepted] == [entry.id]
    assert numbers_of(kiosk) == [entry.number]


@pytest.mark.parametrize("step", range(7))
def test_stick_pulled_out_half_way_harms_nothing(
    kiosk: Carried, monkeypatch: pytest.MonkeyPatch, step: int,
) -> None:
    """The disk is gone at the n-th rename, the index being the last."""
    entries = [kiosk.hand_in(None, os.urandom(5000)) for _ in range(3)]
    renames, left = os.rename, [step]

    def rename(one: Path, other: Path) -> None:
        left[0] -= 1
        if left[0] < 0 and str(other).startswith(str(kiosk.stick)):
            raise OSError(5, "Input/output error")
        renames(one, other)

    monkeypatch.setattr("os.rename", rename)
    if step < 6:
        with pytest.raises(StickProblem, match="stick_unwritable"):
            kiosk.out()
        assert {kiosk.state_of(e) for e in entries} == {State.QUEUED}
    monkeypatch.undo()
    if step < 6:
        assert [b.problem for b in kiosk.at_the_centre()] == ["index_unreadable"]
    kiosk.out()
    assert [b.new for b in kiosk.at_the_centre()] == [3]
    assert len(kiosk.back().accepted) == 3
    assert not list(kiosk.place.rglob("*.new"))


def test_files_that_are_missing_on_the_stick_cost_their_own_submission_only(kiosk: Carried) -> None:
    whole, torn = kiosk.hand_in(), kiosk.hand_in(birth_registration(), os.urandom(9000))
    kiosk.out()
    (page,) = kiosk.queue.parcel(torn).pages
    (kiosk.place / "files" / page.sha).unlink()
    (brought,) = kiosk.at_the_centre()
    assert (brought.new, brought.refused) == (1, ((f"files/{page.sha}", "file_missing"),))
    assert [e.id for e in kiosk.back().accepted] == [whole.id]
    assert kiosk.state_of(torn) is State.EXPORTED
    assert numbers_of(kiosk) == [whole.number]
    kiosk.out()
    assert [b.new for b in kiosk.at_the_centre()] == [1]


@pytest.mark.parametrize("which", ["head", "page"])
def test_altered_file_is_refused_by_its_name(kiosk: Carried, which: str) -> None:
    entry = kiosk.hand_in(birth_registration(), os.urandom(9000))
    kiosk.out()
    sha = entry.head_sha if which == "head" else kiosk.queue.parcel(entry).pages[0].sha
    flip(kiosk.place / "files" / sha)
    (brought,) = kiosk.at_the_centre()
    assert (brought.new, brought.refused) == (0, ((f"files/{sha}", "file_altered"),))
    assert numbers_of(kiosk) == []
    kiosk.out()  # the next export puts it right
    assert [b.new for b in kiosk.at_the_centre()] == [1]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def change(path: Path, **fields: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | fields, ensure_ascii=False), "utf-8")


def test_altered_index_takes_nothing_in(kiosk: Carried) -> None:
    kiosk.hand_in()
    kiosk.out()
    change(kiosk.place / "index.json", results_since=7)
    assert [b.problem for b in kiosk.at_the_centre()] == ["index_altered"]
    assert numbers_of(kiosk) == []
    assert not list((kiosk.place / "receipts").iterdir())


def test_stick_of_a_kiosk_the_platform_does_not_know_takes_nothing_in(kiosk: Carried) -> None:
    kiosk.hand_in()
    kiosk.out()
    change(kiosk.place / "index.json", terminal="99999")
    kiosk.place.rename(kiosk.stick / "kiosk-99999")
    assert [b.problem for b in kiosk.at_the_centre()] == ["stick_foreign"]
    assert numbers_of(kiosk) == []


def test_folder_of_another_kiosk_under_our_name_takes_nothing_in(kiosk: Carried, server: PlatformServer) -> None:
    other = carried(kiosk.stick.parent, server)
    other.hand_in()
    other.out()
    other.place.rename(kiosk.place)
    assert [b.problem for b in kiosk.at_the_centre()] == ["stick_foreign"]
    other.queue.close()


def test_two_kiosks_share_a_stick(kiosk: Carried, server: PlatformServer) -> None:
    other = carried(kiosk.stick.parent, server)
    entries = [(one, one.hand_in()) for one in (kiosk, other)]
    for one, _ in entries:
        one.out()
    assert sorted(b.new for b in kiosk.at_the_centre()) == [1, 1]
    for one, entry in entries:
        assert [e.id for e in one.back().accepted] == [entry.id]
    other.queue.close()


def test_stick_that_was_not_at_the_centre_or_belongs_to_others_is_said(kiosk: Carried, server: PlatformServer) -> None:
    with pytest.raises(StickProblem, match="stick_foreign: nothing of any kiosk"):
        kiosk.back()
    other = carried(kiosk.stick.parent, server)
    other.hand_in()
    other.out()
    with pytest.raises(StickProblem, match=f"stick_foreign: kiosk-{other.vault.terminal}"):
        kiosk.back()
    with pytest.raises(StickProblem, match="stick_unanswered"):
        other.back()
    other.queue.close()


@pytest.mark.parametrize("field", ["number", "official_no", "signature"])
def test_receipt_nobody_can_believe_changes_nothing(kiosk: Carried, field: str) -> None:
    entry = kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    receipt = kiosk.place / "receipts" / f"{entry.id}.json"
    change(receipt, **{field: "x"})
    found = kiosk.back()
    assert (found.accepted, found.refused) == ((), (f"receipts/{entry.id}.json",))
    assert kiosk.state_of(entry) is State.EXPORTED


def test_receipt_of_another_kiosk_changes_nothing(kiosk: Carried, server: PlatformServer) -> None:
    other = carried(kiosk.stick.parent, server)
    foreign = other.hand_in()
    other.out()
    kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    shutil.copy(other.place / "receipts" / f"{foreign.id}.json", kiosk.place / "receipts")
    found = kiosk.back()
    assert (len(found.accepted), found.refused) == (1, (f"receipts/{foreign.id}.json",))
    other.queue.close()


@pytest.mark.parametrize("how", ["text", "terminal", "rubbish"])
def test_altered_results_are_refused_and_receipts_still_count(kiosk: Carried, how: str) -> None:
    kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    path = kiosk.place / "results.json"
    match how:
        case "text":
            rows = json.loads(path.read_text("utf-8"))["results"]
            change(path, results=[rows[0] | {"state": "rejected"}])
        case "terminal":
            change(path, terminal="99999")
        case _:
            path.write_bytes(b"\xff{")
    found = kiosk.back()
    assert (len(found.accepted), found.results, found.refused) == (1, None, ("results.json",))


def test_stick_without_room_is_said_before_anything_counts(kiosk: Carried, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = kiosk.hand_in(None, os.urandom(9000))
    plain = os.statvfs

    def nearly_full(path: Path) -> os.statvfs_result:
        found = list(plain(path))
        found[4] = 10 if str(path).startswith(str(kiosk.stick)) else found[4]
        return os.statvfs_result(found)

    monkeypatch.setattr("os.statvfs", nearly_full)
    with pytest.raises(StickProblem, match=r"stick_full: \d+ MB are needed, \d+ MB are free"):
        kiosk.out()
    assert kiosk.state_of(entry) is State.QUEUED


def test_damaged_one_stays_here_and_the_others_go(kiosk: Carried) -> None:
    good, bad = kiosk.hand_in(), kiosk.hand_in()
    flip(kiosk.vault.folder / "files" / bad.head_sha)
    done = kiosk.out()
    assert ([e.id for e in done.entries], [(e.id, code) for e, code in done.left_out]) == (
        [good.id], [(bad.id, "file_damaged")],
    )
    assert [(b.new, b.refused) for b in kiosk.at_the_centre()] == [(1, ())]


def test_one_that_a_person_was_asked_about_is_delivered_by_its_receipt(kiosk: Carried) -> None:
    entry = kiosk.hand_in()
    kiosk.out()
    kiosk.at_the_centre()
    kiosk.sync()
    flip(kiosk.vault.folder / "files" / entry.head_sha)
    assert [e.id for e in kiosk.queue.check_files()] == [entry.id]
    assert kiosk.state_of(entry) is State.QUARANTINED
    assert [e.id for e in kiosk.back().accepted] == [entry.id]
    assert kiosk.state_of(entry) is State.ACCEPTED


def test_lost_stick_reveals_nobody(kiosk: Carried) -> None:
    kiosk.hand_in()
    kiosk.out()
    everything = b"".join(path.read_bytes() for path in kiosk.stick.rglob("*") if path.is_file())
    for said in ("陈", "chen", "44190019", "DG-MZ-001"):
        assert said.encode() not in everything
