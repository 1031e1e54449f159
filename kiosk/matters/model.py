"""A matter a resident can do here, as data: conditions, questions, papers and words. Nothing about it is in Python."""
from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field as Described

from kiosk.matters.data import Data, Name, Rule
from kiosk.matters.form import Choice, Computation, Field, Kind
from kiosk.matters.logic import variables
from kiosk.matters.paper import RemovedProof, Requirement
from kiosk.matters.text import Text

__all__ = ["Choice", "Computation", "Condition", "Data", "Field", "Kind", "Matter", "Requirement"]


class Condition(Data):
    id: Name
    text: Text
    rule: Rule
    on_fail: Text  # why not, and what next
    on_unknown: Literal["ask", "declare", "staff"]


class Scenario(Data):
    """A special case. Rules may ask for it as `scenario.<id>`."""

    id: Name
    name: Text
    when: Rule


class Benefit(Data):
    when: Rule
    amount: int
    unit: Literal["CNY/month", "CNY/year", "CNY/once"]


class AutoApproval(Data):
    rule: Rule
    note: Text


class Result(Data):
    """`approved` is what the resident reads; {benefit} and {fields} are filled in by benefits.result_text."""

    kind: Literal["payment", "certificate", "record", "card"]
    name: Text
    approved: Text


class Question(Data):
    q: Text
    a: Text


class LegalBasis(Data):
    title: str
    article: str = ""
    status: Literal["read", "known", "illustrative"]


class Official(Data):
    """Codes of the national list (基本编码, 实施编码, 业务办理项编码). Null until the platform's list gives them."""

    catalog_code: str | None = None
    task_code: str | None = None
    task_handle_item: str | None = None


class Provenance(Data):
    """Where a part of this matter comes from: read in a public source, known as law or policy, or our illustration."""

    path: str
    status: Literal["read", "known", "illustrative"]
    source: str
    note: str = ""


class Matter(Data):
    """One matter. National column names where they differ: version = task_version, promised_days = promise_day,
    conditions = accept_condition, legal_basis = by_law."""

    code: str = Described(pattern=r"^DG-[A-Z]{2}-[0-9]{3}$")
    version: int
    official: Official = Official()
    name: Text
    short: Text
    summary: Text
    aliases: tuple[str, ...] = ()  # what people call it, for finding it
    theme: Name
    icon: str  # file stem in assets/theme/icons
    department: Text
    promised_days: int = Described(ge=0)  # working days; 0: at once
    agent_allowed: bool = False
    conditions: tuple[Condition, ...]
    scenarios: tuple[Scenario, ...] = ()
    fields: tuple[Field, ...]
    declaration: Text  # declared at the review, by handing in
    papers: tuple[Requirement, ...]
    removed_proofs: tuple[RemovedProof, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    auto_approval: AutoApproval | None = None
    result: Result
    faq: tuple[Question, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    provenance: tuple[Provenance, ...]

    @property
    def instant(self) -> bool:
        """即办件: decided while the resident waits."""
        return self.promised_days == 0

    @property
    def rules(self) -> tuple[dict[str, Any], ...]:
        """Every rule of this matter, in the order of the file."""
        found = [c.rule for c in self.conditions] + [s.when for s in self.scenarios] + [b.when for b in self.benefits]
        found += [f.visible_when for f in self.fields if f.visible_when is not None]
        found += [p.required_when for p in self.papers if p.required_when is not None]
        return (*found, *([self.auto_approval.rule] if self.auto_approval else []))

    @property
    def rule_version(self) -> str:
        """Twelve hex digits that change when any rule changes; a prediction names it."""
        said = json.dumps([*self.rules, [[b.amount, b.unit] for b in self.benefits]], sort_keys=True)
        return sha256(said.encode()).hexdigest()[:12]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset().union(*map(variables, self.rules))

    def field(self, id: str) -> Field:
        """Raises KeyError."""
        return {field.id: field for field in self.fields}[id]

    def paper(self, id: str) -> Requirement:
        """Raises KeyError."""
        return {paper.id: paper for paper in self.papers}[id]
