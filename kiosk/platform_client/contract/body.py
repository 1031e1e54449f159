"""What every body is made of, and how one is read."""
from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | int | float | bool | None
NO_NUL = r"^[^\u0000]*$"  # no writer needs that character, and not every database keeps it
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Long = Annotated[str, Field(max_length=4000, pattern=NO_NUL)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Way = Literal["card", "share", "licence", "commitment", "camera"]
Trust = Literal["A", "B", "C", "D"]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


B = TypeVar("B", bound=Body)


def read(kind: type[B], data: bytes | str) -> B:
    """A body as it came over the wire. Raises ValueError (pydantic's ValidationError) when it is not one."""
    return kind.model_validate_json(data, extra="ignore")


class Words(Body):
    zh: Long
    en: Long = ""


class Place(Body):
    """Where a kiosk stands."""

    town: Words
    village: Words
    centre: Words


class Person(Body):
    """Not for showing: `repr` holds no personal data."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__
