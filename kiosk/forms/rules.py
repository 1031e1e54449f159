"""What the form knows already and what is still to ask: nothing that a card, a share or a paper tells (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from devices.interfaces import CardDocument
from kiosk.forms.check import check_answer
from kiosk.forms.computed import Known, compute
from kiosk.forms.model import Accepted, Draft, Refused, Source, Suggestion
from kiosk.matters.facts import with_answers
from kiosk.matters.logic import Facts, evaluate
from kiosk.matters.model import Field, Matter
from kiosk.numbers import birth_of, sex_of, tidy

__all__ = [
    "Accepted", "Refused", "Suggestion", "check_answer", "known_answers", "next_question", "questions", "settled",
    "suggestion", "visible", "worked_out",
]

SEXES = {"1": "M", "2": "F"}


def known_answers(matter: Matter, document: CardDocument, shares: Mapping[str, object], today: date) -> Draft:
    """Everything the form holds before anybody is asked. A share the form would refuse counts as unknown."""
    draft = Draft()
    birth = document.birth or birth_of(tidy(document.number))
    for field in matter.fields:
        if field.card is not None:
            value, source = _on_card(document, field, birth), Source.CARD
        elif field.computed is not None:
            value, source = compute(field.computed, Known(today, birth)) or "", Source.COMPUTED
        else:
            value, source = _shared(field, shares, today), Source.SHARE
        draft = draft.with_answer(field.id, value, source) if value else draft
    return draft


def worked_out(matter: Matter, draft: Draft, today: date) -> Draft:
    """The draft with every value that follows from an answer, such as an age from the number of a child."""
    for field in matter.fields:
        if field.computed is not None and field.computed.of:
            value = compute(field.computed, Known(today, None, draft.values()))
            draft = draft.with_answer(field.id, value, Source.COMPUTED) if value else draft.without(field.id)
    return draft


def visible(matter: Matter, draft: Draft, facts: Facts) -> tuple[Field, ...]:
    """The fields that belong to this case. While it is not known whether one does, it does not."""
    known = with_answers(matter, facts, draft.values())
    return tuple(f for f in matter.fields if f.visible_when is None or evaluate(f.visible_when, known) is True)


def questions(matter: Matter, draft: Draft, facts: Facts) -> tuple[Field, ...]:
    """Every question of this visit, answered ones too, in order: for "2 of 4"."""
    return tuple(f for f in visible(matter, draft, facts) if f.asked and _asks(f, draft))


def next_question(matter: Matter, draft: Draft, facts: Facts) -> Field | None:
    """The first question nobody and nothing has answered."""
    return next((field for field in questions(matter, draft, facts) if draft.get(field.id) is None), None)


def suggestion(field: Field, document: CardDocument | None, here: str = "") -> Suggestion | None:
    """What one touch may accept. `here`: the place of this kiosk in full, for a card that has no address."""
    known = {"card_address": document.address if document else "", "here": here}
    words = {"card_address": "card", "here": "here"}
    return next((Suggestion(known[name], words[name]) for name in field.suggest if known[name]), None)


def settled(matter: Matter, draft: Draft, facts: Facts) -> Draft:
    """The draft to hand in: without answers that do not belong to this case, such as a spouse who takes no part."""
    return draft.only(frozenset(field.id for field in visible(matter, draft, facts)))


def _asks(field: Field, draft: Draft) -> bool:
    answer = draft.get(field.id)
    return answer is None or answer.source is Source.ANSWER


def _on_card(document: CardDocument, field: Field, birth: date | None) -> str:
    match field.card:
        case "name":
            return document.name or document.name_en
        case "number":
            return tidy(document.number)
        case "birth":
            return birth.isoformat() if birth else ""
        case _:
            return SEXES.get(document.sex) or SEXES.get(sex_of(tidy(document.number)), "")


def _shared(field: Field, shares: Mapping[str, object], today: date) -> str:
    value = shares.get(field.share) if field.share else None
    if value is None or value == "":
        return ""
    checked = check_answer(field, str(value).lower() if isinstance(value, bool) else str(value), today)
    return "" if isinstance(checked, Refused) else checked.value
