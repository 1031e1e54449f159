"""How the screen says hello: surname and title, so that nobody behind reads a full name (pure)."""
from __future__ import annotations

from datetime import date

from kiosk.identity.model import Identity
from kiosk.identity.surnames import surname_of, surname_spoken
from kiosk.matters.text import Text

HONOURED = {"M": "伯", "F": "婆婆"}
POLITE = {"M": "先生", "F": "女士"}
ENGLISH = {"M": "Mr", "F": "Ms"}


def greeting(identity: Identity, today: date) -> Text:
    """陈伯 / Mr Chen; 何婆婆 / Ms He; 黄女士 / Ms Huang. A card that says no sex gets the surname and a plain 您好."""
    surname = surname_of(identity.name)
    titles = HONOURED if identity.elder(today) else POLITE
    spoken = _first_word(identity.name_en) or surname_spoken(surname)
    if not identity.sex:
        return Text(zh=f"{surname}，您好", en=spoken)
    return Text(zh=surname + titles[identity.sex], en=f"{ENGLISH[identity.sex]} {spoken}")


def _first_word(name_en: str) -> str:
    """The surname stands first on cards: "CHEN, Tai Man" and "Chen Tai Man" → Chen."""
    words = name_en.replace(",", " ").split()
    return words[0].capitalize() if words else ""
