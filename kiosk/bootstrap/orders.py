"""The orders that look at things and print: queue, platform, matters, doctor. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from typing import Any

from kiosk.assets import asset
from kiosk.matters.load import CatalogueProblem, load_catalogue


def matters(order: argparse.Namespace) -> int:
    """list, or check: a pack that does not load is named with file and field."""
    try:
        catalogue = load_catalogue(asset("matters"))
    except CatalogueProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    rows = [{"code": m.code, "version": m.version, "zh": m.name.zh, "en": m.name.en} for m in catalogue.matters]
    _print(order, rows, [f"{r['code']}  {r['zh']}  {r['en']}" for r in rows])
    return 0


def platform(order: argparse.Namespace) -> int:
    """serve until stopped, make an enrolment code, or report the cases without personal data."""
    if order.action == "serve":
        from kiosk.reference_platform.server import serve

        logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
        serve(order.folder, order.port, people=order.people)
        return 0
    if order.action == "new-code":
        from kiosk.reference_platform.codes import new_code

        code = new_code(order.folder)
        _print(order, {"code": code}, [code])
        return 0
    from kiosk.reference_platform.report import report

    found = report(order.folder)
    _print(order, found, [f"{name}: {value}" for name, value in found.items() if name != "cases"])
    return 0


def _print(order: argparse.Namespace, data: Any, lines: list[str]) -> None:
    print(json.dumps(data, ensure_ascii=False) if order.json else "\n".join(lines))
