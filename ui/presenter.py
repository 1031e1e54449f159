"""What the shell asks of every presenter, and the words data brings along."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kiosk.language import Words
from kiosk.matters.text import Text
from kiosk.session.model import Situation


class Presenter(Protocol):
    """A QObject with read-only properties for one screen. It keeps nothing that the situation does not hold any more,
    so that a situation without a person is also the wipe."""

    def show(self, situation: Situation, words: Words) -> None: ...


def text(words: Words, value: Text | None) -> str:
    return "" if value is None else value.of(words.tag)


def listed(words: Words, values: Iterable[Text]) -> str:
    """One after another, as the language separates them."""
    return words.say("list.comma").join(value.of(words.tag) for value in values)


def place(words: Words, situation: Situation) -> str:
    """Town and centre; the village only where the centre's name does not say it already."""
    site = situation.site
    village, centre = text(words, site.village), text(words, site.centre)
    gap = " " if words.tag.startswith("en") else ""
    named = centre if village in centre else f"{village}{gap}{centre}"
    return words.say("bar.place", town=text(words, site.town), centre=named)
