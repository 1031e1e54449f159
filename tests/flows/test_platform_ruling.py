"""`kiosk platform decide`: a person's decision, told to the kiosk like any result, with the record of how it came."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.bootstrap import orders
from kiosk.cli import parser
from kiosk.reference_platform.records import open_records
from kiosk.reference_platform.tables import Result, Ruling
from tests.support.applications import allowance, hardship, relief
from tests.support.platform import PlatformServer, TestKiosk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path / "platform")
    yield server
    server.end()


@pytest.fixture
def kiosk(server: PlatformServer) -> TestKiosk:
    kiosk = TestKiosk(server)
    assert kiosk.enrol().status == 201
    return kiosk


def order(server: PlatformServer, number: str, *more: str) -> int:
    return orders.platform(parser().parse_args(["platform", "decide", number, *more, "--folder", str(server.folder)]))


def results(kiosk: TestKiosk, since: int = 0) -> list[dict[str, Any]]:
    return list(kiosk.call("GET", f"/results?since={since}").json["results"])


def handed_in(kiosk: TestKiosk, **changes: Any) -> str:
    envelope = kiosk.seal(relief(**changes), b"signature")
    assert kiosk.put_head(envelope).status == 201
    assert {reply.status for reply in kiosk.put_parts(envelope)} == {204}
    assert kiosk.commit(envelope).status == 200
    return envelope.number


def test_a_case_is_received_accepted_and_decided_and_the_kiosk_is_told(
    server: PlatformServer, kiosk: TestKiosk
) -> None:
    number = handed_in(kiosk)
    assert [row["state"] for row in results(kiosk)] == ["received"]
    assert order(server, number, "--accept") == 0
    assert order(server, number, "--approve") == 0
    rows = results(kiosk)
    assert [row["state"] for row in rows] == ["received", "accepted", "approved"]
    assert rows[2]["text"]["zh"] == "批了，钱会打到您的账户。"
    assert len({row["rule_version"] for row in rows}) == 1 and rows[0]["rule_version"]


def test_nobody_is_refused_without_a_reason_and_nothing_is_decided_twice(
    server: PlatformServer, kiosk: TestKiosk, capsys: pytest.CaptureFixture[str]
) -> None:
    number = handed_in(kiosk)
    assert order(server, number, "--reject") == 1
    assert "reason" in capsys.readouterr().err
    assert order(server, number, "--reject", "--reason", "家里人都有收入，可以再来说明情况。") == 0
    assert results(kiosk)[-1]["text"]["zh"] == "家里人都有收入，可以再来说明情况。"
    assert order(server, number, "--approve") == 1
    assert [row["state"] for row in results(kiosk)] == ["received", "rejected"]


def test_what_was_decided_at_once_is_closed_and_an_unknown_number_is_nobody(
    server: PlatformServer, kiosk: TestKiosk
) -> None:
    envelope = kiosk.seal(allowance())
    kiosk.put_head(envelope)
    kiosk.commit(envelope)
    assert order(server, envelope.number, "--approve") == 1
    assert order(server, "12345000000184", "--approve") == 1
    assert order(server, envelope.number) == 2


def test_the_record_says_who_decided_by_which_rules_and_what_was_promised(
    server: PlatformServer, kiosk: TestKiosk
) -> None:
    assert order(server, handed_in(kiosk), "--approve") == 0
    records = open_records(server.folder)
    with records.reading() as session:
        rulings = list(session.scalars(select(Ruling).order_by(Ruling.cursor)))
        assert [one.by for one in rulings] == ["rules", "person"]
        for one in rulings:
            assert json.loads(one.promised) == [
                {"requirement": "event_proof", "template": "cm.hardship", "version": 1,
                 "text_hash": hardship().text_hash}
            ]  # fmt: skip
        assert [row.ruling.rule_version for row in session.scalars(select(Result)) if row.ruling] == [
            one.rule_version for one in rulings
        ]
    records.close()
