"""What is wrong is refused by name, and leaves nothing half-written: replays, alterations, strangers, clocks, sizes."""

import dataclasses
import hashlib
import json
import struct
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from kiosk.reference_platform.records import open_records
from kiosk.reference_platform.tables import AssistCall, Base
from tests.support.applications import allowance, birth_registration
from tests.support.platform import PART, Envelope, PlatformServer, Reply, TestKiosk, ask, b64

PAGE = bytes(range(256)) * 700  # two parts once sealed
Said = tuple[str, str, bytes, dict[str, str]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "data", database=database())
    yield server
    assert server.log() == ""
    server.end()


@pytest.fixture
def kiosk(server: PlatformServer) -> TestKiosk:
    kiosk = TestKiosk(server)
    assert kiosk.enrol().status == 201
    return kiosk


def kept(server: PlatformServer) -> dict[str, Any]:
    """How many rows every table has, and every sealed file by name."""
    records = open_records(server.folder, server.database)
    with records.reading() as session:
        tables = Base.metadata.tables.items()
        rows = {name: session.scalar(select(func.count()).select_from(table)) for name, table in tables}
    records.close()
    places = [path for top in ("blobs", "halves") for path in (server.folder / top).rglob("*") if path.is_file()]
    return {**rows, "files": sorted(map(str, places))}


def recorded(kiosk: TestKiosk, method: str, path: str, body: bytes = b"") -> Said:
    """A well signed request, to be sent as often as somebody likes."""
    target, sha = f"/k/v1{path}", hashlib.sha256(body).hexdigest()
    said = ["one-nonce", "2026-12-03T02:00:00Z", sha]
    signature = b64(kiosk.key.sign("\n".join([method, target, *said]).encode()))
    names = ("X-Kiosk", "X-Nonce", "X-Time", "X-Body-SHA256", "X-Signature")
    return method, target, body, dict(zip(names, (kiosk.terminal, *said, signature), strict=True))


def sent(server: PlatformServer, said: Said) -> Reply:
    return ask(server.port, *said)


def test_replayed_hand_in_changes_nothing_and_gets_the_first_receipt(kiosk: TestKiosk, server: PlatformServer) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    kiosk.put_parts(envelope)
    receipt, before = kiosk.commit(envelope), kept(server)
    head = recorded(kiosk, "PUT", f"/submissions/{envelope.id}", envelope.head)
    commit = recorded(kiosk, "POST", f"/submissions/{envelope.id}/commit")
    for _ in range(3):
        assert sent(server, head).json == {"missing": []}
        assert sent(server, commit).body == receipt.body
    assert kept(server) == before


def test_replayed_call_for_staff_is_one_call(kiosk: TestKiosk, server: PlatformServer) -> None:
    said = recorded(kiosk, "POST", "/assist-calls", json.dumps({"terminal": kiosk.terminal, "stop": "papers"}).encode())
    assert [sent(server, said).status for _ in range(3)] == [201] * 3
    records = open_records(server.folder, server.database)
    with records.reading() as session:
        calls = select(func.count()).select_from(AssistCall).where(AssistCall.terminal == kiosk.terminal)
        assert session.scalar(calls) == 1
    records.close()


def test_recorded_request_is_good_for_nothing_else(kiosk: TestKiosk, server: PlatformServer) -> None:
    method, target, body, headers = recorded(kiosk, "PUT", f"/submissions/{kiosk.seal(allowance()).id}", b"x")
    other = target[:-1] + ("0" if target[-1] != "0" else "1")
    before = kept(server)
    for said in ((method, other, body, headers), (method, f"{target}?x=1", body, headers),
                 (method, target, body + b"y", headers), ("POST", f"{target}/commit", body, headers)):  # fmt: skip
        assert (reply := sent(server, said)).status == 401
        assert reply.code == "not_authorised"
    assert kept(server) == before


def broken(envelope: Envelope, kiosk: TestKiosk) -> dict[str, Envelope]:
    """By what is wrong with it, a head that this kiosk signed itself."""

    def signed(change: Callable[[bytearray], None]) -> Envelope:
        bare = bytearray(envelope.head[:-64])
        change(bare)
        return dataclasses.replace(envelope, head=bytes(bare) + kiosk.key.sign(bytes(bare)))

    def put(place: int, value: bytes) -> Callable[[bytearray], None]:
        return lambda bare: bare.__setitem__(slice(place, place + len(value)), value)

    return {
        "other format": signed(put(0, b"KENX")),
        "later version": signed(put(4, b"\2")),
        "later suite": signed(put(5, b"\2")),
        "later schema": signed(put(8, b"\2")),
        "header longer than the file": signed(put(25, struct.pack(">I", 2**31))),
        "no content": signed(lambda bare: bare.__delitem__(slice(60, None))),
    }


def test_signed_head_of_another_version_or_form_leaves_nothing(kiosk: TestKiosk, server: PlatformServer) -> None:
    envelope, before = kiosk.seal(allowance()), kept(server)
    for wrong, one in broken(envelope, kiosk).items():
        reply = kiosk.put_head(one)
        assert (reply.status, reply.code) == (422, "envelope_malformed"), wrong
    assert kiosk.commit(envelope).code == "unknown_submission"
    assert kept(server) == before
    assert kiosk.put_head(envelope).status == 201


def test_content_altered_under_a_good_signature_is_found_at_the_commit(
    kiosk: TestKiosk, server: PlatformServer
) -> None:
    envelope = kiosk.seal(allowance())
    bare = bytearray(envelope.head[:-64])
    bare[-1] ^= 1
    assert kiosk.put_head(dataclasses.replace(envelope, head=bytes(bare) + kiosk.key.sign(bytes(bare)))).status == 201
    before = kept(server)
    assert [kiosk.commit(envelope).code for _ in range(2)] == ["envelope_content"] * 2
    assert kiosk.call("GET", "/results").json["results"] == []
    assert kept(server) == before


def test_page_sealed_for_another_submission_is_not_taken_for_ones_own(kiosk: TestKiosk) -> None:
    foreign = kiosk.seal(birth_registration(), PAGE).pages[0]
    listed = [{"part": 1, "sha": hashlib.sha256(foreign).hexdigest(), "length": len(foreign)}]
    envelope = dataclasses.replace(kiosk.seal(birth_registration(), manifest=listed), pages=(foreign,))
    assert kiosk.put_head(envelope).status == 201
    assert {reply.status for reply in kiosk.put_parts(envelope)} == {204}
    assert (reply := kiosk.commit(envelope)).status == 422
    assert reply.code == "envelope_header"


def test_two_machines_with_one_key_share_one_identity_and_lose_nothing(server: PlatformServer) -> None:
    """A disk that was copied: both hand in under the same numbers. Ids differ, so both cases are kept, and the report
    names what two of them share."""
    first = TestKiosk(server)
    first.enrol()
    copy = TestKiosk(server, key=first.key, answer=first.answer)
    before = server.report()["duplicates"]
    receipts = [kiosk.hand_in(allowance()).json for kiosk in (first, copy)]
    assert receipts[0]["number"] == receipts[1]["number"]
    assert receipts[0]["official_no"] != receipts[1]["official_no"]
    assert server.report()["duplicates"] == before + 1


def test_copy_of_a_machine_is_locked_out_when_the_kiosk_is_enrolled_again(server: PlatformServer) -> None:
    stolen = TestKiosk(server)
    stolen.enrol()
    fresh = TestKiosk(server)
    assert fresh.enrol(server.new_code(stolen.terminal)).status == 201
    before = kept(server)
    envelope = stolen.seal(allowance())
    replies = (stolen.put_head(envelope), stolen.commit(envelope), stolen.call("GET", "/results"))
    assert [reply.code for reply in replies] == ["not_authorised"] * 3
    assert kept(server) == before


@pytest.mark.parametrize("when", ["1970-01-01T00:00:00Z", "2061-07-01T00:00:00+00:00", "yesterday", ""])
def test_clock_that_is_years_off_is_marked_and_costs_nobody_a_case(
    kiosk: TestKiosk, server: PlatformServer, when: str
) -> None:
    reply = kiosk.hand_in(allowance() | {"tapped_at": when})
    assert reply.status == 200
    (row,) = [case for case in server.report()["cases"] if case["id"] == reply.json["id"]]
    assert row["clock_doubt"] is True
    assert row["received_at"][:4] not in when


@pytest.mark.parametrize("matter", ["DG-XX-999", "x" * 200, "办" * 200, ""])
def test_unknown_matter_goes_to_a_person_whatever_its_name(kiosk: TestKiosk, matter: str) -> None:
    assert kiosk.hand_in(allowance() | {"matter": matter}).json["state"] == "received"


@pytest.mark.parametrize("matter", ["x" * 201, "a\0b", 7, None])
def test_name_that_is_none_is_refused_and_no_case(kiosk: TestKiosk, matter: object) -> None:
    envelope = kiosk.seal(allowance() | {"matter": matter})
    kiosk.put_head(envelope)
    assert kiosk.commit(envelope).code == "application_invalid"
    assert kiosk.call("GET", "/results").json["results"] == []


def test_character_that_a_database_cannot_keep_is_refused(kiosk: TestKiosk, server: PlatformServer) -> None:
    before = kept(server)
    assert kiosk.tell("/assist-calls", {"terminal": kiosk.terminal, "stop": "a\0b"}).code == "body_invalid"
    code = server.new_code()
    body = {"code": code, "device_key": b64(bytes(32)), "serial": "S\0", "model": "M"}
    assert ask(server.port, "POST", "/k/v1/enrolments", json.dumps(body).encode()).code == "body_invalid"
    assert kept(server) == before | {"code": before["code"] + 1}


def test_too_large_leaves_nothing(kiosk: TestKiosk, server: PlatformServer) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    before = kept(server)
    assert kiosk.put_part(envelope, envelope.pages[0], 0, bytes(PART + 1)).code == "too_large"
    assert kiosk.call("PUT", f"/submissions/{kiosk.seal(allowance()).id}", bytes(65_537)).code == "too_large"
    assert kiosk.tell("/heartbeat", {"version": "x" * 70_000}).code == "too_large"
    assert kept(server) == before
