"""What the platform takes and refuses, over the wire: every refusal is problem+json with the platform's time."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support.applications import allowance, birth_registration
from tests.support.platform import PART, Envelope, PlatformServer, TestKiosk, ask

PAGE = bytes(range(256)) * 700  # two parts once sealed
ID = "0198f0c2-7a51-7cc3-9d2e-3f1f6a5b4c3d"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "data", database=database())
    yield server
    server.end()


@pytest.fixture
def kiosk(server: PlatformServer) -> TestKiosk:
    kiosk = TestKiosk(server)
    assert kiosk.enrol().status == 201
    return kiosk


# --- enrolment --------------------------------------------------------------------------------------------------


def test_health_is_empty_and_dated(server: PlatformServer) -> None:
    reply = ask(server.port, "GET", "/k/v1/health")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["x-server-time"].endswith("+00:00")


def test_same_code_and_key_get_the_same_answer_again(server: PlatformServer) -> None:
    kiosk, code = TestKiosk(server), server.new_code()
    first, second = kiosk.enrol(code), kiosk.enrol(code.lower().replace("-", " "))
    assert (first.status, second.status) == (201, 200)
    assert first.json == second.json
    assert first.json["site"]["village"] == {"zh": "桔洲村", "en": "Juzhou"}


def test_a_used_code_is_refused_to_another_machine(server: PlatformServer) -> None:
    code = server.new_code()
    TestKiosk(server).enrol(code)
    reply = TestKiosk(server).enrol(code)
    assert (reply.status, reply.code) == (409, "code_used")


def test_an_invented_code_is_unknown(server: PlatformServer) -> None:
    assert TestKiosk(server).enrol("2222-2222-2222").code == "unknown_code"


def test_re_enrolment_keeps_the_terminal_and_raises_the_epoch(kiosk: TestKiosk, server: PlatformServer) -> None:
    again = TestKiosk(server)
    again.enrol(server.new_code(kiosk.terminal))
    assert (again.terminal, again.answer["epoch"]) == (kiosk.terminal, 1)
    assert kiosk.call("GET", "/config").code == "not_authorised"
    assert again.call("GET", "/config").json["keys"] == kiosk.answer["keys"]


def test_what_was_sealed_before_a_re_enrolment_is_still_taken(kiosk: TestKiosk, server: PlatformServer) -> None:
    envelope = kiosk.seal(allowance())
    again = TestKiosk(server)
    again.enrol(server.new_code(kiosk.terminal))
    assert again.put_head(envelope).status == 201
    assert again.commit(envelope).json["state"] == "approved"


# --- who speaks -------------------------------------------------------------------------------------------------


def test_another_key_is_not_authorised(kiosk: TestKiosk) -> None:
    kiosk.key = Ed25519PrivateKey.generate()
    reply = kiosk.call("GET", "/results")
    assert (reply.status, reply.code) == (401, "not_authorised")


@pytest.mark.parametrize("header", ["X_Nonce", "X_Time", "X_Body_SHA256", "X_Signature", "X_Kiosk"])
def test_a_request_with_a_changed_header_is_not_authorised(kiosk: TestKiosk, header: str) -> None:
    reply = kiosk.call("POST", "/heartbeat", b"{}", **{header: "99999"})
    assert reply.status == 401


def test_an_unsigned_request_is_not_authorised(server: PlatformServer) -> None:
    assert ask(server.port, "GET", "/k/v1/results").code == "not_authorised"


# --- head, parts, commit ----------------------------------------------------------------------------------------


def test_head_is_new_once_and_names_every_missing_part(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    first, second = kiosk.put_head(envelope), kiosk.put_head(envelope)
    assert (first.status, second.status) == (201, 200)
    sha = hashlib.sha256(envelope.pages[0]).hexdigest()
    assert first.json == second.json == {"missing": [{"sha": sha, "parts": [0, 1], "half": []}]}


def test_half_an_upload_is_not_committed_and_the_rest_is_named(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    assert kiosk.put_part(envelope, envelope.pages[0], 1).status == 204
    reply = kiosk.commit(envelope)
    assert (reply.status, reply.code, reply.json["missing"][0]["parts"]) == (409, "parts_missing", [0])
    assert kiosk.put_head(envelope).json["missing"][0]["parts"] == [0]


def test_parts_come_in_any_order_and_more_than_once(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    assert [kiosk.put_part(envelope, envelope.pages[0], n).status for n in (1, 0, 1)] == [204, 204, 204]
    assert kiosk.commit(envelope).status == 200


def test_the_same_id_with_another_head_is_a_conflict_and_reported(kiosk: TestKiosk, server: PlatformServer) -> None:
    first = kiosk.seal(allowance())
    second = kiosk.seal(allowance(), id=str(first.id))
    kiosk.put_head(first)
    before = server.report()["duplicates"]
    reply = kiosk.put_head(second)
    assert (reply.status, reply.code, reply.json["retryable"]) == (409, "id_conflict", False)
    assert server.report()["duplicates"] == before + 1


def test_another_kiosk_may_not_use_an_id_again(kiosk: TestKiosk, server: PlatformServer) -> None:
    first = kiosk.seal(allowance())
    kiosk.put_head(first)
    other = TestKiosk(server)
    other.enrol()
    assert other.put_head(other.seal(allowance(), id=str(first.id))).code == "id_conflict"
    assert other.commit(first).code == "unknown_submission"


def test_an_id_nobody_put_is_unknown(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(allowance(), PAGE)
    assert kiosk.commit(envelope).code == "unknown_submission"
    assert kiosk.put_part(envelope, envelope.pages[0], 0).status == 404


def test_a_part_damaged_on_its_way_is_asked_for_again(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    path = f"/submissions/{envelope.id}/blobs/{hashlib.sha256(envelope.pages[0]).hexdigest()}/parts/0"
    reply = kiosk.call("PUT", path, envelope.pages[0][:PART], Content_Digest="sha-256=:AAAA:")
    assert (reply.status, reply.code, reply.json["retryable"]) == (400, "digest_mismatch", True)


def test_a_page_that_is_not_what_the_manifest_says_is_missing_again(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    page = envelope.pages[0]
    kiosk.put_part(envelope, page, 0, bytes(PART))
    kiosk.put_part(envelope, page, 1)
    assert kiosk.commit(envelope).json["missing"][0]["parts"] == [0, 1]
    kiosk.put_parts(envelope)
    assert kiosk.commit(envelope).status == 200


def test_a_part_outside_the_manifest_is_refused(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    assert kiosk.put_part(envelope, envelope.pages[0], 2).code == "part_unexpected"
    assert kiosk.put_part(envelope, envelope.pages[0], 0, b"short").code == "part_unexpected"


def test_bodies_over_the_limit_are_refused(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    assert kiosk.put_part(envelope, envelope.pages[0], 0, bytes(PART + 1)).code == "too_large"
    assert kiosk.call("PUT", f"/submissions/{ID}", bytes(65_537)).code == "too_large"


def _with_head(envelope: Envelope, head: bytes) -> Envelope:
    return dataclasses.replace(envelope, head=head)


def test_a_changed_byte_anywhere_in_the_head_is_refused(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(allowance())
    for place in (0, 4, 8, 20, 30, 200, len(envelope.head) // 2, len(envelope.head) - 70, len(envelope.head) - 1):
        changed = bytearray(envelope.head)
        changed[place] ^= 1
        reply = kiosk.put_head(_with_head(envelope, bytes(changed)))
        assert reply.code in {"envelope_malformed", "envelope_header", "device_signature"}


def test_a_head_signed_by_a_stranger_is_refused(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(allowance())
    signature = Ed25519PrivateKey.generate().sign(envelope.head[:-64])
    assert kiosk.put_head(_with_head(envelope, envelope.head[:-64] + signature)).code == "device_signature"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "10001000000100"}, "number_invalid"),
        ({"number": "99999000000177"}, "number_invalid"),
        ({"device": "99999"}, "envelope_header"),
        ({"part": 1}, "envelope_header"),
        ({"manifest": [{"part": 1, "sha": "x", "length": 1}]}, "envelope_header"),
        ({"seq": "many"}, "envelope_header"),
    ],
)
def test_a_signed_head_that_does_not_hold_is_refused(kiosk: TestKiosk, change: dict[str, object], code: str) -> None:
    assert kiosk.put_head(kiosk.seal(allowance(), **change)).code == code


@pytest.mark.parametrize(("change", "code"), [({"kid": "gone"}, "unknown_key"), ({"wrapped": "AAAA"}, "envelope_key")])
def test_a_head_that_cannot_be_opened_is_refused_at_the_commit(
    kiosk: TestKiosk, change: dict[str, object], code: str
) -> None:
    envelope = kiosk.seal(allowance(), **change)
    assert kiosk.put_head(envelope).status == 201
    reply = kiosk.commit(envelope)
    assert (reply.status, reply.code, reply.json["retryable"]) == (422, code, False)


@pytest.mark.parametrize("body", [{}, [], "", {"matter": 5}, None])
def test_an_application_nobody_can_read_is_refused(kiosk: TestKiosk, body: object) -> None:
    envelope = kiosk.seal(body)
    kiosk.put_head(envelope)
    assert kiosk.commit(envelope).code == "application_invalid"


def test_a_newer_kiosk_may_say_more_than_the_platform_knows(kiosk: TestKiosk) -> None:
    assert kiosk.hand_in(allowance() | {"mood": "good"}).json["state"] == "approved"


def test_a_matter_the_platform_does_not_know_goes_to_a_person(kiosk: TestKiosk) -> None:
    assert kiosk.hand_in(allowance() | {"matter": "DG-XX-999"}).json["state"] == "received"


# --- rubbish ----------------------------------------------------------------------------------------------------

RUBBISH = [b"", b"\xff\xfe", b"null", b"[]", b"{}", b'{"code":1}', b'{"code":"\\ud800"}', b"[" * 60_000, b'{"a":1e999}']


@pytest.mark.parametrize("body", RUBBISH, ids=range(len(RUBBISH)))
@pytest.mark.parametrize("path", ["/enrolments", "/facts/query", "/assist-calls"])
def test_rubbish_bodies_are_problems_and_never_failures(kiosk: TestKiosk, path: str, body: bytes) -> None:
    reply = kiosk.call("POST", path, body)
    assert (reply.status, reply.code) == (422, "body_invalid")


ADDRESSES = [
    ("GET", "/nowhere", 404),
    ("DELETE", "/health", 405),
    ("PUT", "/submissions/not-an-id", 422),
    ("PUT", f"/submissions/{ID}", 422),
    ("POST", f"/submissions/{ID}/commit", 404),
    ("PUT", f"/submissions/{ID}/blobs/xyz/parts/0", 422),
    ("PUT", f"/submissions/{ID}/blobs/{'a' * 64}/parts/-1", 422),
    ("PUT", f"/submissions/{ID}/blobs/..%2F..%2Fkeys/parts/0", 404),
    ("GET", "/results?since=-1", 422),
    ("GET", "/results?since=99999999999999999999", 422),
    ("GET", "/results?since=x", 422),
    ("GET", "/results?limit=0", 422),
]


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES)
def test_rubbish_addresses_are_problems_and_never_failures(
    kiosk: TestKiosk, method: str, path: str, status: int
) -> None:
    reply = kiosk.call(method, path)
    assert (reply.status, bool(reply.code)) == (status, True)


def test_heartbeat_is_taken_and_nothing_is_asked_of_the_kiosk(kiosk: TestKiosk) -> None:
    body = {"version": "0.1.0", "waiting": 2, "parts": {"printer": "ok"}, "free_mb": 9000, "clock_offset_s": 0.2}
    assert [kiosk.tell("/heartbeat", body).json for _ in range(2)] == [{"commands": []}] * 2


def test_no_request_has_failed_and_nothing_personal_was_logged(kiosk: TestKiosk, server: PlatformServer) -> None:
    kiosk.hand_in(json.loads(json.dumps(allowance())))
    assert server.log() == ""
