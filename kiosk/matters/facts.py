"""Joins what is known with what was answered, under the names the rules use: form.<field> and scenario.<id> (pure)."""
from __future__ import annotations

from collections.abc import Mapping

from kiosk.matters.logic import Facts, evaluate
from kiosk.matters.model import Field, Matter


def with_answers(matter: Matter, facts: Facts, values: Mapping[str, str]) -> Facts:
    """`facts` with the answers (field id → text, as the form carries them) and with every scenario decided."""
    return complete(matter, {**facts, **{f"form.{name}": value for name, value in values.items()}})


def complete(matter: Matter, facts: Facts) -> Facts:
    """Answers as their kind says (form.children_before: "2" → 2), and scenario.<id> for every scenario."""
    known = dict(facts)
    for field in matter.fields:
        value = facts.get(f"form.{field.id}")
        if isinstance(value, str):
            known[f"form.{field.id}"] = typed(field, value)
    return known | {f"scenario.{scenario.id}": evaluate(scenario.when, known) for scenario in matter.scenarios}


def typed(field: Field, value: str) -> object:
    """A truth, a number, or the text itself. None when it cannot be what its kind says."""
    match field.kind:
        case "boolean":
            return {"true": True, "false": False}.get(value)
        case "integer":
            return int(value) if value.isascii() and value.isdecimal() else None
        case "decimal" | "money":
            return _measure(value)
        case _:
            return value


def _measure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
