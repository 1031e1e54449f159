"""Which papers a case needs, and the easiest way to provide each: the camera comes last (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, assert_never

from devices.interfaces import CardDocument
from kiosk.materials.model import LedgerLine, Requirement, Trust, Way
from kiosk.matters.facts import complete, with_answers
from kiosk.matters.logic import Facts, evaluate
from kiosk.matters.model import Matter

NOTHING: Mapping[str, object] = {}


class Answers(Protocol):
    """A draft of the form."""

    def values(self) -> dict[str, str]: ...


def needed(matter: Matter, answers: Answers, facts: Facts) -> tuple[Requirement, ...]:
    """The papers this case needs. One whose rule is not known yet is not asked for; optional ones are never in it."""
    return needed_with(matter, with_answers(matter, facts, answers.values()))


def needed_with(matter: Matter, facts: Facts) -> tuple[Requirement, ...]:
    """The same from facts alone, which hold the answers as form.<field>."""
    known = complete(matter, facts)
    return tuple(paper for paper in matter.papers if _needs(paper, known))


def choose_way(
    requirement: Requirement,
    shares: Mapping[str, object],
    *,
    card_read: bool,
    licences: Mapping[str, object] = NOTHING,
    commitment_allowed: bool | None = None,
) -> Way:
    """Card in hand, then share → licence → commitment → camera.

    `shares` and `licences` are what the platform said by name; absent, None and False all mean: not there. With the
    line down both are empty, and nothing is assumed. A commitment is offered only where the platform allows it.
    """
    if requirement.own_card and card_read:
        return Way.CARD
    if requirement.share and _held(shares, requirement.share):
        return Way.SHARE
    if requirement.licence and _held(licences, requirement.licence):
        return Way.LICENCE
    if requirement.commitment and commitment_allowed:
        return Way.COMMITMENT
    return Way.CAMERA


def ledger_line(requirement: Requirement, way: Way, document: CardDocument | None) -> LedgerLine:
    """The line of one paper. Raises ValueError for the way CARD without a card."""
    match way:
        case Way.CARD:
            if document is None:
                raise ValueError("no card was read")
            return LedgerLine(requirement.id, way, document.source, trust_of(way, document.verified))
        case Way.SHARE:
            source = requirement.share
        case Way.LICENCE:
            source = requirement.licence
        case Way.COMMITMENT:
            source = requirement.commitment
        case Way.CAMERA:
            source = "document_camera"
        case _:
            assert_never(way)
    return LedgerLine(requirement.id, way, source, trust_of(way))


def trust_of(way: Way, verified: str = "none") -> Trust:
    """A card counts as made by the department only when the security module vouched for it (`verified` "sam")."""
    match way:
        case Way.SHARE | Way.LICENCE:
            return "A"
        case Way.CARD:
            return "A" if verified == "sam" else "C"
        case Way.CAMERA:
            return "C"
        case Way.COMMITMENT:
            return "D"
        case _:
            assert_never(way)


def _needs(paper: Requirement, known: Facts) -> bool:
    if paper.required_when is not None:
        return evaluate(paper.required_when, known) is True
    return paper.required == "always"


def _held(said: Mapping[str, object], name: str) -> bool:
    return said.get(name) not in (None, False, "")
