"""Whether a card can be believed, and what it tells about the person: age and sex, never the hukou (pure)."""
from __future__ import annotations

from datetime import date
from typing import Literal

from devices.interfaces import CardDocument, DocumentKind
from kiosk.identity.greeting import greeting
from kiosk.identity.model import Identity, IdentityProblem
from kiosk.identity.places import city_of
from kiosk.numbers import birth_of, is_id_number, is_old_foreigner_number, sex_of, tidy

__all__ = ["check_identity", "facts_from", "greeting"]


def check_identity(document: CardDocument, today: date) -> Identity | IdentityProblem:
    """The person, or why this card cannot be used. An expired card still says who somebody is: it gets a remark."""
    number = tidy(document.number)
    if not _number_holds(document, number, today):
        return IdentityProblem("card_unreadable", "number")
    if not (document.name or document.name_en):
        return IdentityProblem("card_unreadable", "name")
    return Identity(
        document=document,
        number=number,
        name=document.name or document.name_en,
        name_en=document.name_en,
        sex=_sex(document.sex, number),
        birth=document.birth or birth_of(number),
        remark="card_expired" if document.valid_to is not None and document.valid_to < today else "",
    )


def facts_from(identity: Identity, today: date) -> dict[str, object]:
    """What the card tells the rules. The hukou is not in it: numbers and old addresses stay when people move."""
    known: dict[str, object] = {
        "applicant.sex": identity.sex or None,
        "applicant.age": identity.age(today),
        "applicant.age_months": identity.age_months(today),
        "applicant.id_address_city": city_of(identity.document.address),
    }
    return {name: value for name, value in known.items() if value is not None}


def _number_holds(document: CardDocument, number: str, today: date) -> bool:
    if document.kind is DocumentKind.FOREIGN_PERMANENT_2017:
        return is_old_foreigner_number(number)
    return is_id_number(number, today)


def _sex(code: str, number: str) -> Literal["M", "F", ""]:
    """GB/T 2261.1; a card that does not say leaves it to the number."""
    stated = code if code in ("1", "2") else sex_of(number)
    return "M" if stated == "1" else "F" if stated == "2" else ""
