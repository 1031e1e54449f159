"""What a case still lacks, all at once: nobody is sent back twice (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from kiosk.matters.facts import with_answers
from kiosk.matters.form import Field
from kiosk.matters.logic import Facts, evaluate
from kiosk.matters.model import Matter
from kiosk.matters.paper import Requirement
from kiosk.matters.text import Text
from kiosk.platform_client.contract import Application


def gaps(
    matter: Matter, application: Application, parts: frozenset[int], facts: Facts, shares: Mapping[str, object]
) -> tuple[Text, ...]:
    """The names of missing answers and papers. `parts`: the pages that arrived. What is unknown is never demanded."""
    known = with_answers(matter, facts, application.form)
    fields = (field.label for field in matter.fields if _lacks(field, application.form, known))
    papers = (p.name for p in matter.papers if _needed(p, known) and not _given(p, application, parts, shares))
    return tuple(chain(fields, papers))


def _lacks(field: Field, form: Mapping[str, str], known: Facts) -> bool:
    if not field.required or field.covered_by:
        return False
    if field.visible_when is not None and evaluate(field.visible_when, known) is not True:
        return False
    value = form.get(field.id, "").strip()
    return not value or bool(field.options and value not in {option.value for option in field.options})


def _needed(paper: Requirement, known: Facts) -> bool:
    if paper.required_when is not None:
        return evaluate(paper.required_when, known) is True
    return paper.required == "always"


def _given(paper: Requirement, application: Application, parts: frozenset[int], shares: Mapping[str, object]) -> bool:
    """By whatever way counts here: shared data has to be known to us, a picture has to have all its pages."""
    if paper.own_card and application.applicant.source:
        return True
    if paper.share and shares.get(paper.share) not in (None, False, ""):
        return True
    ways = {row.way for row in application.ledger if row.requirement == paper.id}
    if ("licence" in ways and paper.licence) or ("commitment" in ways and paper.commitment):
        return True
    pages = {page.page for page in application.papers if page.requirement == paper.id and page.part in parts}
    return pages >= set(range(1, paper.pages + 1))
