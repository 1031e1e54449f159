"""The tables beside the matters: facts, parameters, shared data, commitments, bundles and the rest."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.matters.bundle import Bundle
from kiosk.matters.commitment import Template
from kiosk.matters.data import Data
from kiosk.matters.text import Text

T = TypeVar("T")


class CatalogueProblem(ValueError):
    """A file of the catalogue is wrong; the sentence names the file and the field."""


class Fact(Data):
    """A fact a rule may ask for as `{"var": name}`, and who knows it. `values`: all it can be, for a text.

    `holder`: the shared data it is taken from. `declarable`: the resident may say it, and is believed until checked.
    """

    kind: Literal["boolean", "integer", "number", "text", "region"]
    source: Literal["card", "share", "session", "declared"]
    says: Text
    holder: str = ""
    values: tuple[str, ...] = ()
    declarable: bool = False


class Param(Data):
    """A value the platform publishes. None: a rule that asks for it stays unknown until it does."""

    says: Text
    value: int | float | None
    note: str = ""


class Holding(Data):
    """Data or a licence another office has. The identifiers are ours until the platform gives its own."""

    name: Text
    holder: Text


class Event(Data):
    """An event in life, with the words people use for it."""

    name: Text
    words: tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    facts: dict[str, Fact]
    params: dict[str, Param]
    themes: dict[str, Text]
    shares: dict[str, Holding]
    licences: dict[str, Holding]
    commitments: dict[str, Template]
    bundles: dict[str, Bundle]
    events: dict[str, Event]
    codes: dict[str, str]  # every code there is to be → its theme
    colloquial: dict[str, str]  # what is said → the word the catalogue uses
    offered: tuple[str, ...]  # the matters the screens can walk through so far

    @property
    def param_values(self) -> dict[str, object]:
        return {name: param.value for name, param in self.params.items()}


def read_tables(folder: Path) -> Tables:
    """Raises CatalogueProblem."""
    commitments = read(folder / "commitments.json", TypeAdapter(tuple[Template, ...]))
    bundles = read(folder / "bundles.json", TypeAdapter(tuple[Bundle, ...]))
    return Tables(
        facts=read(folder / "facts.json", TypeAdapter(dict[str, Fact])),
        params=read(folder / "params.json", TypeAdapter(dict[str, Param])),
        themes=read(folder / "themes.json", TypeAdapter(dict[str, Text])),
        shares=read(folder / "shares.json", TypeAdapter(dict[str, Holding])),
        licences=read(folder / "licences.json", TypeAdapter(dict[str, Holding])),
        commitments={one.id: one for one in commitments},
        bundles={one.id: one for one in bundles},
        events=read(folder / "events.json", TypeAdapter(dict[str, Event])),
        codes=read(folder / "codes.json", TypeAdapter(dict[str, str])),
        colloquial=read(folder / "colloquial.json", TypeAdapter(dict[str, str])),
        offered=read(folder / "offered.json", TypeAdapter(tuple[str, ...])),
    )


def read(path: Path, kind: TypeAdapter[T]) -> T:
    """Raises CatalogueProblem, with the file and every field that is wrong."""
    try:
        return kind.validate_python(json.loads(path.read_text(encoding="utf-8")), strict=False)
    except FileNotFoundError as error:
        raise CatalogueProblem(f"{path}: not found") from error
    except json.JSONDecodeError as error:
        raise CatalogueProblem(f"{path}: line {error.lineno}: {error.msg}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CatalogueProblem(f"{path}: {'; '.join(faults)}") from error
