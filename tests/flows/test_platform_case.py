"""A case at the platform, over the wire: handed in, decided, acknowledged, told."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.applications import allowance, birth_registration
from tests.support.platform import PEOPLE, PlatformServer, TestKiosk

PAGE = bytes(range(256)) * 700  # two parts once sealed


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


def last_text(kiosk: TestKiosk) -> str:
    return str(kiosk.call("GET", "/results").json["results"][-1]["text"]["zh"])


def test_allowance_is_approved_at_once_with_amount_and_month(kiosk: TestKiosk) -> None:
    form = allowance()["form"] | {"start_month": "2099-12"}
    receipt = kiosk.hand_in(allowance(form=form)).json
    assert receipt["state"] == "approved"
    assert last_text(kiosk).startswith("每月 100 元，从 2099 年 12 月开始")


def test_older_person_gets_the_higher_amount(kiosk: TestKiosk) -> None:
    kiosk.hand_in(allowance("he"))
    assert "150 元" in last_text(kiosk)


def test_birth_registration_with_photographed_partner_is_approved(kiosk: TestKiosk) -> None:
    assert kiosk.hand_in(birth_registration(), PAGE).json["state"] == "approved"
    assert "登记好了" in last_text(kiosk)


def test_receipt_is_signed_by_the_key_of_the_enrolment(kiosk: TestKiosk) -> None:
    receipt = kiosk.hand_in(allowance()).json
    signature = base64.b64decode(receipt.pop("signature"))
    text = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(kiosk.answer["keys"]["receipt_key"]))
    key.verify(signature, text)
    assert receipt["kid"] == kiosk.answer["keys"]["kid"]


def test_official_numbers_are_never_given_twice(kiosk: TestKiosk) -> None:
    numbers = [kiosk.hand_in(allowance()).json["official_no"] for _ in range(3)]
    assert len(set(numbers)) == 3
    assert all(int(n[2:]) % 97 == 1 for n in numbers)


def test_committing_twice_gives_the_same_receipt_and_one_result(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(allowance())
    kiosk.put_head(envelope)
    first, second = kiosk.commit(envelope), kiosk.commit(envelope)
    assert first.body == second.body
    assert len(kiosk.call("GET", "/results").json["results"]) == 1


def test_commits_that_arrive_together_make_one_case(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(allowance())
    kiosk.put_head(envelope)
    with ThreadPoolExecutor(8) as together:
        answers = [together.submit(kiosk.commit, envelope) for _ in range(8)]
    assert len({answer.result().body for answer in answers}) == 1
    assert len(kiosk.call("GET", "/results").json["results"]) == 1


def test_receipt_stays_the_same_when_the_platform_dies_and_comes_back(
    tmp_path: Path, database: Callable[[], str]
) -> None:
    server = PlatformServer(tmp_path / "data", database=database())
    kiosk = TestKiosk(server)
    kiosk.enrol()
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    kiosk.put_parts(envelope)
    server.restart_after_kill()
    receipt = kiosk.commit(envelope)
    server.restart_after_kill()
    assert (receipt.status, kiosk.commit(envelope).body) == (200, receipt.body)
    assert kiosk.put_head(envelope).status == 200
    server.end()
    said = server.report()
    assert (len(said["cases"]), said["duplicates"], said["by_state"]) == (1, 0, {"approved": 1})


def test_results_come_in_order_from_a_cursor(kiosk: TestKiosk) -> None:
    numbers = [kiosk.hand_in(allowance()).json["number"] for _ in range(3)]
    page = kiosk.call("GET", "/results?since=0&limit=2").json
    rest = kiosk.call("GET", f"/results?since={page['cursor']}&limit=2").json
    assert [row["number"] for row in page["results"] + rest["results"]] == numbers
    assert kiosk.call("GET", f"/results?since={rest['cursor']}").json == {"results": [], "cursor": rest["cursor"]}


def test_a_kiosk_sees_its_own_results_only(kiosk: TestKiosk, server: PlatformServer) -> None:
    kiosk.hand_in(allowance())
    other = TestKiosk(server)
    other.enrol()
    assert other.call("GET", "/results").json["results"] == []


def test_a_person_the_platform_does_not_know_is_left_to_the_staff(kiosk: TestKiosk) -> None:
    case = allowance()
    case["applicant"] |= {"name": "某某"}
    case["form"] |= {"name": "某某"}
    assert kiosk.hand_in(case).json["state"] == "received"
    assert last_text(kiosk) == "工作人员会看，3 个工作日内答复。"


def test_what_is_missing_is_told_all_at_once(kiosk: TestKiosk) -> None:
    case = birth_registration(papers=[], ledger=[], applicant=birth_registration()["applicant"] | {"source": ""})
    case["form"] = {"has_partner": "true"}
    assert kiosk.hand_in(case).json["state"] == "needs_correction"
    assert all(name in last_text(kiosk) for name in ("姓名", "现在住在哪里", "以前生过几个孩子", "您的身份证或户口簿"))


def test_platform_may_want_more_than_a_card(tmp_path: Path) -> None:
    server = PlatformServer(tmp_path / "data", "--persons-decide")
    kiosk = TestKiosk(server)
    kiosk.enrol()
    assert kiosk.hand_in(allowance()).json["state"] == "received"
    server.end()


def test_nothing_about_a_person_is_in_the_platforms_files(kiosk: TestKiosk, server: PlatformServer) -> None:
    def lies_there(mark: str) -> bool:
        paths = [p for p in server.folder.parent.rglob("*") if p.is_file()]
        return any(mark.encode() in path.read_bytes() for path in paths)

    number = kiosk.hand_in(allowance()).json["number"]
    assert lies_there(number)
    assert not any(lies_there(PEOPLE["chen"][mark]) for mark in ("name", "number", "address"))


def test_the_answer_to_a_commit_does_not_keep_a_resident_waiting(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal(birth_registration(), PAGE)
    kiosk.put_head(envelope)
    kiosk.put_parts(envelope)
    started = time.perf_counter()
    assert kiosk.commit(envelope).status == 200
    assert time.perf_counter() - started < 1.0  # 0.02 s on an idle machine; this one may be busy
