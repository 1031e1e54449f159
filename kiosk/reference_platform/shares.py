"""Where the platform gets shared data from: sources asked in order; what nobody knows is unknown."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from kiosk.numbers import tidy
from kiosk.platform_client.contract import FactValue, Scalar


class ShareSource(Protocol):
    """One department's data. Only facts it knows are in the answer, each with who knows it since when."""

    def look_up(self, number: str, name: str, today: date) -> Mapping[str, FactValue]: ...


class DemoPeople:
    """Invented people from a file, found by ID number and name."""

    def __init__(self, people: Mapping[str, tuple[str, Mapping[str, Scalar]]]) -> None:
        self._people = people

    @classmethod
    def load(cls, path: Path) -> DemoPeople:
        """`{"people": [{"number", "name", "shares": {fact: value}}]}`. Raises OSError, ValueError, KeyError."""
        rows = json.loads(path.read_text(encoding="utf-8"))["people"]
        return cls({tidy(row["number"]): (row["name"], row["shares"]) for row in rows})

    def look_up(self, number: str, name: str, today: date) -> Mapping[str, FactValue]:
        known_as, shares = self._people.get(tidy(number), ("", {}))
        if known_as != name:
            return {}
        said = {fact: value for fact, value in shares.items() if value is not None}
        return {fact: FactValue(value=v, source="demo_people", as_of=today.isoformat()) for fact, v in said.items()}


def known_about(sources: Iterable[ShareSource], number: str, name: str, today: date) -> dict[str, FactValue]:
    """Everything the sources know; for one fact the first that knows it counts."""
    known: dict[str, FactValue] = {}
    for source in sources:
        known = {**source.look_up(number, name, today), **known}
    return known
