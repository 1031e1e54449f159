"""The three-valued rule language of the matters: yes, no, or not known yet. Unknown is never a no (pure)."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

Facts = Mapping[str, object]
NOTHING: Facts = {}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def evaluate(rule: object, facts: Facts, params: Facts = NOTHING) -> bool | None:
    """True, False, or None for "not known yet": a missing fact or one of the wrong kind.

    A rule is one JSON object: {"and": [rules]}, {"or": [rules]}, {"!": rule}, {"in": [operand, list]} or a comparison
    of two operands; an operand is {"var": name}, {"param": name} or a plain value. Raises ValueError when it is not.
    """
    operator, arguments = _only_entry(rule)
    if operator in ("and", "or"):
        return _combine([evaluate(part, facts, params) for part in _rules(operator, arguments)], operator == "or")
    if operator == "!":
        found = evaluate(arguments, facts, params)
        return None if found is None else not found
    left, right = (_value(operand, facts, params) for operand in _two_operands(operator, arguments))
    if left is None or right is None:
        return None
    if operator == "in":
        return left in right if any(_kind(left) == _kind(one) for one in right) else None
    return COMPARISONS[operator](left, right) if _kind(left) == _kind(right) else None


def variables(rule: object) -> frozenset[str]:
    """The names of all facts a rule asks for."""
    if isinstance(rule, dict):
        if set(rule) == {"var"}:
            return frozenset((str(rule["var"]),))
        return frozenset().union(*map(variables, rule.values()))
    return frozenset().union(*map(variables, rule)) if isinstance(rule, list) else frozenset()


def parameters(rule: object) -> frozenset[str]:
    """The names of all published values a rule asks for."""
    if isinstance(rule, dict):
        if set(rule) == {"param"}:
            return frozenset((str(rule["param"]),))
        return frozenset().union(*map(parameters, rule.values()))
    return frozenset().union(*map(parameters, rule)) if isinstance(rule, list) else frozenset()


def comparisons(rule: object) -> Iterator[tuple[str, object]]:
    """Every fact with every plain value a rule compares it with; a list counts one by one."""
    operator, arguments = _only_entry(rule)
    if operator in ("and", "or", "!"):
        for part in _rules(operator, arguments) if operator != "!" else [arguments]:
            yield from comparisons(part)
        return
    left, right = _two_operands(operator, arguments)
    for name, other in ((left, right), (right, left)):
        if isinstance(name, dict) and set(name) == {"var"} and not isinstance(other, dict):
            for literal in other if isinstance(other, list) else [other]:
                yield str(name["var"]), literal


def _combine(results: list[bool | None], decisive: bool) -> bool | None:
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _only_entry(rule: object) -> tuple[str, object]:
    if not isinstance(rule, dict) or len(rule) != 1:
        raise ValueError(f"not a rule: {rule!r}")
    operator, arguments = next(iter(rule.items()))
    if operator not in ("and", "or", "!", "in") and operator not in COMPARISONS:
        raise ValueError(f"unknown operator: {operator!r}")
    return str(operator), arguments


def _rules(operator: str, arguments: object) -> list[object]:
    if not isinstance(arguments, list) or not arguments:
        raise ValueError(f"{operator!r} needs a list of rules, not {arguments!r}")
    return arguments


def _two_operands(operator: str, arguments: object) -> tuple[object, object]:
    if not isinstance(arguments, list) or len(arguments) != 2:
        raise ValueError(f"{operator!r} needs two operands, not {arguments!r}")
    if operator == "in" and not isinstance(arguments[1], list):
        raise ValueError(f"'in' needs a list of values, not {arguments[1]!r}")
    if operator != "in" and isinstance(arguments[1], list):
        raise ValueError(f"{operator!r} cannot compare with a list")
    return arguments[0], arguments[1]


def _value(operand: object, facts: Facts, params: Facts) -> Any:
    if not isinstance(operand, dict):
        return operand
    if set(operand) == {"var"}:
        return facts.get(operand["var"])
    if set(operand) == {"param"}:
        return params.get(operand["param"])
    raise ValueError(f"not an operand: {operand!r}")


def _kind(value: object) -> str:
    """True is no number here, and 70 and 70.0 are of one kind."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__
