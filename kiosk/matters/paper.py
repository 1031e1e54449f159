"""The papers of a matter as data: each with its law, its issuer, and every way to do without taking its picture."""
from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from kiosk.matters.data import Data, DataName, Name, Rule
from kiosk.matters.text import Text

Ground = Literal[
    "no_legal_basis", "by_own_licence", "by_commitment", "covered_by_other", "by_network_check", "issuer_cannot_verify"
]


class Expected(Data):
    """What must be readable on a page; `match` names the fact it must equal."""

    field: Name
    match: str = ""


class Camera(Data):
    pages: tuple[Text, ...]  # what to lay down, page by page: paper and side
    expect: tuple[Expected, ...] = ()


class Grounds(Data):
    """Why this paper is not cancelled, ground by ground. What the data answers by itself may stay out (grounds.py)."""

    by_own_licence: Text | None = None
    by_commitment: Text | None = None  # needed where no commitment may replace the paper
    covered_by_other: Text | None = None
    by_network_check: Text | None = None
    issuer_cannot_verify: Text | None = None


class Requirement(Data):
    """A paper the matter needs, and every way to do without taking its picture."""

    id: Name
    name: Text
    note: Text | None = None
    kind: Literal["certificate", "proof", "form", "photo", "other"] = "certificate"
    required: Literal["always", "conditional", "optional"]
    required_when: Rule | None = None
    own_card: bool = False  # the applicant's card read by chip is enough
    share: DataName = ""
    licence: DataName = ""
    commitment: DataName = ""  # template of a commitment that may replace it
    camera: Camera
    asked_by: Text  # 索要单位
    issuer: Text  # 开具单位
    guide: Text | None = None  # how to get it, or what to bring instead
    basis: tuple[Name, ...] = ()  # ids in legal_basis
    grounds: Grounds = Grounds()

    @property
    def pages(self) -> int:
        return len(self.camera.pages)

    @property
    def demanded(self) -> bool:
        """Somebody may be sent away without it, so the law has to stand behind it."""
        return self.required != "optional"

    @model_validator(mode="after")
    def _conditional_has_a_rule(self) -> Requirement:
        if (self.required == "conditional") != (self.required_when is not None):
            raise ValueError("required_when belongs to required: conditional, and the other way round")
        if not self.camera.pages:
            raise ValueError("camera.pages is empty")
        return self


class RemovedProof(Data):
    """A proof nobody needs any more; `ground` is one of the six official grounds.

    `paper`: its id in the versions that still asked for it, so that they stop asking as well.
    """

    name: Text
    ground: Ground
    paper: Name | Literal[""] = ""
    since: str = ""  # a year or a day, where it is known
