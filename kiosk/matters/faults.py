"""What is wrong with one matter: names that resolve to nothing, and what wording and consistency demand (pure)."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kiosk.matters.consistency import consistency_faults
from kiosk.matters.logic import comparisons, parameters
from kiosk.matters.model import Matter
from kiosk.matters.tables import Fact, Tables
from kiosk.matters.wording import length_faults, placeholder_faults, wording_faults

KINDS: dict[str, tuple[type, ...]] = {
    "boolean": (bool,), "integer": (int,), "number": (int, float), "text": (str,), "region": (str,),
}


def faults(matter: Matter, tables: Tables) -> Iterator[str]:
    """Each begins with the field it is about."""
    yield from chain(
        _twice(matter), _codes(matter, tables), _variables(matter, tables), _data_names(matter, tables),
        _papers(matter), _bases(matter), _paths(matter),
        wording_faults(matter), length_faults(matter), placeholder_faults(matter), consistency_faults(matter),
    )


def _twice(matter: Matter) -> Iterator[str]:
    for group in ("conditions", "scenarios", "fields", "papers", "legal_basis"):
        ids = [part.id for part in getattr(matter, group)]
        yield from (f"{group}: {id} is there twice" for id in sorted({id for id in ids if ids.count(id) > 1}))


def _codes(matter: Matter, tables: Tables) -> Iterator[str]:
    if tables.codes.get(matter.code) != matter.theme:
        yield f"theme: {matter.code} belongs to {tables.codes.get(matter.code, 'no theme of codes.json')}"
    yield from _lost("theme", (matter.theme,), tables.themes)
    yield from _lost("related", (one.code for one in matter.related), tables.codes.keys() - {matter.code})
    yield from _lost("events", matter.events, tables.events)
    yield from _lost("bundles", matter.bundles, tables.bundles)
    parts = {id for id, bundle in tables.bundles.items() if any(part.code == matter.code for part in bundle.parts)}
    if parts != set(matter.bundles):
        yield f"bundles: bundles.json says {sorted(parts)}"


def _variables(matter: Matter, tables: Tables) -> Iterator[str]:
    here = {f"form.{f.id}" for f in matter.fields} | {f"scenario.{s.id}" for s in matter.scenarios}
    yield from (f"rules: unknown variable {n}" for n in sorted(matter.variables - here - tables.facts.keys()))
    for rule in (*matter.rules, *matter.hints):
        yield from (f"rules: unknown parameter {name}" for name in sorted(parameters(rule) - tables.params.keys()))
        for name, literal in comparisons(rule):
            if name in tables.facts:
                yield from _cannot_be(name, tables.facts[name], literal)
            elif name.removeprefix("form.") in {f.id for f in matter.fields if f.kind == "choice"}:
                options = {option.value for option in matter.field(name.removeprefix("form.")).options}
                yield from () if literal in options else (f"rules: {name} has no option {literal!r}",)


def _cannot_be(name: str, fact: Fact, literal: object) -> Iterator[str]:
    if type(literal) not in KINDS[fact.kind]:
        yield f"rules: {name} is {fact.kind}, so it never compares with {literal!r}"
    elif fact.values and literal not in fact.values:
        yield f"rules: {name} is one of {', '.join(fact.values)}, never {literal!r}"


def _data_names(matter: Matter, tables: Tables) -> Iterator[str]:
    for field in matter.fields:
        yield from _unheld(f"fields.{field.id}.share", field.share, "ds.", tables.shares)
    for paper in matter.papers:
        where = f"papers.{paper.id}"
        yield from _unheld(f"{where}.share", paper.share, "ds.", tables.shares)
        yield from _unheld(f"{where}.licence", paper.licence, "el.", tables.licences)
        yield from _unheld(f"{where}.commitment", paper.commitment, "cm.", tables.commitments)
    for name in matter.lookup.facts if matter.lookup else ():
        yield from _unheld("lookup.facts", name, "ds.", tables.shares)
    for name in matter.auto_approval.data_needed if matter.auto_approval else ():
        yield from _unheld("auto_approval.data_needed", name, "ds.", tables.shares)
    for bill in matter.payment.bills if matter.payment else ():
        yield from _unheld(f"payment.bills.{bill.id}.share", bill.share, "ds.", tables.shares)


def _unheld(where: str, name: str, prefix: str, table: Iterable[str]) -> Iterator[str]:
    """`ds.sscard.account.kind` is a part of `ds.sscard.account`, which has to be in the table."""
    if name and not (name.startswith(prefix) and any(name == one or name.startswith(f"{one}.") for one in table)):
        yield f"{where}: unknown {name}"


def _papers(matter: Matter) -> Iterator[str]:
    papers = {paper.id for paper in matter.papers} | {""}
    fields = {field.id for field in matter.fields}
    for field in matter.fields:
        if field.covered_by not in papers:
            yield f"fields.{field.id}.covered_by: no paper {field.covered_by}"
        if field.computed and field.computed.of and field.computed.of not in fields:
            yield f"fields.{field.id}.computed.of: no field {field.computed.of}"
    for paper in matter.papers:
        matched = [one.match.removeprefix("form.") for one in paper.camera.expect if one.match.startswith("form.")]
        yield from _lost(f"papers.{paper.id}.camera.expect", matched, fields)


def _bases(matter: Matter) -> Iterator[str]:
    """A demanded paper has a law somebody read or knows; an invented one is no reason to ask."""
    known = {one.id for one in matter.legal_basis}
    for paper in matter.papers:
        yield from _lost(f"papers.{paper.id}.basis", paper.basis, known)
        real = [id for id in paper.basis if id in known and matter.basis(id).mark != "illustrative"]
        if paper.demanded and not real:
            yield f"papers.{paper.id}.basis: a demanded paper needs a law that was read or is known"
    yield from _lost("fees.basis", (fee.basis for fee in matter.fees.items), known)
    yield from _lost("intermediaries.basis", (one.basis for one in matter.intermediaries if one.basis), known)
    yield from _lost("faq.basis", (one.basis for one in matter.faq if one.basis), known)


def _paths(matter: Matter) -> Iterator[str]:
    told = {row.path.strip("/").split("/")[0] for row in matter.provenance} - {""}
    yield from _lost("provenance", told, type(matter).model_fields)


def _lost(where: str, names: Iterable[str], table: Iterable[str]) -> Iterator[str]:
    yield from (f"{where}: unknown {name}" for name in names if name not in table)
