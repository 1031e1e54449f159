"""May this person, and what speaks for or against it, with what is known now (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiosk.matters.facts import complete
from kiosk.matters.logic import NOTHING, Facts, evaluate, variables
from kiosk.matters.model import Condition, Matter
from kiosk.matters.text import Text

__all__ = ["NOTHING", "Facts", "Judgement", "Outcome", "Reason", "approves", "evaluate", "judge", "variables"]

NOT_KNOWN = Text(zh="现在还不知道，不算不符合。", en="Not known yet; that is no refusal.")
THEN = {
    "ask": Text(zh="机器会问您一句。", en="The kiosk will ask you."),
    "declare": Text(zh="您自己说明就行，部门会核对。", en="You can state it yourself; the office checks it."),
    "staff": Text(zh="请工作人员帮您核对。", en="Please let the staff check it."),
}

Outcome = Literal["eligible", "not_eligible", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One condition as it stands. `say` is `why` and `next` in one breath, for a no; `unknown` and `then` are there
    only while it is not known; `why` is None for a yes."""

    id: str
    text: Text
    result: bool | None
    say: Text | None = None
    unknown: tuple[str, ...] = ()
    then: str = ""  # "ask", "declare" or "staff"
    why: Text | None = None
    next: Text | None = None


@dataclass(frozen=True)
class Judgement:
    """`rule_version` says which rules decided; kiosk and platform compare it."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    rule_version: str


def judge(matter: Matter, facts: Facts, params: Facts = NOTHING) -> Judgement:
    """Every condition with its answer. One no decides; without a no, one unknown keeps it open.

    `facts` may hold answers as form.<field> → text.
    """
    known = complete(matter, facts)
    reasons = tuple(_reason(condition, known, params) for condition in matter.conditions)
    results = [reason.result for reason in reasons]
    outcome: Outcome = "not_eligible" if False in results else "unknown" if None in results else "eligible"
    return Judgement(outcome, reasons, matter.rule_version)


def approves(matter: Matter, facts: Facts, params: Facts = NOTHING) -> bool | None:
    """Whether the matter's own rule approves at once. False and None both mean: a person decides."""
    if matter.auto_approval is None:
        return None
    return evaluate(matter.auto_approval.rule, complete(matter, facts), params)


def _reason(condition: Condition, facts: Facts, params: Facts) -> Reason:
    result = evaluate(condition.rule, facts, params)
    match result:
        case None:
            unknown = tuple(sorted(name for name in variables(condition.rule) if facts.get(name) is None))
            then = condition.on_unknown
            return Reason(condition.id, condition.text, None, None, unknown, then, NOT_KNOWN, THEN[then])
        case False:
            return Reason(
                condition.id, condition.text, False, condition.on_fail, why=condition.why, next=condition.next
            )
        case _:
            return Reason(condition.id, condition.text, True)
