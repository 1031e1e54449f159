"""What every part of a matter's file is made of: frozen, strict about names, its rules checked when it is loaded."""
from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Described

from kiosk.matters.logic import evaluate


def _well_formed(rule: dict[str, Any]) -> dict[str, Any]:
    evaluate(rule, {})
    return rule


Rule = Annotated[dict[str, Any], AfterValidator(_well_formed)]
Name = Annotated[str, Described(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, Described(pattern=r"^DG-[A-Z]{2}-[0-9]{3}$")]
DataName = Annotated[str, Described(pattern=r"^(ds|el|cm)\.[a-z0-9_.]+$|^$")]
Mark = Literal["read", "known", "illustrative"]
"""read: seen in a public source, whose address is given. known: published law or policy from general knowledge, not
compared with the text. illustrative: ours, until the platform's entry replaces it."""


class Data(BaseModel):
    """Frozen, and a misspelt field is an error: a matter is written by people."""

    model_config = ConfigDict(frozen=True, extra="forbid")
