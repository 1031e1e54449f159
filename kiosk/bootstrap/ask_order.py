"""The order `ask`: a question answered from the guides. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from kiosk.assets import asset
from kiosk.clock import SystemClock
from kiosk.consultation.ask import Advisor
from kiosk.consultation.model import KeptQuestion, Passage
from kiosk.consultation.words import UNKNOWN
from kiosk.matters.load import CatalogueProblem, load_catalogue


def ask(order: argparse.Namespace) -> int:
    """Exit status: 0 answered, or said that it is not known; 1 something in the catalogue is wrong."""
    try:
        advisor = Advisor(load_catalogue(asset("matters")))
    except CatalogueProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    reply = advisor.ask(order.question, SystemClock().now().date(), order.about)
    answer = {
        "known": reply.known,
        "answers": [_answer(one) for one in reply.passages],
        "offer_person": reply.offer_person,
        "say_zh": "" if reply.known else UNKNOWN.zh,
        "say_en": "" if reply.known else UNKNOWN.en,
        "question": _kept(reply.kept) if reply.kept else None,
    }
    if order.json:
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for one in reply.passages:
        print(f"{one.text.zh}\n{one.text.of('en')}\n    {one.source.cited.zh}")
    if not reply.known:
        print(f"{UNKNOWN.zh}\n{UNKNOWN.of('en')}")
    return 0


def _answer(one: Passage) -> dict[str, Any]:
    return {
        "matter": one.source.matter,
        "text_zh": one.text.zh,
        "text_en": one.text.of("en"),
        "source": one.source.cited.zh,
        "mark": one.source.mark,
        "source_en": one.source.cited.of("en"),
        "official": one.source.official,
        "field": one.source.field,
        "version": one.source.version,
        "kind": one.kind,
        "direct": one.direct,
    }


def _kept(question: KeptQuestion) -> dict[str, Any]:
    """What goes to the platform: nothing in it tells who asked."""
    return {
        "text": question.text,
        "kinds": list(question.kinds),
        "matters": list(question.matters),
        "removed": question.removed,
    }
