"""An answer as it is given: sentences of the guide, each with where it stands and how far it can be relied on."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.consultation.question import Kind
from kiosk.matters.data import Mark
from kiosk.matters.text import Text


@dataclass(frozen=True)
class Source:
    """`field`: the part of the matter that is quoted. `cited`: the laws behind it, and the doubt in the same breath
    where it is not official."""

    matter: str
    version: int
    field: str
    cited: Text
    mark: Mark
    official: bool


@dataclass(frozen=True)
class Passage:
    """`direct`: it answers what was asked. Otherwise it only says what the matter is about, or where to go."""

    text: Text
    source: Source
    kind: Kind | None
    direct: bool


@dataclass(frozen=True)
class KeptQuestion:
    """What was asked, for the platform to answer later. Nothing in it tells who asked; `removed` counts what did."""

    text: str
    kinds: tuple[Kind, ...]
    matters: tuple[str, ...]  # those that may have been meant
    removed: int


@dataclass(frozen=True)
class Reply:
    """`known` is false when no passage answers the question; then a person is offered and the question is kept."""

    known: bool
    passages: tuple[Passage, ...]
    kept: KeptQuestion | None

    @property
    def offer_person(self) -> bool:
        return not self.known
