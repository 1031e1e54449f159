from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.exceptions import SSLError

from offline_queue import Scope, Trouble, TryLater
from offline_queue.model import Delivered
from offline_queue.transport.answers import not_taken, read_answer
from offline_queue.transport.http import HttpTransport
from offline_queue.transport.http.trouble import trouble_of
from tests.support.platform_double import START, Fault
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, open_desk

TIME = {"X-Server-Time": START.isoformat()}
JSON = {**TIME, "Content-Type": "application/json"}
PROBLEM = {**TIME, "Content-Type": "application/problem+json"}
RUBBISH = TryLater(Scope.ITEM, Trouble.RUBBISH, line_failed=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


@pytest.fixture
def server(desk: Desk) -> Iterator[PlatformServer]:
    with PlatformServer(desk.platform) as server:
        yield server


def transport_to(server: PlatformServer, desk: Desk) -> HttpTransport:
    return HttpTransport(server.url, TERMINAL, desk.device.sign, desk.clock.now, connect=0.3, read=0.5, least=0.5)


def test_answer_that_trickles_for_ever_ends_at_the_deadline(server: PlatformServer, desk: Desk) -> None:
    desk.platform.fault("health", Fault("trickle"))
    began = time.monotonic()
    assert transport_to(server, desk).probe() == TryLater(Scope.ITEM, Trouble.SILENT, line_failed=True)
    assert time.monotonic() - began < 2.0


def test_nobody_listening_is_a_dead_line(desk: Desk) -> None:
    with PlatformServer(desk.platform) as gone:
        transport = transport_to(gone, desk)
    assert transport.probe() == TryLater(Scope.ITEM, Trouble.DOWN, line_failed=True)


def test_connection_that_died_while_idle_says_nothing_about_the_line(server: PlatformServer, desk: Desk) -> None:
    transport = transport_to(server, desk)
    assert transport.probe() is None
    desk.platform.fault("health", Fault("cut_before"))
    assert transport.probe() is None


def test_wrong_device_key_is_refused_by_the_platform(server: PlatformServer, desk: Desk) -> None:
    stranger = HttpTransport(server.url, TERMINAL, Ed25519PrivateKey.generate().sign, desk.clock.now)
    outcome = stranger.send(desk.queue.parcel(desk.hand_in()))
    assert isinstance(outcome, TryLater)
    assert (outcome.scope, outcome.code) == (Scope.DEVICE, "bad_signature")


def test_many_parts_arrive_whole_and_are_remembered(server: PlatformServer, desk: Desk) -> None:
    page = bytes(range(256)) * 4096
    entry = desk.hand_in(pages=(page, b"small"))
    parcel = desk.queue.parcel(entry)
    assert transport_to(server, desk).send(parcel) == Delivered()
    assert desk.platform.opened(entry.id)[2] == [page, b"small"]
    assert desk.queue._store.parts_sent(entry.id) == 10


def test_proxy_settings_of_the_machine_are_not_heeded(
    server: PlatformServer, desk: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert transport_to(server, desk).probe() is None


@pytest.mark.parametrize(("status", "headers", "body"), [
    (403, {**TIME, "Content-Type": "text/html"}, b"<html>blocked by proxy</html>"),
    (404, {**TIME, "Content-Type": "application/json"}, b'{"detail":"Not Found"}'),
    (422, {"Content-Type": "application/problem+json"}, b'{"code":"bad_form"}'),
    (403, PROBLEM, b'["code"]'),
    (403, PROBLEM, b'{"code":'),
    (200, JSON, b"[]"),
    (200, TIME, b"{}"),
    (204, TIME, b"surprise"),
    (302, JSON, b"{}"),
    (200, {**JSON, "X-Server-Time": "yesterday"}, b"{}"),
])
def test_words_that_are_not_the_platform_s_never_reject(status: int, headers: dict[str, str], body: bytes) -> None:
    assert read_answer(status, headers, body, START) == RUBBISH


def test_server_error_without_our_form_is_a_failing_platform() -> None:
    assert read_answer(502, {}, b"", START) == TryLater(Scope.ITEM, Trouble.FAILED, line_failed=True)


@pytest.mark.parametrize(("header", "own", "seconds"), [
    ("120", None, 120.0), ("0", None, 0.0), ("", 30, 30.0), ("", None, None), ("soon", None, None), ("-5", None, None),
    ("Tue, 24 Nov 2026 02:01:00 GMT", None, 60.0), ("Tue, 24 Nov 2020 02:01:00 GMT", None, 0.0),
    ("9" * 40, None, 999_999_999.0),
])
def test_retry_after_in_any_form(header: str, own: int | None, seconds: float | None) -> None:
    body = b'{"code":"busy"}' if own is None else f'{{"code":"busy","retry_after":{own}}}'.encode()
    answer = read_answer(503, {**PROBLEM, "Retry-After": header}, body, START)
    assert not isinstance(answer, TryLater)
    assert answer.retry_after == seconds
    outcome = not_taken(answer, id_may_be_unknown=False)
    assert isinstance(outcome, TryLater)
    assert outcome.scope is (Scope.ITEM if seconds is None else Scope.PLATFORM)


def test_expired_certificate_is_the_device_s_trouble() -> None:
    error = SSLError("certificate verify failed: certificate has expired")
    assert trouble_of(error, late=False) == TryLater(Scope.DEVICE, Trouble.FAILED, code="certificate_date")


def test_server_time_without_a_zone_is_utc() -> None:
    answer = read_answer(204, {"X-Server-Time": "2026-11-24T02:00:00"}, b"", START)
    assert not isinstance(answer, TryLater)
    assert answer.server_time == datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_face_of_the_queue_does_not_import_requests() -> None:
    code = "import sys, offline_queue; print('requests' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
