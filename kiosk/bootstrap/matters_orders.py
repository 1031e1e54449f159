"""The orders about the catalogue: list, check, judge, search, yours, packs. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kiosk.assets import asset
from kiosk.bootstrap.packs_orders import install, pack
from kiosk.clock import SystemClock
from kiosk.materials.ways import choose_way, needed_with
from kiosk.matters.check import check_catalogue
from kiosk.matters.law import LegalBasis
from kiosk.matters.load import Catalogue, CatalogueProblem, load_catalogue, read_matters
from kiosk.matters.model import Matter
from kiosk.matters.rules import Reason, judge
from kiosk.matters.search import Index
from kiosk.matters.tables import read_tables
from kiosk.matters.yours import yours


def matters(order: argparse.Namespace) -> int:
    """Exit status: 0 done, 1 something in the catalogue is wrong, 2 the order cannot be carried out."""
    try:
        return VERBS[order.verb](order)
    except CatalogueProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def _list(order: argparse.Namespace) -> int:
    catalogue = load_catalogue(asset("matters"))
    rows = [
        {
            "code": m.code,
            "version": m.version,
            "detail": m.detail,
            "modes": m.modes,
            "theme": m.theme,
            "zh": m.name.zh,
            "en": m.name.en,
        }
        for m in catalogue.matters
    ]
    _print(order, rows, [f"{m.code}  {m.detail:7}  {m.short.zh}  {m.short.en}" for m in catalogue.matters])
    return 0


def _check(order: argparse.Namespace) -> int:
    """Every matter and table; with --folder, the matters of that folder against the tables of the house."""
    tables = read_tables(asset("matters"))
    matters, problems = read_matters(order.folder or asset("matters"), tables)
    problems += check_catalogue(Catalogue(matters, tables))
    full = sum(matter.detail == "full" for matter in matters)
    for problem in problems:
        print(problem, file=sys.stderr)
    missing = sorted(tables.codes.keys() - {matter.code for matter in matters}) if order.folder is None else []
    found = {"matters": len(matters), "full": full, "problems": list(problems), "not_there_yet": missing}
    _print(order, found, [f"matters {len(matters)}, full {full}, problems {len(problems)}, to come {len(missing)}"])
    return 1 if problems else 0


def _judge(order: argparse.Namespace) -> int:
    """May this person: the answer kiosk and platform give, with every condition and paper."""
    catalogue = load_catalogue(asset("matters"))
    try:
        matter = catalogue.get(order.code)
    except KeyError:
        print(f"no matter {order.code}; kiosk matters list shows all", file=sys.stderr)
        return 2
    try:
        facts, params = _facts(order.facts)
    except (OSError, ValueError) as fault:
        print(f"{order.facts}: {fault}", file=sys.stderr)
        return 2
    found = judge(matter, facts, catalogue.tables.param_values | params)
    answer = {
        "verdict": found.outcome,
        "conditions": [_condition(reason) for reason in found.reasons],
        "papers": _papers(matter, facts),
        "matter": matter.code,
        "version": matter.version,
        "rule_version": found.rule_version,
    }
    lines = [found.outcome, *(f"{reason.id}: {reason.result}" for reason in found.reasons)]
    _print(order, answer, lines)
    return 0


def _search(order: argparse.Namespace) -> int:
    catalogue = load_catalogue(asset("matters"))
    found = Index(catalogue).search(order.words)
    rows = [
        {
            "code": one.code,
            "zh": catalogue.get(one.code).short.zh,
            "en": catalogue.get(one.code).short.en,
            "score": round(one.score, 2),
        }
        for one in found
    ]
    _print(order, rows, [f"{row['code']}  {row['zh']}  {row['en']}" for row in rows])
    return 0


def _yours(order: argparse.Namespace) -> int:
    """What a person is probably entitled to or due to do, from what is known only."""
    catalogue = load_catalogue(asset("matters"))
    try:
        facts, params = _facts(order.facts)
    except (OSError, ValueError) as fault:
        print(f"{order.facts}: {fault}", file=sys.stderr)
        return 2
    today = order.date or SystemClock().now().date()
    rows = [
        {
            "matter": one.code,
            "version": one.version,
            "kind": one.kind,
            "probably": True,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "say_zh": one.say.zh,
            "say_en": one.say.en,
            "why_zh": one.why.zh,
            "why_en": one.why.of("en"),
        }
        for one in yours(catalogue.matters, facts, today, catalogue.tables.param_values | params)
    ]
    _print(order, rows, [f"{row['matter']}  {row['say_zh']}  {row['why_zh']}" for row in rows])
    return 0


def _facts(path: Path) -> tuple[dict[str, object], dict[str, object]]:
    """`{"facts": {…}, "params": {…}}`, or the facts alone. Raises OSError and ValueError."""
    said = json.loads(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise ValueError("not an object of facts")
    facts, params = (said["facts"], said.get("params") or {}) if "facts" in said else (said, {})
    if not isinstance(facts, dict) or not isinstance(params, dict):
        raise ValueError("facts and params are objects")
    return facts, params


def _condition(reason: Reason) -> dict[str, Any]:
    return {
        "id": reason.id,
        "value": reason.result,
        "why": reason.why.zh if reason.why else None,
        "next": reason.next.zh if reason.next else None,
        "why_en": reason.why.en if reason.why else None,
        "next_en": reason.next.en if reason.next else None,
        "unknown": list(reason.unknown),
    }


def _papers(matter: Matter, facts: dict[str, object]) -> list[dict[str, Any]]:
    """The papers this person needs, by the way that works with what is known: facts of shares and licences count."""
    card = facts.get("session.id_verified") is True
    return [
        {
            "id": paper.id,
            "way": choose_way(paper, facts, card_read=card, licences=facts).value,
            "basis": [_basis(matter.basis(id)) for id in paper.basis],
        }
        for paper in needed_with(matter, facts)
    ]


def _basis(law: LegalBasis) -> dict[str, str]:
    return {
        "title": law.title,
        "article": law.article,
        "address": law.address,
        "mark": law.mark,
        "shown": law.cited.zh,
    }


def _print(order: argparse.Namespace, data: Any, lines: list[str]) -> None:
    print(json.dumps(data, ensure_ascii=False) if order.json else "\n".join(lines))


VERBS = {
    "list": _list,
    "check": _check,
    "judge": _judge,
    "search": _search,
    "yours": _yours,
    "pack": pack,
    "install": install,
}
