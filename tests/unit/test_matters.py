import pytest

from kiosk.assets import asset
from kiosk.matters.benefits import benefit, result_text, shown
from kiosk.matters.load import Catalogue, load_catalogue
from kiosk.matters.rules import approves, judge

HERE = {"applicant.hukou_city": "441900", "applicant.receives_elderly_allowance": False}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(asset("matters"))


def aged(years: int, months: int = 0) -> dict[str, object]:
    return {"applicant.age": years, "applicant.age_months": years * 12 + months}


def test_who_may_get_the_allowance(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-MZ-001")
    assert judge(matter, HERE | aged(74)).outcome == "eligible"
    assert judge(matter, HERE | aged(69, 11)).outcome == "eligible"
    assert judge(matter, HERE | aged(69, 10)).outcome == "not_eligible"
    assert judge(matter, aged(74)).outcome == "unknown"
    assert judge(matter, aged(60)).outcome == "not_eligible"


def test_a_no_says_why_and_what_next(catalogue: Catalogue) -> None:
    reasons = judge(catalogue.get("DG-MZ-001"), HERE | aged(60)).reasons
    assert [reason.id for reason in reasons if reason.result is False] == ["old_enough"]
    assert [reason.say.zh for reason in reasons if reason.say] == ["还没到 70 岁。满 70 岁前 1 个月就可以来。"]


def test_the_answer_says_which_rules_decided(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-MZ-001")
    assert judge(matter, {}).rule_version == matter.rule_version != catalogue.get("DG-WJ-001").rule_version


def test_an_unknown_names_the_fact_and_what_to_do(catalogue: Catalogue) -> None:
    reason = judge(catalogue.get("DG-MZ-001"), aged(74)).reasons[0]
    assert (reason.result, reason.unknown, reason.then) == (None, ("applicant.hukou_city",), "declare")


@pytest.mark.parametrize(("years", "amount"), [(70, 100), (79, 100), (80, 150), (90, 250), (100, 550), (105, 550)])
def test_the_allowance_grows_with_age(catalogue: Catalogue, years: int, amount: int) -> None:
    given = benefit(catalogue.get("DG-MZ-001"), aged(years))
    assert given is not None
    assert (given.zh, given.en) == (f"每月 {amount} 元", f"¥{amount} a month")


def test_no_amount_is_named_while_the_age_is_unknown(catalogue: Catalogue) -> None:
    assert benefit(catalogue.get("DG-MZ-001"), {}) is None


def test_the_allowance_is_approved_at_once_when_all_is_known(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-MZ-001")
    known = HERE | aged(74) | {"applicant.alive_status": "normal", "applicant.sscard_account_ok": True}
    assert approves(matter, known | {"form.account_kind": "sscard"}) is True
    assert approves(matter, known | {"form.account_kind": "other"}) is False
    assert approves(matter, known) is None


def test_the_result_is_said_in_the_words_of_the_matter(catalogue: Catalogue) -> None:
    text = result_text(catalogue.get("DG-MZ-001"), aged(74), {"start_month": "2026-12"})
    assert (text.zh, text.en) == ("每月 100 元，从 2026 年 12 月开始。", "¥100 a month, from December 2026.")


def test_either_hukou_or_home_in_guangdong_is_enough_to_register_a_birth(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-WJ-001")
    assert judge(matter, {"applicant.hukou_province": "43", "applicant.lives_in_guangdong": True}).outcome == "eligible"
    assert judge(matter, {"applicant.hukou_province": "44"}).outcome == "eligible"
    assert judge(matter, {"applicant.hukou_province": "43"}).outcome == "unknown"


def test_answers_are_shown_as_people_say_them(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-WJ-001")
    assert shown(matter.field("stage"), "born").zh == "孩子已经出生"
    assert shown(matter.field("has_partner"), "false").en == "No"
    assert shown(matter.field("child_birth_date"), "2026-12-03").zh == "2026 年 12 月 3 日"
    assert shown(matter.field("child_birth_date"), "2026-12-03").en == "3 December 2026"


def test_the_platform_is_asked_for_facts_answers_and_papers(catalogue: Catalogue) -> None:
    asked = catalogue.share_names("DG-WJ-001")
    assert {"applicant.hukou_province", "ds.residence.address", "ds.marriage.spouse.id_no"} <= set(asked)
    assert not any(name.startswith(("form.", "session.")) for name in asked)


def test_the_rule_version_moves_with_the_rules_only(catalogue: Catalogue) -> None:
    matter = catalogue.get("DG-MZ-001")
    assert matter.model_copy(update={"summary": matter.name}).rule_version == matter.rule_version
    assert matter.model_copy(update={"conditions": matter.conditions[:2]}).rule_version != matter.rule_version
