"""What was answered so far, and what became of one answer. Frozen; nothing personal in a `repr`."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Source(StrEnum):
    """Where an answer comes from; words: source.<value>."""

    CARD = "card"  # read from the chip, cannot be changed here
    SHARE = "share"  # the platform knew it
    ANSWER = "answer"  # the resident said it
    COMPUTED = "computed"


@dataclass(frozen=True, repr=False)
class Answer:
    value: str  # as the form carries it: "true", "2026-12-03", "M"
    source: Source


@dataclass(frozen=True, repr=False)
class Draft:
    """The form as far as it is filled in, by field id."""

    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, id: str) -> Answer | None:
        return self.answers.get(id)

    def with_answer(self, id: str, value: str, source: Source = Source.ANSWER) -> Draft:
        """A value that check_answer accepted, or that the card, a share or a computation gave."""
        return self._having({**self.answers, id: Answer(value, source)})

    def with_known(self, known: Draft) -> Draft:
        """`known` instead of all that was known before; what the resident said stays."""
        said = {name: answer for name, answer in self.answers.items() if answer.source is Source.ANSWER}
        return self._having({**known.answers, **said})

    def without(self, id: str) -> Draft:
        return self._having({name: answer for name, answer in self.answers.items() if name != id})

    def only(self, ids: frozenset[str]) -> Draft:
        return self._having({name: answer for name, answer in self.answers.items() if name in ids})

    def values(self) -> dict[str, str]:
        """Field id → value, as the form is handed in."""
        return {name: answer.value for name, answer in self.answers.items()}

    def as_facts(self) -> dict[str, object]:
        """The answers under the names rules use, form.<field> → text; matters.facts gives them their kinds."""
        return {f"form.{name}": answer.value for name, answer in self.answers.items()}

    @staticmethod
    def _having(answers: dict[str, Answer]) -> Draft:
        return Draft(MappingProxyType(answers))

    def __repr__(self) -> str:
        return f"Draft({', '.join(self.answers)})"


@dataclass(frozen=True, repr=False)
class Accepted:
    value: str  # tidied: the form carries this


@dataclass(frozen=True)
class Refused:
    error: str  # word key: error.<name>


@dataclass(frozen=True, repr=False)
class Suggestion:
    """A value one touch accepts. `source`: card (address on the card), here (the village of this kiosk)."""

    value: str
    source: str
