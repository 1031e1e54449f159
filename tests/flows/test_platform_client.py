"""The kiosk's own client and enrolment against the real platform."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.fleet.enrol import Enrolled, NotEnrolled, enrol, load
from kiosk.platform_client.client import CallTaken, PlatformClient
from kiosk.platform_client.contract import ConsentRef, FactValue, Heartbeat
from kiosk.platform_client.exchange import NoAnswer
from tests.support.platform import PEOPLE, PlatformServer

CONSENT = ConsentRef(notice="visit", version="1")
HUKOU = "applicant.hukou_city"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]) -> Iterator[PlatformServer]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "data", database=database())
    yield server
    server.end()


@pytest.fixture
def enrolled(server: PlatformServer, tmp_path: Path) -> Enrolled:
    return enrol(server.url, server.new_code(), tmp_path / "kiosk", "SN-1")


@pytest.fixture
def client(server: PlatformServer, enrolled: Enrolled) -> PlatformClient:
    return PlatformClient(server.url, enrolled.terminal, enrolled.sign, enrolled.keys.seal_key)


def ask(client: PlatformClient, who: str, names: list[str], name: str = "") -> dict[str, FactValue] | NoAnswer:
    person = PEOPLE[who]
    return client.facts("resident_id", person["number"], name or person["name"], "DG-MZ-001", names, CONSENT)


def test_shared_facts_come_with_source_and_date(client: PlatformClient) -> None:
    answer = ask(client, "chen", [HUKOU, "applicant.sscard_account_ok", "ds.hukou.person"])
    assert isinstance(answer, dict)
    assert (answer[HUKOU].value, answer["applicant.sscard_account_ok"].value) == ("441900", True)
    assert answer[HUKOU].source == "demo_people"
    assert answer[HUKOU].as_of
    assert answer["ds.hukou.person"] == FactValue(value=None)


def test_an_unknown_person_is_unknown_and_not_refused(client: PlatformClient) -> None:
    assert ask(client, "chen", [HUKOU], name="某某") == {HUKOU: FactValue(value=None)}


def test_what_the_matter_does_not_need_is_not_told(client: PlatformClient) -> None:
    assert ask(client, "huang", ["ds.marriage.spouse.name"]) == {"ds.marriage.spouse.name": FactValue(value=None)}


def test_a_call_for_staff_is_taken(client: PlatformClient) -> None:
    assert client.call_staff("question") == CallTaken("")


def test_heartbeat_config_and_health_are_answered(client: PlatformClient, enrolled: Enrolled) -> None:
    assert client.heartbeat(Heartbeat(version="0.1.0", waiting=1)) == ()
    config = client.config()
    assert not isinstance(config, NoAnswer)
    assert (config.keys.kid, config.settings["accept_card_only"]) == (enrolled.keys.kid, True)
    assert client.health() is None


def test_a_stranger_gets_no_facts(server: PlatformServer, enrolled: Enrolled) -> None:
    stranger = PlatformClient(server.url, "99999", enrolled.sign, enrolled.keys.seal_key)
    assert ask(stranger, "chen", [HUKOU]) == NoAnswer("failed", "not_authorised")


def test_an_enrolled_kiosk_starts_without_the_network(server: PlatformServer, tmp_path: Path) -> None:
    code = server.new_code()
    first = enrol(server.url, code, tmp_path, "SN-1")
    again = enrol("http://127.0.0.1:9", code, tmp_path, "SN-1")
    loaded = load(tmp_path)
    assert loaded is not None
    assert first.terminal == again.terminal == loaded.terminal
    assert first.device_public == again.device_public
    assert loaded.site.village.zh == "桔洲村"


def test_an_answer_lost_at_the_first_start_comes_again(server: PlatformServer, tmp_path: Path) -> None:
    code = server.new_code()
    first = enrol(server.url, code, tmp_path, "SN-1")
    (tmp_path / "enrolled.json").unlink()
    assert enrol(server.url, code, tmp_path, "SN-1").terminal == first.terminal


def test_a_new_code_gives_the_same_kiosk_its_next_epoch(server: PlatformServer, tmp_path: Path) -> None:
    first = enrol(server.url, server.new_code(), tmp_path, "SN-1")
    code = server.new_code(first.terminal)
    second = enrol(server.url, code, tmp_path, "SN-1")
    assert (second.terminal, second.epoch) == (first.terminal, 1)


def test_an_unknown_code_is_named(server: PlatformServer, tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled) as caught:
        enrol(server.url, "2222-2222-2222", tmp_path, "SN-1")
    assert (caught.value.why, caught.value.code) == ("failed", "unknown_code")
    assert load(tmp_path) is None
