"""The words of screens, slips and errors in one language, from `assets/languages/<tag>.toml`."""
from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from kiosk.errors import Defect

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "languages"


class Words:
    """`say` finds a sentence by its dotted key. A missing key or value is a Defect: a house test compares the files,
    so that one can only be forgotten in code that was never run."""

    def __init__(self, tag: str, folder: Path = FOLDER) -> None:
        self.tag = tag
        self._sentences = dict(_flat(tomllib.loads((folder / f"{tag}.toml").read_text("utf-8"))))

    def say(self, key: str, **values: str | int) -> str:
        """The sentence `key` with its {placeholders} filled in."""
        try:
            return self._sentences[key].format_map(values)
        except KeyError as missing:
            raise Defect("defect", word=key, missing=str(missing.args[0])) from None

    def knows(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> frozenset[str]:
        return frozenset(self._sentences)

    def placeholders(self, key: str) -> frozenset[str]:
        """The names in braces of one sentence."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._sentences[key]) if name)

    def section(self, key: str) -> Mapping[str, str]:
        """Every sentence under one table, by its full key: what a notice says, for the record of a consent."""
        return {name: text for name, text in sorted(self._sentences.items()) if name.startswith(key + ".")}

    def day(self, day: date | str) -> str:
        """A date as people say it: 2026 年 11 月 24 日（星期二）, Tuesday 24 November 2026."""
        that = date.fromisoformat(day) if isinstance(day, str) else day
        return self.say(
            "day.full", year=that.year, month=self.say(f"month.{that.month}"), day=that.day,
            weekday=self.say(f"weekday.{that.isoweekday()}"),
        )

    def month(self, month: str) -> str:
        """`2026-12` as people say it: 2026 年 12 月, December 2026."""
        year, number = month.split("-")
        return self.say("day.month", year=int(year), month=self.say(f"month.{int(number)}"))


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The tags there is a word file for."""
    return tuple(sorted(file.stem for file in folder.glob("*.toml")))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, str(value)
