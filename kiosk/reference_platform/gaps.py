"""What a case still lacks, all at once: nobody is sent back twice (pure)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from kiosk.matters.commitment import Template
from kiosk.matters.facts import with_answers
from kiosk.matters.form import Field
from kiosk.matters.logic import Facts, evaluate
from kiosk.matters.model import Matter
from kiosk.matters.paper import Requirement
from kiosk.matters.text import Text
from kiosk.platform_client.contract import Application


@dataclass(frozen=True, repr=False)
class Given:
    """What came with a case. `parts`: the pages that arrived; `templates`: the promises that count today, by id."""

    application: Application
    parts: frozenset[int]
    shares: Mapping[str, object]
    templates: Mapping[str, Template]


def gaps(matter: Matter, given: Given, facts: Facts) -> tuple[Text, ...]:
    """The names of missing answers and papers. What is unknown is never demanded."""
    form = given.application.form
    known = with_answers(matter, facts, form)
    fields = (field.label for field in matter.fields if _lacks(field, form, known))
    papers = (paper.name for paper in matter.papers if _needed(paper, known) and not _there(paper, given))
    return tuple(chain(fields, papers))


def _lacks(field: Field, form: Mapping[str, str], known: Facts) -> bool:
    if not field.required or field.covered_by:
        return False
    if field.visible_when is not None and evaluate(field.visible_when, known) is not True:
        return False
    value = form.get(field.id, "").strip()
    said = set(value.split(",")) if field.kind == "choices" else {value}
    return not value or bool(field.options and not said <= {option.value for option in field.options})


def _needed(paper: Requirement, known: Facts) -> bool:
    if paper.required_when is not None:
        return evaluate(paper.required_when, known) is True
    return paper.required == "always"


def _there(paper: Requirement, given: Given) -> bool:
    """By whatever way counts here: shared data has to be known to us, a picture has to have all its pages."""
    application = given.application
    if paper.own_card and application.applicant.source:
        return True
    if paper.share and given.shares.get(paper.share) not in (None, False, ""):
        return True
    if paper.licence and any(row.way == "licence" for row in application.ledger if row.requirement == paper.id):
        return True
    pages = {page.page for page in application.papers if page.requirement == paper.id and page.part in given.parts}
    return pages >= set(range(1, paper.pages + 1)) or _promised(paper, given)


def _promised(paper: Requirement, given: Given) -> bool:
    """This person may promise, read today's words, and the signature arrived."""
    template = given.templates.get(paper.commitment)
    if template is None or given.shares.get(template.id) is not True:
        return False
    signed = {picture.sha for picture in given.application.signatures if picture.part in given.parts}
    today = (paper.id, template.id, template.version, template.text_hash)
    return any(
        (one.requirement, one.template, one.version, one.text_hash) == today and one.signature in signed
        for one in given.application.commitments
    )
