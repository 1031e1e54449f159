"""Reads the catalogue from its folder: one folder per matter, and the tables beside them."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from kiosk.matters.faults import faults
from kiosk.matters.model import Matter
from kiosk.matters.tables import CatalogueProblem, Fact, Tables, read, read_tables

__all__ = ["Catalogue", "CatalogueProblem", "Fact", "load_catalogue", "read_matter", "read_matters"]


@dataclass(frozen=True)
class Catalogue:
    matters: tuple[Matter, ...]
    tables: Tables

    @property
    def facts(self) -> dict[str, Fact]:
        return self.tables.facts

    @property
    def offered(self) -> Catalogue:
        """Only the matters the screens can walk through."""
        return replace(self, matters=tuple(m for m in self.matters if m.code in self.tables.offered))

    def get(self, code: str) -> Matter:
        """Raises KeyError for a code that is not here."""
        return {matter.code: matter for matter in self.matters}[code]

    def share_names(self, code: str) -> tuple[str, ...]:
        """What to ask the platform for this matter: facts of its rules, answers and papers it may already have."""
        matter = self.get(code)
        asked = {name for name in matter.variables if name in self.facts and self.facts[name].source == "share"}
        asked |= {field.share for field in matter.fields} | {paper.share for paper in matter.papers}
        asked |= {paper.commitment for paper in matter.papers}  # may this person promise instead?
        asked |= set(matter.lookup.facts) if matter.lookup else set()
        asked |= {bill.share for bill in matter.payment.bills} if matter.payment else set()
        return tuple(sorted(asked - {""}))


def load_catalogue(folder: Path) -> Catalogue:
    """Read the tables and every `<code>/matter.json`. Raises CatalogueProblem with everything that is wrong."""
    tables = read_tables(folder)
    matters, problems = read_matters(folder, tables)
    if problems:
        raise CatalogueProblem("\n".join(problems))
    if not matters:
        raise CatalogueProblem(f"{folder}: no matter found")
    return Catalogue(matters, tables)


def read_matters(folder: Path, tables: Tables) -> tuple[tuple[Matter, ...], tuple[str, ...]]:
    """The matters of a folder that are right, and a sentence with file and field for each that is not."""
    found: list[Matter] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*/matter.json")):
        try:
            found.append(read_matter(path, tables))
        except CatalogueProblem as problem:
            problems.append(str(problem))
    return tuple(found), tuple(problems)


def read_matter(path: Path, tables: Tables) -> Matter:
    """One matter that is right. Raises CatalogueProblem."""
    matter = read(path, TypeAdapter(Matter))
    wrong = tuple(_all_faults(matter, path, tables))
    if wrong:
        raise CatalogueProblem(f"{path}: {'; '.join(wrong)}")
    return matter


def _all_faults(matter: Matter, path: Path, tables: Tables) -> Iterator[str]:
    if matter.code != path.parent.name:
        yield f"code: {matter.code} is in folder {path.parent.name}"
    if matter.result.sample and not (path.parent / matter.result.sample).is_file():
        yield f"result.sample: no file {matter.result.sample}"
    yield from faults(matter, tables)
