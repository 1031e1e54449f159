import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.cli import main
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Matter
from kiosk.matters.outcome import Yours
from kiosk.matters.service import Season
from kiosk.matters.text import Text
from kiosk.matters.yours import Probably, yours

CATALOGUE = load_catalogue(asset("matters"))
NOVEMBER, APRIL, MARCH = date(2026, 11, 24), date(2026, 4, 20), date(2026, 3, 5)
WHY = Text(zh="可能。", en="Probably.")

TURNED_70 = {
    "applicant.age": 70, "applicant.age_months": 840, "applicant.hukou_city": "441900",
    "applicant.receives_elderly_allowance": False, "applicant.sex": "F",
}  # fmt: skip
NEWCOMER = {
    "applicant.age": 33, "applicant.hukou_city": "430100", "applicant.has_residence_permit": True,
    "applicant.residence_permit_days_left": 12, "applicant.residence_registered": True,
}  # fmt: skip
PENSIONER = {"applicant.age": 66, "applicant.receives_pension": True, "applicant.receives_elderly_allowance": False}
DISABLED = {
    "applicant.has_disability_cert": True, "household.relief_status": "dibao", "applicant.hukou_province": "44",
}  # fmt: skip


def listed(facts: dict[str, Any], today: date = NOVEMBER) -> dict[str, Probably]:
    return {one.code: one for one in yours(CATALOGUE.matters, facts, today)}


def changed(code: str, **values: object) -> Matter:
    return CATALOGUE.get(code).model_copy(update=values)


def season(first: str, last: str, when: dict[str, Any] | None = None) -> Season:
    return Season(first=first, last=last, text=Text(zh="每年认定一次。", en="It is confirmed yearly."), when=when)


def test_somebody_who_turned_70_probably_gets_the_allowance() -> None:
    found = listed(TURNED_70)["DG-MZ-001"]
    assert (found.kind, found.due_on) == ("right", None)
    assert "可能" in found.say.zh and "Probably" in found.say.en
    assert "70" in found.why.zh


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"applicant.age_months": 838, "applicant.age": 69}, "DG-MZ-001"),  # a month too young
        ({"applicant.receives_elderly_allowance": True}, "DG-MZ-001"),  # gets it already
        ({"applicant.receives_elderly_allowance": None}, "DG-MZ-001"),  # unknown is no yes
        ({"applicant.hukou_city": "440100"}, "DG-MZ-001"),  # the rule is silent, but a condition is known to fail
        ({"applicant.age": 58, "applicant.age_months": 700}, "DG-MZ-002"),
    ],
)
def test_a_known_no_and_an_unknown_list_nothing(facts: dict[str, Any], code: str) -> None:
    assert code not in listed({**TURNED_70, **facts})


def test_with_nothing_known_nothing_is_listed() -> None:
    assert yours(CATALOGUE.matters, {}, NOVEMBER) == ()
    assert yours(CATALOGUE.matters, {}, APRIL) == ()


def test_a_permit_that_runs_out_comes_first_with_its_day() -> None:
    found = yours(CATALOGUE.matters, NEWCOMER | {"applicant.has_sscard": False}, NOVEMBER)
    assert (found[0].code, found[0].kind, found[0].due_on) == ("DG-GA-002", "due", date(2026, 12, 6))
    assert "2026 年 12 月 6 日" in found[0].why.zh and "06 December 2026" in found[0].why.en
    assert "DG-SB-005" in {one.code for one in found[1:]}
    assert "DG-GA-002" not in listed({**NEWCOMER, "applicant.residence_permit_days_left": 90})
    late = listed({**NEWCOMER, "applicant.residence_permit_days_left": -3})["DG-GA-002"]
    assert late.due_on == date(2026, 11, 21) and "已经到期" in late.why.zh


def test_the_yearly_check_is_due_for_who_gets_the_pension_only() -> None:
    assert listed(PENSIONER)["DG-SB-003"].kind == "due"
    assert "DG-SB-003" not in listed(PENSIONER | {"applicant.receives_pension": False})
    assert "DG-MZ-007" not in listed(PENSIONER)


def test_in_its_season_the_yearly_confirmation_is_due() -> None:
    assert listed(DISABLED, APRIL)["DG-CL-001"].due_on == date(2026, 6, 20)
    assert "2026 年 4 月 1 日开始" in listed(DISABLED, MARCH)["DG-CL-001"].why.zh
    assert listed(DISABLED, NOVEMBER)["DG-CL-001"].due_on is None


def test_a_season_with_a_rule_of_its_own_is_for_those_it_names() -> None:
    """Somebody who gets the subsidy has to confirm it, although the right itself is taken."""
    gets = {"==": [{"var": "applicant.receives_disability_subsidy"}, True]}
    matter = changed("DG-CL-001", seasons=(season("04-01", "06-20", gets),))
    known = DISABLED | {"applicant.receives_disability_subsidy": True, "applicant.hukou_province": "43"}
    (found,) = yours((matter,), known, APRIL)
    assert (found.kind, found.due_on) == ("due", date(2026, 6, 20))
    assert yours((matter,), known | {"applicant.receives_disability_subsidy": None}, APRIL) == ()


@pytest.mark.parametrize(
    ("first", "last", "today", "due"),
    [
        ("11-01", "02-29", date(2026, 12, 31), date(2027, 2, 28)),  # over New Year, no 29 February
        ("11-01", "02-29", date(2027, 1, 1), date(2027, 2, 28)),
        ("11-01", "02-29", date(2027, 3, 1), None),
        ("01-10", "01-20", date(2026, 12, 20), date(2027, 1, 20)),  # told ahead, in the year before
        ("01-10", "01-20", date(2026, 12, 1), None),
        ("06-20", "06-20", date(2026, 6, 20), date(2026, 6, 20)),  # both days count
        ("06-20", "06-20", date(2026, 6, 21), None),
    ],
)
def test_a_season_runs_from_its_first_to_its_last_day(first: str, last: str, today: date, due: date | None) -> None:
    always = {"==": [{"var": "applicant.sex"}, "F"]}
    matter = changed("DG-SB-008", seasons=(season(first, last),), yours=Yours(when=always, why=WHY), conditions=())
    (found,) = yours((matter,), {"applicant.sex": "F"}, today)
    assert found.due_on == due


def test_a_retired_matter_is_nobodys() -> None:
    assert yours((changed("DG-MZ-001", status="retired"),), TURNED_70, NOVEMBER) == ()


def test_what_is_due_soon_stands_before_what_is_due_later_and_before_rights() -> None:
    known = TURNED_70 | NEWCOMER | PENSIONER | DISABLED | {"applicant.residence_permit_days_left": 31}
    days = [one.due_on for one in yours(CATALOGUE.matters, known, APRIL)]
    dated = [day for day in days if day]
    assert len(dated) >= 2 and dated == sorted(dated) and days[: len(dated)] == dated
    kinds = [one.kind for one in yours(CATALOGUE.matters, known, APRIL)]
    assert kinds == sorted(kinds) and set(kinds) == {"due", "right"}


def test_the_order_says_it_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"facts": NEWCOMER}), encoding="utf-8")
    assert main(["matters", "yours", "--facts", str(file), "--date", "2026-11-24", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["matter"] == "DG-GA-002" and rows[0]["due_on"] == "2026-12-06" and rows[0]["probably"] is True
    assert rows[0]["why_zh"] and rows[0]["why_en"] and rows[0]["say_zh"]
    assert main(["matters", "yours", "--facts", str(tmp_path / "nobody.json")]) == 2
