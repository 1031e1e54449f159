from typing import Any

import pytest

from kiosk.matters.logic import comparisons, parameters
from kiosk.matters.rules import evaluate, variables

YES, NO, OPEN = ({"==": [{"var": name}, True]} for name in ("f.yes", "f.no", "f.open"))
FACTS = {"f.yes": True, "f.no": False, "f.age": 70, "f.city": "441900"}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"and": [YES, YES]}, True), ({"and": [YES, OPEN]}, None), ({"and": [OPEN, NO]}, False),
        ({"or": [NO, NO]}, False), ({"or": [NO, OPEN]}, None), ({"or": [OPEN, YES]}, True),
        ({"!": YES}, False), ({"!": NO}, True), ({"!": OPEN}, None),
    ],
)
def test_unknown_parts_decide_only_where_they_cannot_matter(rule: dict[str, Any], found: bool | None) -> None:
    assert evaluate(rule, FACTS) is found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({">=": [{"var": "f.age"}, 70]}, True), ({"<": [{"var": "f.age"}, 70]}, False),
        ({">": [{"var": "f.age"}, 69.5]}, True), ({"<=": [{"var": "f.age"}, {"param": "limit"}]}, False),
        ({"<": [{"var": "f.age"}, {"param": "unset"}]}, None), ({"!=": [{"var": "f.open"}, True]}, None),
        ({"in": [{"var": "f.city"}, ["441900", "440100"]]}, True), ({"in": [{"var": "f.city"}, ["440100"]]}, False),
        ({"in": [{"var": "f.open"}, ["440100"]]}, None),
    ],
)
def test_comparisons_say_yes_no_or_not_known(rule: dict[str, Any], found: bool | None) -> None:
    assert evaluate(rule, FACTS, {"limit": 60}) is found


@pytest.mark.parametrize(
    "rule", [{">=": [{"var": "f.city"}, 5]}, {"==": [{"var": "f.age"}, True]}, {"in": [{"var": "f.age"}, ["70"]]}]
)
def test_a_fact_of_another_kind_counts_as_unknown(rule: dict[str, Any]) -> None:
    assert evaluate(rule, FACTS) is None


@pytest.mark.parametrize(
    "rule",
    [
        {}, True, "age > 70", {"xor": [YES, NO]}, {"==": [{"car": "x"}, 1]}, {"==": [1]}, {"and": YES}, {"and": []},
        {"in": [{"var": "f.city"}, "441900"]}, {"==": [{"var": "f.age"}, [70]]}, {"and": [YES, {"nor": []}]},
    ],
)
def test_a_malformed_rule_is_an_error_of_its_author(rule: object) -> None:
    with pytest.raises(ValueError, match=r"not a rule|operator|operand|needs|compare"):
        evaluate(rule, FACTS)


def test_the_facts_a_rule_asks_for_are_listed() -> None:
    assert variables({"and": [YES, {"in": [{"var": "f.city"}, ["441900"]]}]}) == {"f.yes", "f.city"}


def test_what_a_rule_compares_and_which_parameters_it_asks_for_is_known() -> None:
    rule = {"or": [{"!": {"in": [{"var": "a"}, ["x", "y"]]}}, {"<": [{"var": "b"}, {"param": "most"}]}, YES]}
    assert set(comparisons(rule)) == {("a", "x"), ("a", "y"), ("f.yes", True)}
    assert parameters(rule) == {"most"}
