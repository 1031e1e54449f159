"""A matter a resident can do here, as data: conditions, questions, papers and words. Nothing about it is in Python."""
from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field as Described

from kiosk.matters.data import Code, Data, Mark, Name, Rule
from kiosk.matters.form import Choice, Computation, Field, Kind
from kiosk.matters.law import LegalBasis
from kiosk.matters.logic import variables
from kiosk.matters.money import Fees, Intermediary, Payment
from kiosk.matters.outcome import AutoApproval, Benefit, Lookup, Result, Step, Yours
from kiosk.matters.paper import RemovedProof, Requirement
from kiosk.matters.service import DOING, Advice, Channels, Contact, Identity, Mode, Season, Span, Visits
from kiosk.matters.text import Text

__all__ = ["Choice", "Computation", "Condition", "Data", "Field", "Kind", "LegalBasis", "Matter", "Requirement"]

DECLARED = Text(
    zh="我说的都是真的。情况有变，我会及时告诉村里。",
    en="What I say is true. If anything changes, I will tell the village centre.",
)


class Condition(Data):
    """`why` and `next` are said together when it does not hold: the reason, then what to do about it."""

    id: Name
    text: Text
    rule: Rule
    why: Text
    next: Text
    on_unknown: Literal["ask", "declare", "staff"]

    @property
    def on_fail(self) -> Text:
        return Text(zh=self.why.zh + self.next.zh, en=f"{self.why.of('en')} {self.next.of('en')}")


class Scenario(Data):
    """A special case. Rules may ask for it as `scenario.<id>`."""

    id: Name
    name: Text
    when: Rule


class Question(Data):
    q: Text
    a: Text
    basis: Name | Literal[""] = ""  # the law the answer rests on


class Official(Data):
    """Codes of the national list (基本编码, 实施编码, 业务办理项编码). Null until the platform's list gives them."""

    catalog_code: str | None = None
    task_code: str | None = None
    task_handle_item: str | None = None


class Related(Data):
    code: Code
    why: Text
    when: Rule | None = None


class Provenance(Data):
    """Where a part of this matter comes from. `path` is a field of the file: "/papers", or "/" for all of it."""

    path: str
    mark: Mark
    source: str
    note: str = ""


class Matter(Data):
    """One matter. National column names where they differ stand in national.py."""

    code: Code
    version: int = Described(ge=1)
    detail: Literal["full", "outline"]
    status: Literal["active", "suspended", "retired"] = "active"
    official: Official = Official()
    name: Text
    short: Text
    summary: Text
    spoken: Text  # read aloud when the matter is opened
    aliases: tuple[str, ...]  # what people call it, colloquial and Cantonese words too
    aliases_en: tuple[str, ...] = ()
    events: tuple[Name, ...] = ()  # events in life it belongs to, ids in events.json
    theme: Name
    icon: str = ""  # file stem in assets/theme/icons
    department: Text
    task_type: Literal["permission", "confirmation", "payment", "public_service"]
    use_level: Literal["national", "province", "city", "town", "village"]
    audience: Literal["person", "organisation", "both"] = "person"
    modes: tuple[Mode, ...] = Described(min_length=1)
    elsewhere: Text | None = None  # an outline: where it is done, and what to do next
    identity: Identity
    contact: Contact = Contact()
    agent_allowed: bool = False
    promised_days: int = Described(ge=0)  # working days; 0: at once
    statutory: Span | None = None
    visits: Visits
    channels: Channels
    advice: Advice | None = None
    seasons: tuple[Season, ...] = ()
    yours: Yours | None = None
    conditions: tuple[Condition, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    fields: tuple[Field, ...] = ()
    declaration: Text = DECLARED  # declared at the review, by handing in
    papers: tuple[Requirement, ...] = ()
    removed_proofs: tuple[RemovedProof, ...] = ()
    intermediaries: tuple[Intermediary, ...] = ()
    fees: Fees = Fees()
    payment: Payment | None = None
    lookup: Lookup | None = None
    benefits: tuple[Benefit, ...] = ()
    auto_approval: AutoApproval | None = None
    steps: tuple[Step, ...] = ()
    result: Result
    related: tuple[Related, ...] = ()
    bundles: tuple[Name, ...] = ()
    faq: tuple[Question, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    provenance: tuple[Provenance, ...]

    @property
    def instant(self) -> bool:
        """即办件: decided while the resident waits."""
        return self.promised_days == 0

    @property
    def doable(self) -> bool:
        """Something is done here (就近办, is_service_terminals), not only read or booked."""
        return bool(DOING & set(self.modes))

    @property
    def rules(self) -> tuple[dict[str, Any], ...]:
        """Every rule of this matter that decides something, in the order of the file."""
        found = [c.rule for c in self.conditions] + [s.when for s in self.scenarios] + [b.when for b in self.benefits]
        found += [f.visible_when for f in self.fields if f.visible_when is not None]
        found += [p.required_when for p in self.papers if p.required_when is not None]
        return (*found, *([self.auto_approval.rule] if self.auto_approval else []))

    @property
    def hints(self) -> tuple[dict[str, Any], ...]:
        """Rules that only suggest or price something."""
        found = [one.when for one in self.related] + [fee.when for fee in self.fees.items]
        found += [season.when for season in self.seasons]
        found += [bill.when for bill in self.payment.bills] if self.payment else []
        found += [self.yours.when] if self.yours else []
        return tuple(rule for rule in found if rule is not None)

    @property
    def rule_version(self) -> str:
        """Twelve hex digits that change when any deciding rule changes; a prediction and a decision name it."""
        said = json.dumps([*self.rules, [[b.amount, b.unit] for b in self.benefits]], sort_keys=True)
        return sha256(said.encode()).hexdigest()[:12]

    @property
    def variables(self) -> frozenset[str]:
        return frozenset().union(*map(variables, (*self.rules, *self.hints)))

    def field(self, id: str) -> Field:
        """Raises KeyError."""
        return {field.id: field for field in self.fields}[id]

    def paper(self, id: str) -> Requirement:
        """Raises KeyError."""
        return {paper.id: paper for paper in self.papers}[id]

    def basis(self, id: str) -> LegalBasis:
        """Raises KeyError."""
        return {one.id: one for one in self.legal_basis}[id]
