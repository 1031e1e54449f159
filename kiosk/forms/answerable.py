"""Which questions a resident alone can answer at the screen (pure): by touching, by digits, by drawing a name."""
from __future__ import annotations

from kiosk.matters.model import Field, Kind, Matter

BY_TOUCH: frozenset[Kind] = frozenset(
    {"choice", "choices", "boolean", "date", "month", "integer", "decimal", "money", "phone", "id_number", "digits",
     "bank_account", "signature"}
)  # fmt: skip


def answerable(field: Field) -> bool:
    """What is not asked needs no answer, and what is suggested takes one touch; anything else needs its own screen."""
    return not field.asked or bool(field.suggest) or field.kind in BY_TOUCH


def stuck_at(matter: Matter) -> tuple[str, ...]:
    """The fields at which nobody alone could go on. Empty: the screens can walk through this matter."""
    return tuple(field.id for field in matter.fields if not answerable(field))
