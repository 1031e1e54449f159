"""The papers of a case: which way each came, and how far the way can be trusted."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiosk.matters.model import Requirement

__all__ = ["LedgerLine", "Requirement", "Trust", "Way"]

Trust = Literal["A", "B", "C", "D"]
"""国办函〔2016〕108号: A made by the department, B checked once at a window, C uploaded with the original still to be
checked, D the person's own statement."""


class Way(StrEnum):
    """How a paper is provided; the first that works, from the top. Words: way.<value>."""

    CARD = "card"  # the applicant's own card was read by chip
    SHARE = "share"  # another department has it
    LICENCE = "licence"  # an electronic licence
    COMMITMENT = "commitment"  # the person promises instead (告知承诺)
    CAMERA = "camera"  # photographed here


@dataclass(frozen=True)
class LedgerLine:
    """One paper of the case as it is handed in. `source`: the driver, share, licence or template that provided it."""

    requirement: str
    way: Way
    source: str
    trust: Trust
