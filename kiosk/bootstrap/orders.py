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


def queue(order: argparse.Namespace) -> int:
    """list what is kept, or check every sealed file against its name. Only where no kiosk is running on the folder."""
    from offline_queue import OwnedElsewhere

    try:
        rows = waiting_rows(order.folder)
        damaged = check_files(order.folder) if order.action == "check" else []
    except OwnedElsewhere:
        print("the kiosk is running on this folder; stop it first, or ask it through `kiosk doctor`", file=sys.stderr)
        return 3
    lines = [f"{r['number']}  {r['state']:<10} tries {r['attempts']}  {r['reason']}" for r in rows]
    lines += [f"damaged: {name}" for name in damaged] or (
        [f"{len(rows)} kept, every file is whole"] if order.action == "check" else []
    )
    _print(order, {"entries": rows, "damaged": damaged}, lines)
    return 1 if damaged else 0


def doctor(order: argparse.Namespace) -> int:
    """Check every part once; each step with its time and what to do. 0 only if all is well."""
    from kiosk.bootstrap.look import check_up
    from kiosk.settings import SettingsProblem, load_settings

    try:
        settings = load_settings(order.settings)
    except SettingsProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    steps = check_up(settings)
    rows = [{"part": s.part, "step": s.name, "ok": s.ok, "seconds": round(s.seconds, 3), "do": s.remedy} for s in steps]
    marks = {True: "ok  ", False: "NO  "}
    lines = [f"{marks[bool(r['ok'])]}{r['part']:<18} {r['step']:<28} {r['seconds']:>7} s  {r['do']}" for r in rows]
    _print(order, {"steps": rows}, lines)
    return 0 if all(s.ok for s in steps) else 1


def _print(order: argparse.Namespace, data: Any, lines: list[str]) -> None:
    print(json.dumps(data, ensure_ascii=False) if order.json else "\n".join(lines))
