"""A matter a resident can do here, as data: conditions, questions, papers and words. Nothing about it is in Python."""
from __future__ import annotations

import json
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic import Field as Described

from kiosk.matters.logic import evaluate, variables
from kiosk.matters.text import Text

Kind = Literal[
    "choice", "boolean", "date", "month", "integer", "money", "phone", "name", "id_number", "address", "text",
    "bank_account",
]
CardValue = Literal["name", "number", "sex", "birth"]
Suggestion = Literal["card_address", "here"]


def _well_formed(rule: dict[str, Any]) -> dict[str, Any]:
    evaluate(rule, {})
    return rule


Rule = Annotated[dict[str, Any], AfterValidator(_well_formed)]
Name = Annotated[str, Described(pattern=r"^[a-z][a-z0-9_]*$")]


class Data(BaseModel):
    """Frozen, and a misspelt field is an error: a matter is written by people."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Choice(Data):
    value: str
    label: Text


class Computation(Data):
    """A value worked out, by the name of the table in kiosk/forms/computed.py."""

    name: Name
    age: int = 0


class Field(Data):
    """One thing the form holds. `card`, `share` and `computed` say where the kiosk takes it from without asking."""

    id: Name
    kind: Kind
    label: Text
    help: Text | None = None
    options: tuple[Choice, ...] = ()
    required: bool = True
    card: CardValue | None = None  # read from the chip, cannot be changed here
    share: str = ""  # shared data that answers it, when the platform has it
    computed: Computation | None = None
    suggest: tuple[Suggestion, ...] = ()  # one touch accepts it; the first that is known
    covered_by: Name | Literal[""] = ""  # the photographed paper shows it: the clerk reads it there, nobody types it
    visible_when: Rule | None = None
    min: int | None = None
    max: int | None = None
    max_length: int = 100
    earliest_days: int | None = None  # dates: not before today + this many days
    latest_days: int | None = None  # dates: not after today + this many days

    @property
    def asked(self) -> bool:
        """Whether the kiosk may ask it as a question of its own."""
        return self.required and self.card is None and self.computed is None and not self.covered_by

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Field:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("options belong to a choice, and a choice needs them")
        return self


class Expected(Data):
    """What must be readable on a page; `match` names the fact it must equal."""

    field: Name
    match: str = ""


class Camera(Data):
    pages: tuple[Text, ...]  # what to lay down, page by page: paper and side
    expect: tuple[Expected, ...] = ()


class Requirement(Data):
    """A paper the matter needs, and every way to do without taking its picture."""

    id: Name
    name: Text
    note: Text | None = None
    required: Literal["always", "conditional", "optional"]
    required_when: Rule | None = None
    own_card: bool = False  # the applicant's card read by chip is enough
    share: str = ""
    licence: str = ""
    commitment: str = ""  # template of a commitment that may replace it
    camera: Camera
    issuer: Text
    legal_basis: str = ""

    @property
    def pages(self) -> int:
        return len(self.camera.pages)

    @model_validator(mode="after")
    def _conditional_has_a_rule(self) -> Requirement:
        if (self.required == "conditional") != (self.required_when is not None):
            raise ValueError("required_when belongs to required: conditional, and the other way round")
        if not self.camera.pages:
            raise ValueError("camera.pages is empty")
        return self


class RemovedProof(Data):
    """A proof nobody needs any more; `ground` is one of the six official grounds."""

    name: Text
    ground: Literal[
        "no_legal_basis", "by_own_licence", "by_commitment", "covered_by_other", "by_network_check",
        "issuer_cannot_verify",
    ]


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
