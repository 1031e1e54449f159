"""A matter that takes days, with a promise instead of a paper: what the platform counts, says and decides."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.matters.load import Catalogue, load_catalogue
from kiosk.matters.rules import judge
from kiosk.matters.text import Text
from kiosk.platform_client.contract import Application, read
from kiosk.reference_platform.decide import Case, Decision, by_a_person, decide
from tests.support.applications import allowance, hardship, promise, relief
from tests.support.platform import PEOPLE

NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
CATALOGUE = load_catalogue(asset("matters"))
SESSION = {"session.id_verified": True, "session.is_agent": False, "form.account_kind": "sscard"}


def decided(
    application: dict[str, Any], *, parts: tuple[int, ...] = (1,), catalogue: Catalogue = CATALOGUE, **shares: object
) -> Decision:
    who = {"DG-MZ-004": "luo", "DG-MZ-001": "chen"}[application["matter"]]
    known = dict(PEOPLE[who]["shares"]) | {name.replace("__", "."): value for name, value in shares.items()}
    said = application | {"tapped_at": NOW.isoformat()}
    return decide(Case(read(Application, json.dumps(said)), frozenset(parts), None, known, NOW), catalogue, True)


def test_a_signed_promise_in_todays_words_stands_in_for_the_paper() -> None:
    decision = decided(relief())
    assert decision.state == "received", "a person decides"
    assert decision.text.zh.startswith("15 个工作日内办好。")
    assert decision.text.en.startswith("Done within 15 working days. ")


@pytest.mark.parametrize(
    "changes",
    [
        {"commitments": []},
        {"signatures": []},
        {"signatures": [{"sha": "5" * 64, "part": 2}]},
        {"signatures": [{"sha": "6" * 64, "part": 1}]},
        {"commitments": [promise(text_hash="0" * 64)]},
        {"commitments": [promise(version=9)]},
        {"commitments": [promise(template="cm.income")]},
        {"commitments": [promise(requirement="bank_card")]},
    ],
)
def test_anything_less_than_a_promise_leaves_the_paper_missing(changes: dict[str, Any]) -> None:
    decision = decided(relief(**changes))
    assert decision.state == "needs_correction"
    assert decision.text.zh.startswith("还差：病历、事故认定书这类材料。")


@pytest.mark.parametrize("said", [False, None, ""])
def test_who_may_not_promise_hands_in_the_paper(said: object) -> None:
    assert decided(relief(), cm__hardship=said).state == "needs_correction"


def test_the_paper_itself_counts_as_before() -> None:
    papers = [{"requirement": "event_proof", "page": 1, "part": 1}]
    assert decided(relief(commitments=[], signatures=[], papers=papers), cm__hardship=None).state == "received"


def test_a_hash_is_that_of_the_words_that_count_today() -> None:
    other = hardship().model_copy(update={"checked": Text(zh="不核实。", en="Not checked.")})
    tables = replace(CATALOGUE.tables, commitments={"cm.hardship": other})
    assert decided(relief(), catalogue=replace(CATALOGUE, tables=tables)).state == "needs_correction"


def test_a_decision_names_the_rules_it_was_judged_by_and_both_sides_count_the_published_values() -> None:
    matter = CATALOGUE.get("DG-MZ-001")
    ceiling = {"<=": [{"var": "applicant.age"}, {"param": "age_ceiling"}]}
    only = matter.conditions[0].model_copy(update={"id": "young_enough", "rule": ceiling})
    limited = matter.model_copy(update={"conditions": (*matter.conditions, only)})
    rest = tuple(one for one in CATALOGUE.matters if one.code != matter.code)
    params = CATALOGUE.tables.params
    param = next(iter(params.values()))
    for value, state, outcome in ((80, "approved", "eligible"), (72, "received", "not_eligible")):
        published = params | {"age_ceiling": param.model_copy(update={"value": value})}
        there = Catalogue((limited, *rest), replace(CATALOGUE.tables, params=published))
        decision = decided(allowance(form=allowance()["form"] | {"start_month": "2027-01"}), catalogue=there)
        assert (decision.state, decision.rule_version) == (state, limited.rule_version)
        facts = {**PEOPLE["chen"]["shares"], "applicant.age": 74, "applicant.age_months": 896, **SESSION}
        assert judge(limited, facts, there.tables.param_values).outcome == outcome


def test_a_matter_that_needs_more_than_a_chip_is_never_decided_by_the_card_alone() -> None:
    matter = CATALOGUE.get("DG-MZ-001")
    stricter = matter.model_copy(update={"identity": matter.identity.model_copy(update={"level": 3})})
    rest = tuple(one for one in CATALOGUE.matters if one.code != matter.code)
    case = allowance(form=allowance()["form"] | {"start_month": "2027-01"})
    assert decided(case, catalogue=Catalogue((stricter, *rest), CATALOGUE.tables)).state == "received"
    seen = case | {"identity": "staff_checked"}
    assert decided(seen, catalogue=Catalogue((stricter, *rest), CATALOGUE.tables)).state == "approved"


def test_what_a_person_decides_says_when_and_what_comes_next() -> None:
    text = by_a_person(CATALOGUE.get("DG-MZ-004"))
    assert text.zh == "15 个工作日内办好。工作人员会上门看，再告诉您结果。很急的先帮。"
    assert "3 个工作日" in by_a_person(CATALOGUE.get("DG-MZ-001")).zh
