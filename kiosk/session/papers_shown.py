"""What screens may know about the papers of a case: the ledger, why each is asked, the promise and its signature."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.commitments.signature import Strokes
from kiosk.matters.text import Text


@dataclass(frozen=True)
class PaperLine:
    """`basis`: what stands behind the demand, in words that say by themselves when it is not official."""

    name: Text
    state: str  # "card", "share", "licence" (not asked, we have it), "choice" (a promise or the paper), "promised",
    # "camera" (will be photographed), "done"
    note: Text | None = None
    paper: str = ""  # requirement id: why it is asked can be touched where it is not empty
    basis: Text | None = None


@dataclass(frozen=True)
class GroundLine:
    """One of the six grounds on which a proof is cancelled, answered for this paper."""

    question: Text
    answer: Text
    spared: bool


@dataclass(frozen=True)
class PaperWhy:
    """为什么要交: who wants it, who makes it, by which law, and why it cannot be done without."""

    line: PaperLine
    asked_by: Text
    issuer: Text
    guide: Text | None
    grounds: tuple[GroundLine, ...]


@dataclass(frozen=True)
class NoticeLine:
    """One sentence of a notice. `about`: proves, replaces, checked, liability, excluded or choice."""

    about: str
    text: Text


@dataclass(frozen=True)
class CommitmentOffer:
    """A promise may replace this paper: everything that is said before the choice."""

    paper: str
    paper_name: Text
    name: Text
    notice: tuple[NoticeLine, ...]


@dataclass(frozen=True, repr=False)
class SignatureAsked:
    """`what`: the paper or the field that is signed for; `drawn`: how it was signed before a step back."""

    what: str
    title: Text
    statement: Text | None
    drawn: Strokes = ()
