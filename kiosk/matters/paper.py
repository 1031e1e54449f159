"""The papers of a matter as data: each with every way to do without taking its picture, and those nobody needs."""
from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from kiosk.matters.data import Data, Name, Rule
from kiosk.matters.text import Text


class Expected(Data):
    """What must be readable on a page; `match` names the fact it must equal."""

    field: Name
    match: str = ""


class Camera(Data):
    pages: tuple[Text, ...]  # what to lay down, page by page: paper and side
    expect: tuple[Expected, ...] = ()


class Requirement(Data):
    """A paper the matter needs, and every way to do without taking its picture."""

    id: Name
    name: Text
    note: Text | None = None
    required: Literal["always", "conditional", "optional"]
    required_when: Rule | None = None
    own_card: bool = False  # the applicant's card read by chip is enough
    share: str = ""
    licence: str = ""
    commitment: str = ""  # template of a commitment that may replace it
    camera: Camera
    issuer: Text
    legal_basis: str = ""

    @property
    def pages(self) -> int:
        return len(self.camera.pages)

    @model_validator(mode="after")
    def _conditional_has_a_rule(self) -> Requirement:
        if (self.required == "conditional") != (self.required_when is not None):
            raise ValueError("required_when belongs to required: conditional, and the other way round")
        if not self.camera.pages:
            raise ValueError("camera.pages is empty")
        return self


class RemovedProof(Data):
    """A proof nobody needs any more; `ground` is one of the six official grounds."""

    name: Text
    ground: Literal[
        "no_legal_basis", "by_own_licence", "by_commitment", "covered_by_other", "by_network_check",
        "issuer_cannot_verify",
    ]
