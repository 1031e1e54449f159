"""What every part of a matter's file is made of: frozen, strict about names, its rules checked when it is loaded."""
from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Described

from kiosk.matters.logic import evaluate


def _well_formed(rule: dict[str, Any]) -> dict[str, Any]:
    evaluate(rule, {})
    return rule


Rule = Annotated[dict[str, Any], AfterValidator(_well_formed)]
Name = Annotated[str, Described(pattern=r"^[a-z][a-z0-9_]*$")]


class Data(BaseModel):
    """Frozen, and a misspelt field is an error: a matter is written by people."""

    model_config = ConfigDict(frozen=True, extra="forbid")
