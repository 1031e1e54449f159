"""May this person, and what speaks for or against it, with what is known now (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk.matters.facts import complete
from kiosk.matters.logic import NOTHING, Facts, evaluate, variables
from kiosk.matters.model import Condition, Matter
from kiosk.matters.text import Text

__all__ = ["NOTHING", "Facts", "Judgement", "Outcome", "Reason", "approves", "evaluate", "judge", "variables"]

Outcome = Literal["eligible", "not_eligible", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One condition as it stands. `say` only for a no; `unknown` and `then` only while it is not known."""

    id: str
    text: Text
    result: bool | None
    say: Text | None = None
    unknown: tuple[str, ...] = ()
    then: str = ""  # "ask", "declare" or "staff"


@dataclass(frozen=True)
class Judgement:
    outcome: Outcome
    reasons: tuple[Reason, ...]


def judge(matter: Matter, facts: Facts, params: Facts = NOTHING) -> Judgement:
    """Every condition with its answer. One no decides; without a no, one unknown keeps it open.

    `facts` may hold answers as form.<field> → text.
    """
    known = complete(matter, facts)
    reasons = tuple(_reason(condition, known, params) for condition in matter.conditions)
    results = [reason.result for reason in reasons]
    if False in results:
        return Judgement("not_eligible", reasons)
    return Judgement("unknown" if None in results else "eligible", reasons)


def approves(matter: Matter, facts: Facts, params: Facts = NOTHING) -> bool | None:
    """Whether the matter's own rule approves at once. False and None both mean: a person decides."""
    if matter.auto_approval is None:
        return None
    return evaluate(matter.auto_approval.rule, complete(matter, facts), params)


def _reason(condition: Condition, facts: Facts, params: Facts) -> Reason:
    result = evaluate(condition.rule, facts, params)
    if result is None:
        unknown = tuple(sorted(name for name in variables(condition.rule) if facts.get(name) is None))
        return Reason(condition.id, condition.text, None, unknown=unknown, then=condition.on_unknown)
    return Reason(condition.id, condition.text, result, say=None if result else condition.on_fail)
