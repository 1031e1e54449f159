"""一件事: several matters for one event in life, with one form, one set of papers and one number."""
from __future__ import annotations

from typing import Self

from pydantic import Field as Described
from pydantic import model_validator

from kiosk.matters.data import Code, Data, Mark, Name, Rule
from kiosk.matters.text import Text


class Part(Data):
    """One case of the bundle. Without a code it is done by another office with the same papers; then `office` says who.

    `when` unknown means: ask, never assume.
    """

    code: Code | None = None
    text: Text
    office: Text | None = None
    when: Rule | None = None

    @model_validator(mode="after")
    def _somebody_does_it(self) -> Self:
        if (self.code is None) != (self.office is not None):
            raise ValueError("a part has a code, or else an office")
        return self


class Bundle(Data):
    """Fields and papers of the same id in several parts are one question and one picture."""

    id: Name
    name: Text
    short: Text
    summary: Text
    spoken: Text
    aliases: tuple[str, ...] = ()
    parts: tuple[Part, ...] = Described(min_length=2)
    mark: Mark
    source: str
