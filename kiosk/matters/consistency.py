"""The rules cities run over their own lists, for one matter: what cannot be true at the same time (pure)."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kiosk.matters.model import Matter
from kiosk.matters.service import DOING

ONLY_TALK = frozenset(("book", "ask", "read"))
NO_KEYS = ("name", "text", "address")  # kinds the screen's keys cannot write


def consistency_faults(matter: Matter) -> Iterator[str]:
    """Each begins with the field it is about."""
    yield from chain(
        _times(matter), _visits(matter), _money(matter), _modes(matter), _people(matter), _result(matter),
        _depth(matter), _form(matter), _grounds(matter), _marks(matter),
    )


def _times(matter: Matter) -> Iterator[str]:
    law = matter.statutory
    if law is not None and law.unit == "workday" and matter.promised_days > law.value:
        yield f"promised_days: {matter.promised_days} is longer than the {law.value} days of the law"


def _visits(matter: Matter) -> Iterator[str]:
    visits, channels = matter.visits, matter.channels
    if (visits.max > 0) != (visits.reason is not None):
        yield "visits.reason: visits need a reason, and no visit has none"
    if channels.online_depth == 4 and visits.max > 0:
        yield "visits.max: all online (depth 4) needs no visit"
    if visits.max == 0 and channels.online_depth < 3 and not channels.express and not matter.doable:
        yield "channels.express: no visit and not online, so it has to come by post"


def _money(matter: Matter) -> Iterator[str]:
    fees, paid = matter.fees, bool(matter.fees.items or matter.payment)
    if bool(fees.items) != (fees.pay_at is not None):
        yield "fees.pay_at: a charge says where it is paid, and what is free does not"
    if ("pay" in matter.modes) != (matter.payment is not None or fees.pay_at == "kiosk"):
        yield "payment: the mode pay needs a bill or a fee paid at the kiosk, and the other way round"
    if matter.channels.pay_online and not paid:
        yield "channels.pay_online: nothing is to be paid"
    if matter.payment and matter.payment.account and matter.payment.account not in {f.id for f in matter.fields}:
        yield f"payment.account: no field {matter.payment.account}"


def _modes(matter: Matter) -> Iterator[str]:
    modes = set(matter.modes)
    if bool(modes & {"query", "print"}) != (matter.lookup is not None):
        yield "lookup: the modes query and print need it, and no other has it"
    if matter.lookup is not None and ("print" in modes) != (matter.lookup.sheet is not None):
        yield "lookup.sheet: the mode print says what is printed, and no other does"
    if matter.channels.appointment != ("book" in modes):
        yield "channels.appointment: the mode book means appointments, and the other way round"


def _people(matter: Matter) -> Iterator[str]:
    if "verify" in matter.modes and matter.agent_allowed:
        yield "agent_allowed: a check of the person cannot be done by somebody else"
    phones = [field for field in matter.fields if field.id == "phone"]
    if matter.detail == "full" and (matter.contact.phone != "none") != bool(phones):
        yield "contact.phone: a field phone belongs to it"
    if any(field.required != (matter.contact.phone == "required") for field in phones):
        yield "fields.phone.required: as contact.phone says"
    if matter.advice is not None and matter.advice.phone == matter.advice.complaint:
        yield "advice.complaint: complaints need a number of their own"


def _result(matter: Matter) -> Iterator[str]:
    if matter.result.name.zh.endswith("证") and matter.result.kind not in ("certificate", "card"):
        yield "result.kind: what ends in 证 is a certificate or a card"
    if matter.result.kind == "printout" and "kiosk_print" not in matter.result.delivery and matter.doable:
        yield "result.delivery: a printout is printed at the kiosk"
    if matter.auto_approval is not None and not matter.auto_approval.data_needed:
        yield "auto_approval.data_needed: a decision without a person says what it looks at"


def _depth(matter: Matter) -> Iterator[str]:
    if matter.detail == "outline":
        if not set(matter.modes) <= ONLY_TALK:
            yield f"modes: an outline can be read, booked and asked about, not {sorted(DOING & set(matter.modes))}"
        if matter.fields or matter.papers:
            yield "fields: an outline has neither form nor papers"
        if matter.elsewhere is None:
            yield "elsewhere: an outline says where it is done"
        return
    if not matter.doable:
        yield "modes: a full entry is applied for, verified, queried, printed or paid here"
    if matter.elsewhere is not None:
        yield "elsewhere: what can be done here needs no other place"
    if not matter.faq or not matter.legal_basis or len(matter.steps) < 2:
        yield "faq: a full entry has questions, legal_basis and at least two steps"
    if {"apply", "verify"} & set(matter.modes) and not matter.conditions:
        yield "conditions: who may do this?"


def _form(matter: Matter) -> Iterator[str]:
    for field in matter.fields:
        if field.asked and field.kind in NO_KEYS and not field.suggest:
            yield f"fields.{field.id}: nobody can write this here; cover it by a paper, suggest it, or let it be empty"
        if field.covered_by in {paper.id for paper in matter.papers} and (
            matter.paper(field.covered_by).required_when != field.visible_when
        ):
            yield f"fields.{field.id}.visible_when: a covered field belongs to the cases that bring the paper"


def _grounds(matter: Matter) -> Iterator[str]:
    for paper in matter.papers:  # an optional one is walked through as well
        where, grounds = f"papers.{paper.id}.grounds", paper.grounds
        if grounds.covered_by_other is None or grounds.issuer_cannot_verify is None:
            yield f"{where}: covered_by_other and issuer_cannot_verify need an answer for this paper"
        if (grounds.by_commitment is None) == (paper.commitment == ""):
            yield f"{where}.by_commitment: why no commitment may replace it, where none may"


def _marks(matter: Matter) -> Iterator[str]:
    told = {row.path.strip("/").split("/")[0] for row in matter.provenance}
    parts = ("promised_days", "conditions", "fields", "papers", "benefits", "fees", "auto_approval", "identity")
    filled = {name for name in parts if name == "promised_days" or getattr(matter, name) not in ((), None)}
    filled -= set() if matter.fees.items else {"fees"}
    if "" not in told:
        yield from (f"provenance: where does {name} come from?" for name in parts if name in filled - told)
    if len(matter.aliases) < 2 or len(set(matter.aliases)) < len(matter.aliases):
        yield "aliases: at least two, each once: what do people call it?"
