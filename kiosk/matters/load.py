"""Reads the catalogue from its folder: one folder per matter, one dictionary of the facts its rules may ask for."""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.matters.model import Data, Matter

T = TypeVar("T")


class CatalogueProblem(ValueError):
    """A file of the catalogue is wrong; the sentence names the file and the field."""


class Fact(Data):
    """A fact a rule may ask for as `{"var": name}`, and who knows it."""

    kind: Literal["boolean", "integer", "number", "text", "region"]
    source: Literal["card", "share", "session"]
    says: str


@dataclass(frozen=True)
class Catalogue:
    matters: tuple[Matter, ...]
    facts: dict[str, Fact]

    def get(self, code: str) -> Matter:
        """Raises KeyError for a code that is not here."""
        return {matter.code: matter for matter in self.matters}[code]

    def share_names(self, code: str) -> tuple[str, ...]:
        """What to ask the platform for this matter: facts of its rules, answers and papers it may already have."""
        matter = self.get(code)
        asked = {name for name in matter.variables if name in self.facts and self.facts[name].source == "share"}
        asked |= {field.share for field in matter.fields} | {paper.share for paper in matter.papers}
        return tuple(sorted(asked - {""}))


def load_catalogue(folder: Path) -> Catalogue:
    """Read `facts.json` and every `<code>/matter.json`. Raises CatalogueProblem."""
    facts = _read(folder / "facts.json", TypeAdapter(dict[str, Fact]))
    matters = tuple(_load_matter(path, facts) for path in sorted(folder.glob("*/matter.json")))
    if not matters:
        raise CatalogueProblem(f"{folder}: no matter found")
    return Catalogue(matters, facts)


def _load_matter(path: Path, facts: dict[str, Fact]) -> Matter:
    matter = _read(path, TypeAdapter(Matter))
    faults = tuple(_faults(matter, path.parent.name, facts))
    if faults:
        raise CatalogueProblem(f"{path}: {'; '.join(faults)}")
    return matter


def _read(path: Path, kind: TypeAdapter[T]) -> T:
    try:
        return kind.validate_python(json.loads(path.read_text(encoding="utf-8")), strict=False)
    except FileNotFoundError as error:
        raise CatalogueProblem(f"{path}: not found") from error
    except json.JSONDecodeError as error:
        raise CatalogueProblem(f"{path}: line {error.lineno}: {error.msg}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CatalogueProblem(f"{path}: {'; '.join(faults)}") from error


def _faults(matter: Matter, folder: str, facts: dict[str, Fact]) -> Iterator[str]:
    if matter.code != folder:
        yield f"code: {matter.code} is in folder {folder}"
    for group in ("conditions", "scenarios", "fields", "papers"):
        ids = [part.id for part in getattr(matter, group)]
        yield from (f"{group}: {id} is there twice" for id in sorted({id for id in ids if ids.count(id) > 1}))
    known = facts.keys() | {f"form.{f.id}" for f in matter.fields} | {f"scenario.{s.id}" for s in matter.scenarios}
    yield from (f"rules: unknown variable {name}" for name in sorted(matter.variables - known))
    papers = {paper.id for paper in matter.papers} | {""}
    lost = (field for field in matter.fields if field.covered_by not in papers)
    yield from (f"fields.{field.id}.covered_by: no paper {field.covered_by}" for field in lost)
