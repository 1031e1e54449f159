"""The form of a matter as data: each field says where its value comes from, so that little is left to ask."""
from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from kiosk.matters.data import Data, DataName, Name, Rule
from kiosk.matters.text import Text

Kind = Literal[
    "choice", "choices", "boolean", "date", "month", "integer", "decimal", "money", "phone", "name", "id_number",
    "address", "region", "text", "digits", "bank_account", "members", "signature", "slot",
]
CardValue = Literal["name", "number", "sex", "birth"]
ComputationName = Literal["first_month_from_age", "this_month", "months_ago", "age_of", "months_of", "birth_of"]
Suggestion = Literal["card_address", "here"]


class Choice(Data):
    value: str
    label: Text


class Computation(Data):
    """A value worked out, by its name in kiosk/forms/computed.py. `of`: the field it is worked out from."""

    name: ComputationName
    age: int = 0
    months: int = 0
    of: Name | Literal[""] = ""
    day: str = ""  # MM-DD of this year, for an age on that day


class Column(Data):
    """One thing asked about every person of a list."""

    id: Name
    kind: Literal["name", "id_number", "choice", "boolean", "money", "phone"]
    label: Text
    options: tuple[Choice, ...] = ()


class Field(Data):
    """One thing the form holds. `card`, `share` and `computed` say where the kiosk takes it from without asking."""

    id: Name
    kind: Kind
    label: Text
    help: Text | None = None
    options: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    required: bool = True
    card: CardValue | None = None  # read from the chip, cannot be changed here
    share: DataName = ""  # shared data that answers it, when the platform has it
    computed: Computation | None = None
    suggest: tuple[Suggestion, ...] = ()  # one touch accepts it; the first that is known
    covered_by: Name | Literal[""] = ""  # the photographed paper shows it: the clerk reads it there, nobody types it
    visible_when: Rule | None = None
    min: int | None = None
    max: int | None = None
    max_length: int = 100
    earliest_days: int | None = None  # dates: not before today + this many days
    latest_days: int | None = None  # dates: not after today + this many days

    @property
    def asked(self) -> bool:
        """Whether the kiosk may ask it as a question of its own."""
        return self.required and self.card is None and self.computed is None and not self.covered_by

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Field:
        if (self.kind in ("choice", "choices")) != bool(self.options):
            raise ValueError("options belong to a choice, and a choice needs them")
        if (self.kind == "members") != bool(self.columns):
            raise ValueError("columns belong to members, and members need them")
        return self
