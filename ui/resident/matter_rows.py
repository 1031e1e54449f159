"""A matter as a row of a list: the same on the attract screen and in the list of matters (pure)."""
from __future__ import annotations

from pathlib import Path

from kiosk.language import Words
from kiosk.session.model import MatterCard
from ui.rows import Row

ICONS = frozenset(file.stem for file in (Path(__file__).resolve().parents[2] / "assets/theme/icons").glob("*.svg"))
ROLES = ("code", "title", "summary", "badge", "tone", "symbol", "doing")


def icon(stem: str) -> str:
    return stem if stem in ICONS else "paper"


def row(card: MatterCard, words: Words) -> Row:
    """Before anyone is known a card says how long it takes; afterwards whether it may be for this person."""
    badge, tone = _badge(card, words)
    maybe = card.judgement == "eligible"
    return {
        "code": card.code,
        "title": card.short.of(words.tag),
        "summary": (card.note or card.summary).of(words.tag),
        "badge": badge,
        "tone": tone,
        "symbol": icon(card.icon),
        "doing": words.say("matters.look_maybe" if maybe else "matters.look"),
    }


def _badge(card: MatterCard, words: Words) -> tuple[str, str]:
    if card.judgement == "eligible":
        return words.say("badge.maybe"), "amber"
    if card.judgement == "not_eligible":
        return words.say("badge.not_now"), "paper"
    return time_needed(card, words), "amber" if card.instant else "paper"


def time_needed(card: MatterCard, words: Words) -> str:
    """How long it takes, or nothing where that is not known."""
    if card.instant:
        return words.say("badge.instant")
    return words.say("badge.days", days=card.days) if card.days else ""
