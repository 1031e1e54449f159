"""The last look before handing in: every answer, one list of what is missing, what may stay empty, the declaration."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kiosk.forms.model import Answer, Draft, Source
from kiosk.forms.rules import visible
from kiosk.matters.benefits import shown
from kiosk.matters.logic import Facts
from kiosk.matters.model import Field, Matter
from kiosk.matters.text import Text
from kiosk.numbers import mask_account, mask_number, mask_phone

MASKS = {"id_number": mask_number, "phone": mask_phone, "bank_account": mask_account}
WORDED = ("choice", "choices", "boolean", "date", "month")
SIGNED = Text(zh="已经签名", en="Signed")


@dataclass(frozen=True, repr=False)
class Line:
    """`value` is masked where the kind asks for it; `text` when the value has words in each language."""

    field: str
    label: Text
    value: str
    source: str  # a Source, or "" for an empty one
    text: Text | None = None
    changeable: bool = False


@dataclass(frozen=True)
class Gap:
    """Something missing. `id` is the field or the paper; `text` its name."""

    kind: Literal["answer", "paper"]
    id: str
    text: Text


@dataclass(frozen=True, repr=False)
class Review:
    lines: tuple[Line, ...]
    optional: tuple[Line, ...]  # empty ones that may stay empty
    gaps: tuple[Gap, ...]  # empty: it can be handed in
    declaration: Text

    @property
    def complete(self) -> bool:
        return not self.gaps


def review(matter: Matter, draft: Draft, papers: Mapping[str, bool], facts: Facts) -> Review:
    """`papers`: every paper this case needs, and whether it is there (by whatever way).

    A gap is something the resident can close: what a card does not say is left to the clerk.
    """
    fields = visible(matter, draft, facts)
    answered = tuple((field, answer) for field in fields if (answer := draft.get(field.id)) is not None)
    missing = tuple(field for field in fields if draft.get(field.id) is None)
    gaps = tuple(Gap("answer", field.id, field.label) for field in missing if field.asked)
    gaps += tuple(Gap("paper", id, matter.paper(id).name) for id, there in papers.items() if not there)
    return Review(
        lines=tuple(_line(field, answer) for field, answer in answered),
        optional=tuple(Line(field.id, field.label, "", "", changeable=True) for field in missing if not field.required),
        gaps=gaps,
        declaration=matter.declaration,
    )


def _line(field: Field, answer: Answer) -> Line:
    mask = MASKS.get(field.kind, str)
    return Line(
        field=field.id,
        label=field.label,
        value=mask(answer.value),
        source=answer.source.value,
        text=_words(field, answer.value),
        changeable=answer.source in (Source.ANSWER, Source.SHARE),
    )


def _words(field: Field, value: str) -> Text | None:
    match field.kind:
        case "money":
            return Text(zh=f"{value} 元", en=f"¥{value}")
        case "signature":
            return SIGNED
        case _:
            return shown(field, value) if field.kind in WORDED else None
