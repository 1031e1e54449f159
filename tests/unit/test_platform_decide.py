import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.matters.load import Catalogue, load_catalogue
from kiosk.platform_client.contract import Application, read
from kiosk.reference_platform.decide import BY_A_PERSON, Case, Decision, decide
from kiosk.reference_platform.known import Tapped, birthday, full_months, tapped
from kiosk.reference_platform.numbers import official_number
from kiosk.reference_platform.shares import DemoPeople, known_about
from tests.support.applications import allowance, birth_registration
from tests.support.platform import PEOPLE, PEOPLE_FILE

NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
SHARES: dict[str, dict[str, object]] = {name: dict(person["shares"]) for name, person in PEOPLE.items()}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(asset("matters"))


def on_day(application: dict[str, Any], **form: str) -> dict[str, Any]:
    month = {"start_month": "2027-01"} if "start_month" in application["form"] else {}
    return application | {"tapped_at": NOW.isoformat(), "form": application["form"] | month | form}


def decided(
    catalogue: Catalogue, application: dict[str, Any], who: str = "chen", parts: tuple[int, ...] = (), **more: Any
) -> Decision:
    shares = SHARES[who] | more.pop("shares", {})
    case = Case(read(Application, json.dumps(application)), frozenset(parts), more.pop("offset", None), shares, NOW)
    return decide(case, catalogue, more.pop("accept_card_only", True))


# --- 高龄津贴 ---------------------------------------------------------------------------------------------------


def test_allowance_says_how_much_and_from_when(catalogue: Catalogue) -> None:
    decision = decided(catalogue, on_day(allowance()))
    assert decision.state == "approved"
    assert decision.text.zh.startswith("每月 100 元，从 2027 年 1 月开始")
    assert decision.text.en == "¥100 a month, from January 2027."


@pytest.mark.parametrize(("who", "amount"), [("chen", "100"), ("wen", "100"), ("he", "150")])
def test_amount_follows_the_age(catalogue: Catalogue, who: str, amount: str) -> None:
    assert f"每月 {amount} 元" in decided(catalogue, on_day(allowance(who)), who).text.zh


@pytest.mark.parametrize(
    "unknown",
    ["applicant.hukou_city", "applicant.alive_status", "applicant.receives_elderly_allowance",
     "applicant.sscard_account_ok"],
)  # fmt: skip
def test_one_unknown_fact_leaves_it_to_a_person(catalogue: Catalogue, unknown: str) -> None:
    decision = decided(catalogue, on_day(allowance()), shares={unknown: None})
    assert (decision.state, decision.text) == ("received", BY_A_PERSON)


@pytest.mark.parametrize(
    "against", [{"applicant.receives_elderly_allowance": True}, {"applicant.hukou_city": "441300"}]
)
def test_a_rule_that_says_no_is_never_an_automatic_refusal(catalogue: Catalogue, against: dict[str, object]) -> None:
    assert decided(catalogue, on_day(allowance()), shares=against).state == "received"


def test_too_young_is_left_to_a_person(catalogue: Catalogue) -> None:
    young = on_day(allowance("li"), birth_date="1994-09-12")
    shares = SHARES["chen"]
    assert decided(catalogue, young, "li", shares=shares).state == "received"


def test_a_card_alone_decides_only_where_the_platform_allows_it(catalogue: Catalogue) -> None:
    case = on_day(allowance())
    assert decided(catalogue, case, accept_card_only=False).state == "received"
    assert decided(catalogue, case | {"identity": "staff_checked"}, accept_card_only=False).state == "approved"


@pytest.mark.parametrize("field", ["id_no", "name"])
def test_a_form_that_differs_from_its_card_is_left_to_a_person(catalogue: Catalogue, field: str) -> None:
    assert decided(catalogue, on_day(allowance(), **{field: "别的"})).state == "received"


def test_a_month_before_the_tap_is_not_believed(catalogue: Catalogue) -> None:
    assert decided(catalogue, on_day(allowance(), start_month="2026-11")).state == "received"
    assert decided(catalogue, on_day(allowance(), start_month="2026-99")).state == "received"


def test_another_version_of_the_matter_is_left_to_a_person(catalogue: Catalogue) -> None:
    assert decided(catalogue, on_day(allowance()) | {"matter_version": 7}).state == "received"


def test_household_register_is_asked_for_when_the_address_is_elsewhere(catalogue: Catalogue) -> None:
    decision = decided(catalogue, on_day(allowance()), shares={"applicant.id_address_city": "441300"})
    assert (decision.state, decision.text.zh[:9]) == ("needs_correction", "还差：您的户口簿。")


# --- 生育登记 ---------------------------------------------------------------------------------------------------


def test_birth_registration_is_done_at_once(catalogue: Catalogue) -> None:
    no_share: dict[str, object] = {"ds.marriage.spouse.id_no": None}
    decision = decided(catalogue, on_day(birth_registration()), "huang", parts=(1,), shares=no_share)
    assert (decision.state, decision.text.zh[:4]) == ("approved", "登记好了")


def test_partners_card_is_not_missed_when_shared_data_has_it(catalogue: Catalogue) -> None:
    assert decided(catalogue, on_day(birth_registration(papers=[], ledger=[])), "huang").state == "approved"


def test_a_page_that_did_not_arrive_is_a_gap(catalogue: Catalogue) -> None:
    decision = decided(catalogue, on_day(birth_registration()), "huang", shares={"ds.marriage.spouse.id_no": None})
    assert decision.text.zh.startswith("还差：另一方的身份证。")


def test_all_gaps_are_told_at_once(catalogue: Catalogue) -> None:
    bare = birth_registration() | {"form": {"has_partner": "false", "stage": "nonsense"}}
    text = decided(catalogue, on_day(bare), "huang").text
    assert all(label in text.zh for label in ("姓名", "现在住在哪里", "现在是哪种情况", "以前生过几个孩子"))
    assert "手机号码" not in text.zh


def test_a_share_the_platform_does_not_know_is_no_paper(catalogue: Catalogue) -> None:
    ledger = [{"requirement": "partner_id", "way": "share", "source": "ds.marriage", "trust": "A"}]
    case = on_day(birth_registration(papers=[], ledger=ledger))
    assert decided(catalogue, case, "huang", shares={"ds.marriage.spouse.id_no": None}).state == "needs_correction"


# --- time -------------------------------------------------------------------------------------------------------


def test_a_clock_that_is_years_off_is_corrected_by_the_offset(catalogue: Catalogue) -> None:
    wrong = on_day(allowance()) | {"tapped_at": "2020-12-03T02:00:00+00:00"}
    offset = (NOW - datetime(2020, 12, 3, 2, 0, tzinfo=UTC)).total_seconds()
    decision = decided(catalogue, wrong, offset=offset)
    assert (decision.state, decision.clock_doubt) == ("approved", False)


def test_a_time_that_cannot_be_is_marked_and_dated_by_the_platform(catalogue: Catalogue) -> None:
    wrong = on_day(allowance()) | {"tapped_at": "2020-12-03T02:00:00+00:00"}
    found = decided(catalogue, wrong)
    assert (found.state, found.text, found.clock_doubt) == ("received", BY_A_PERSON, True)


def test_a_doubtful_clock_does_not_hold_up_a_matter_without_dates(catalogue: Catalogue) -> None:
    wrong = on_day(birth_registration()) | {"tapped_at": "rubbish"}
    decision = decided(catalogue, wrong, "huang", parts=(1,))
    assert (decision.state, decision.clock_doubt) == ("approved", True)


@pytest.mark.parametrize("said", ["", "x", "9999-12-31T23:59:59+00:00", "2027-01-01T00:00:00", "2026-08-01T00:00:00Z"])
def test_times_that_are_not_believed(said: str) -> None:
    assert tapped(said, None, NOW) == Tapped(NOW, doubt=True)


def test_weeks_offline_are_believed() -> None:
    assert tapped("2026-11-01T02:00:00Z", None, NOW) == Tapped(datetime(2026, 11, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [("1957-01-03", "2026-12-03", 839), ("1957-01-04", "2026-12-03", 838), ("2020-01-31", "2020-02-29", 1),
     ("2020-02-29", "2021-02-28", 12)],
)  # fmt: skip
def test_months_are_counted_from_the_birthday(birth: str, day: str, months: int) -> None:
    assert full_months(date.fromisoformat(birth), date.fromisoformat(day)) == months


def test_a_card_and_a_number_that_disagree_give_no_birthday() -> None:
    applicant = read(Application, json.dumps(allowance())).applicant
    assert birthday(applicant) == date(1952, 3, 8)
    assert birthday(applicant.model_copy(update={"birth": "1952-03-09"})) is None
    assert birthday(applicant.model_copy(update={"birth": "rubbish"})) is None


# --- sources and numbers ----------------------------------------------------------------------------------------


def test_the_first_source_that_knows_counts_and_unknown_people_have_no_facts() -> None:
    people = DemoPeople.load(PEOPLE_FILE)
    other = DemoPeople({PEOPLE["chen"]["number"]: ("陈福寿", {"applicant.hukou_city": "1", "extra": None})})
    known = known_about((other, people), PEOPLE["chen"]["number"], "陈福寿", NOW.date())
    assert (known["applicant.hukou_city"].value, known["applicant.hukou_province"].value) == ("1", "44")
    assert "extra" not in known
    assert known_about((people,), "1", "陈福寿", NOW.date()) == {}


def test_official_number_names_town_and_day_and_checks() -> None:
    assert official_number("441900101", date(2026, 12, 3), 12) == "DG1012612030001212"
    with pytest.raises(ValueError, match="99,999"):
        official_number("441900101", date(2026, 12, 3), 100_000)
