import socket
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.platform_client.client import FACTS_S, PlatformClient
from kiosk.platform_client.contract import ConsentRef, FactsAnswer, FactValue, read
from kiosk.platform_client.exchange import Answer, NoAnswer, exchange, judge_answer
from tests.support.answering import Answering

OURS = b"X-Server-Time: 2026-12-03T02:00:00.000+00:00\r\n"
PROBLEM = b'{"type":"t","title":"t","status":401,"code":"not_authorised","zh":"","en":"","retryable":false}'


def http(status: bytes, kind: bytes, body: bytes, more: bytes = OURS) -> bytes:
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind + b"\r\n" + more
    return head + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body


def facts(url: str) -> dict[str, FactValue] | NoAnswer:
    seal_key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    client = PlatformClient(url, "12345", Ed25519PrivateKey.generate().sign, seal_key)
    return client.facts("resident_id", "1", "某", "M", ["a"], ConsentRef(notice="n", version="1"))


def why(says: bytes | None, drip: bool = False) -> str:
    with Answering(says, drip) as url:
        answer = facts(url)
    assert isinstance(answer, NoAnswer)
    return answer.why


def test_an_answer_is_read() -> None:
    body = b'{"values":{"a":{"value":true,"source":"s","as_of":"2026-12-03","more":1}}}'
    with Answering(http(b"200 OK", b"application/json", body)) as url:
        assert facts(url) == {"a": FactValue(value=True, source="s", as_of="2026-12-03")}


def test_a_silent_platform_is_given_up_within_the_time_out() -> None:
    started = time.monotonic()
    assert why(None) == "silent"
    assert time.monotonic() - started < FACTS_S + 0.3


def test_an_answer_that_drips_is_given_up_within_the_time_out() -> None:
    started = time.monotonic()
    assert why(http(b"200 OK", b"application/json", b"{}"), drip=True) == "silent"
    assert time.monotonic() - started < FACTS_S + 0.3


def test_nobody_listening_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert facts(f"http://127.0.0.1:{port}") == NoAnswer("down")


def test_a_name_nobody_knows_is_down() -> None:
    assert facts("http://platform.invalid") == NoAnswer("down")


def test_a_connection_cut_before_an_answer_is_down() -> None:
    assert why(b"") == "down"


@pytest.mark.parametrize(
    "says",
    [
        http(b"200 OK", b"text/html", b"<html>please log in</html>", b""),
        http(b"200 OK", b"application/json", b"{}", b""),
        http(b"200 OK", b"application/json", b"not json"),
        http(b"200 OK", b"application/json", b"[]"),
        http(b"200 OK", b"application/json", b'{"values":5}'),
        http(b"302 Found", b"text/html", b"", b"Location: http://127.0.0.1:9/login\r\n"),
        http(b"403 Forbidden", b"text/html", b"<html>blocked</html>", b""),
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
    ids=["portal", "somebody_else", "no_json", "no_object", "other_form", "redirect", "proxy", "no_http"],
)
def test_what_is_not_the_platform_is_rubbish(says: bytes) -> None:
    assert why(says) == "rubbish"


def test_half_an_answer_is_no_answer() -> None:
    assert why(http(b"200 OK", b"application/json", b'{"values":{}}')[:-5]) in ("down", "rubbish")


def test_a_platform_that_says_500_has_failed() -> None:
    assert why(http(b"500 Internal Server Error", b"text/html", b"", b"")) == "failed"


def test_a_refusal_names_its_code() -> None:
    with Answering(http(b"401 Unauthorized", b"application/problem+json", PROBLEM)) as url:
        assert facts(url) == NoAnswer("failed", "not_authorised")


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    with Answering(http(b"200 OK", b"application/json", b"1" * 3_000_000)) as url:
        assert exchange("GET", url, {}, b"", 5.0) == NoAnswer("rubbish")


def test_nothing_where_something_was_promised_is_rubbish() -> None:
    assert judge_answer(200, True, "application/json", b"") == NoAnswer("rubbish")
    assert judge_answer(204, True, "", b"") == Answer(204, b"")


def test_a_newer_platform_may_say_more() -> None:
    assert read(FactsAnswer, '{"values": {}, "more": 1}') == FactsAnswer(values={})


def test_a_person_is_not_in_a_repr() -> None:
    assert "441900" not in repr(FactValue(value="441900", source="s"))
