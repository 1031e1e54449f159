"""How the reference platform takes parts in: what came before a cut stays, the newest connection wins."""

import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.support.applications import birth_registration
from tests.support.platform import PART, Envelope, PlatformServer, Reply, TestKiosk, b64

PAGE = bytes(range(256)) * 700  # two parts once sealed
HALF = 50_000


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


@pytest.fixture
def envelope(kiosk: TestKiosk) -> Envelope:
    envelope = kiosk.seal(birth_registration(), PAGE)
    assert kiosk.put_head(envelope).status == 201
    return envelope


def path(envelope: Envelope, n: int = 0) -> str:
    return f"/submissions/{envelope.id}/blobs/{hashlib.sha256(envelope.pages[0]).hexdigest()}/parts/{n}"


def first_part(envelope: Envelope) -> bytes:
    return envelope.pages[0][:PART]


def digest(data: bytes) -> str:
    return f"sha-256=:{b64(hashlib.sha256(data).digest())}:"


def put_stretch(kiosk: TestKiosk, envelope: Envelope, start: int, end: int, body: bytes | None = None) -> Reply:
    part = first_part(envelope)
    said = {"Content_Range": f"bytes {start}-{end - 1}/{len(part)}", "Repr_Digest": digest(part)}
    return kiosk.call("PUT", path(envelope), part[start:end] if body is None else body, **said)


def have(kiosk: TestKiosk, envelope: Envelope) -> int:
    return int(kiosk.call("GET", path(envelope)).json["have"])


def half_open(kiosk: TestKiosk, envelope: Envelope, sent: bytes) -> socket.socket:
    """A request for the whole first part of which only `sent` has come; its connection stays open."""
    part, target = first_part(envelope), f"/k/v1{path(envelope)}"
    said = [secrets.token_hex(8), "1999-01-01T00:00:00Z", hashlib.sha256(part).hexdigest()]
    signature = b64(kiosk.key.sign("\n".join(["PUT", target, *said]).encode()))
    names = ["X-Kiosk", "X-Nonce", "X-Time", "X-Body-SHA256", "X-Signature", "Content-Digest", "Content-Length"]
    values = [kiosk.terminal, *said, signature, digest(part), str(len(part))]
    head = "".join(f"{name}: {value}\r\n" for name, value in zip(names, values, strict=True))
    connection = socket.create_connection(("127.0.0.1", kiosk.server.port), timeout=5)
    connection.sendall(f"PUT {target} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode() + sent)
    return connection


def wait_for(kiosk: TestKiosk, envelope: Envelope, count: int) -> None:
    """Without asking for the part itself: that would end the older request."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        rows = kiosk.put_head(envelope).json["missing"]
        if {"n": 0, "have": count} in rows[0]["half"]:
            return
        time.sleep(0.02)
    raise AssertionError(f"{count} bytes never arrived")


def test_what_came_before_a_cut_is_reported_and_the_rest_completes_the_part(
    kiosk: TestKiosk, envelope: Envelope
) -> None:
    line = half_open(kiosk, envelope, first_part(envelope)[:HALF])
    wait_for(kiosk, envelope, HALF)
    line.close()
    assert have(kiosk, envelope) == HALF
    assert put_stretch(kiosk, envelope, HALF, PART).status == 204
    assert kiosk.put_head(envelope).json["missing"][0]["parts"] == [1]
    assert kiosk.put_part(envelope, envelope.pages[0], 1).status == 204
    assert kiosk.commit(envelope).status == 200


def test_newest_connection_wins_at_once_and_the_older_one_is_told(kiosk: TestKiosk, envelope: Envelope) -> None:
    older = half_open(kiosk, envelope, first_part(envelope)[:HALF])
    wait_for(kiosk, envelope, HALF)
    began = time.monotonic()
    assert put_stretch(kiosk, envelope, HALF, PART).status == 204
    assert time.monotonic() - began < 0.5
    assert older.recv(4096).startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 0.5
    older.close()


def test_asking_ends_the_older_request_so_that_the_answer_stays_true(kiosk: TestKiosk, envelope: Envelope) -> None:
    older = half_open(kiosk, envelope, first_part(envelope)[:HALF])
    wait_for(kiosk, envelope, HALF)
    assert have(kiosk, envelope) == HALF
    assert older.recv(4096).startswith(b"HTTP/1.1 408")
    older.close()


def test_half_a_part_outlives_the_platform_s_process(kiosk: TestKiosk, envelope: Envelope) -> None:
    older = half_open(kiosk, envelope, first_part(envelope)[:HALF])
    wait_for(kiosk, envelope, HALF)
    kiosk.server.restart_after_kill()
    older.close()
    assert have(kiosk, envelope) == HALF
    assert put_stretch(kiosk, envelope, HALF, PART).status == 204


def test_wrong_beginning_starts_the_part_anew(kiosk: TestKiosk, envelope: Envelope) -> None:
    assert put_stretch(kiosk, envelope, 0, HALF, bytes(HALF)).json["have"] == HALF
    reply = put_stretch(kiosk, envelope, HALF, PART)
    assert (reply.status, reply.code, reply.json["retryable"]) == (400, "digest_mismatch", True)
    assert have(kiosk, envelope) == 0
    assert put_stretch(kiosk, envelope, 0, PART).status == 204


def test_stretches_may_overlap_but_leave_no_hole(kiosk: TestKiosk, envelope: Envelope) -> None:
    assert put_stretch(kiosk, envelope, 0, HALF).json == {"n": 0, "have": HALF}
    reply = put_stretch(kiosk, envelope, HALF + 1, PART)
    assert (reply.status, reply.code, reply.json["have"]) == (416, "range_unexpected", HALF)
    assert put_stretch(kiosk, envelope, HALF - 1000, PART).status == 204


def test_part_that_is_there_stays_whatever_comes_again(kiosk: TestKiosk, envelope: Envelope) -> None:
    assert kiosk.put_part(envelope, envelope.pages[0], 0).status == 204
    assert put_stretch(kiosk, envelope, 0, HALF, bytes(HALF)).status == 204
    assert have(kiosk, envelope) == PART
    assert kiosk.put_part(envelope, envelope.pages[0], 1).status == 204
    assert kiosk.commit(envelope).status == 200


@pytest.mark.parametrize(
    "said", ["bytes 0-9/10", f"bytes 5-2/{PART}", f"bytes 0-{PART}/{PART}", "bytes */7", "x", f"bytes 0-98/{PART}"]
)
def test_range_that_does_not_fit_the_part_is_refused(kiosk: TestKiosk, envelope: Envelope, said: str) -> None:
    reply = kiosk.call("PUT", path(envelope), bytes(100), Content_Range=said)
    assert (reply.status, reply.code) == (422, "part_unexpected")
    assert have(kiosk, envelope) == 0


def test_body_that_is_not_the_signed_one_leaves_nothing(kiosk: TestKiosk, envelope: Envelope) -> None:
    part = first_part(envelope)
    connection = half_open(kiosk, envelope, part[:-1] + bytes([part[-1] ^ 1]))
    assert connection.recv(4096).startswith(b"HTTP/1.1 400")
    connection.close()
    assert have(kiosk, envelope) == 0


def test_how_far_a_part_has_come_is_told_to_its_kiosk_only(kiosk: TestKiosk, envelope: Envelope) -> None:
    other = TestKiosk(kiosk.server)
    other.enrol()
    assert other.call("GET", path(envelope)).code == "unknown_submission"
    assert kiosk.call("GET", path(envelope, 9)).code == "part_unexpected"
    assert kiosk.call("GET", path(envelope), X_Nonce="other").code == "not_authorised"


def test_commit_waits_for_a_part_that_is_on_its_way(kiosk: TestKiosk, envelope: Envelope) -> None:
    assert kiosk.put_part(envelope, envelope.pages[0], 0).status == 204
    last = threading.Timer(0.4, kiosk.put_part, (envelope, envelope.pages[0], 1))
    last.start()
    began = time.monotonic()
    reply = kiosk.call("POST", f"/submissions/{envelope.id}/commit", Prefer="wait=10")
    assert (reply.status, reply.json["id"]) == (200, str(envelope.id))
    assert 0.3 < time.monotonic() - began < 3.0
    last.join()


def test_commit_that_waited_in_vain_names_what_is_missing(kiosk: TestKiosk, envelope: Envelope) -> None:
    reply = kiosk.call("POST", f"/submissions/{envelope.id}/commit", Prefer="wait=1")
    assert (reply.status, reply.code, reply.json["missing"][0]["parts"]) == (409, "parts_missing", [0, 1])
