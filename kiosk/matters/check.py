"""What is wrong with the catalogue as a whole: tables that name what is not there, and words missing in them (pure)."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from pydantic import BaseModel

from kiosk.matters.bundle import Bundle
from kiosk.matters.form import Field
from kiosk.matters.load import Catalogue
from kiosk.matters.logic import variables
from kiosk.matters.model import Matter
from kiosk.matters.tables import Tables
from kiosk.matters.wording import wording_faults


def check_catalogue(catalogue: Catalogue) -> tuple[str, ...]:
    """A sentence with file and field for everything that a matter alone cannot show."""
    tables = catalogue.tables
    here = {matter.code: matter for matter in catalogue.matters}
    return tuple(chain(_tables(tables), _words(tables), *(_bundle(one, here) for one in tables.bundles.values())))


def _tables(tables: Tables) -> Iterator[str]:
    yield from (f"codes.json: {c}: unknown theme {t}" for c, t in tables.codes.items() if t not in tables.themes)
    yield from (f"offered.json: unknown {code}" for code in tables.offered if code not in tables.codes)
    for name, fact in tables.facts.items():
        if fact.holder and not any(fact.holder in (one, one.partition(".")[0]) for one in (*tables.shares, "platform")):
            yield f"facts.json: {name}.holder: unknown {fact.holder}"
    for id, bundle in tables.bundles.items():
        rules = [part.when for part in bundle.parts if part.when is not None]
        unknown = frozenset().union(*map(variables, rules)) - tables.facts.keys()
        yield from (f"bundles.json: {id}.when: unknown variable {name}" for name in sorted(unknown))
        lost = [part.code for part in bundle.parts if part.code and part.code not in tables.codes]
        yield from (f"bundles.json: {id}.parts: unknown {code}" for code in lost)


def _words(tables: Tables) -> Iterator[str]:
    groups: dict[str, dict[str, BaseModel]] = {
        "facts": {**tables.facts}, "params": {**tables.params}, "themes": {**tables.themes},
        "shares": {**tables.shares}, "licences": {**tables.licences}, "commitments": {**tables.commitments},
        "bundles": {**tables.bundles}, "events": {**tables.events},
    }
    for file, rows in groups.items():
        for id, row in rows.items():
            yield from (f"{file}.json: {id}.{fault.removeprefix('.')}" for fault in wording_faults(row))


def _bundle(bundle: Bundle, here: dict[str, Matter]) -> Iterator[str]:
    """One question is asked once: fields of the same id in several parts have to be the same question."""
    fields: dict[str, list[tuple[str, Field]]] = {}
    for matter in (here[part.code] for part in bundle.parts if part.code in here):
        for field in matter.fields:
            fields.setdefault(field.id, []).append((matter.code, field))
    for id, uses in fields.items():
        for (code, one), (other_code, other) in combinations(uses, 2):
            if (one.kind, one.options, one.card) != (other.kind, other.options, other.card):
                yield f"bundles.json: {bundle.id}: {id} is another question in {code} than in {other_code}"
