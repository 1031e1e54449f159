"""The orders about the reference platform. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.reference_platform.platform import PlatformSettings


def platform(order: argparse.Namespace) -> int:
    """serve until stopped, make an enrolment code, take a stick in, decide a case, report without personal data, or
    print the published document. 2: no folder was named; 3: the database cannot be used."""
    if order.action == "openapi":
        return _openapi()
    if order.folder is None:
        print(f"{order.action} needs --folder DIR", file=sys.stderr)
        return 2
    from kiosk.reference_platform.migrate import NotOpened

    try:
        return _DO[order.action](order)
    except NotOpened as why:
        print(why, file=sys.stderr)
        return 3


def _serve(order: argparse.Namespace) -> int:
    from kiosk.reference_platform.server import serve

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    serve(_settings(order), order.port, order.workers)
    return 0


def _settings(order: argparse.Namespace) -> PlatformSettings:
    from kiosk.reference_platform.platform import PlatformSettings

    return PlatformSettings(order.folder, order.people, database=order.database)


def _new_code(order: argparse.Namespace) -> int:
    from kiosk.reference_platform.codes import new_code

    code = new_code(order.folder, database=order.database)
    _print(order, {"code": code}, [code])
    return 0


def _report(order: argparse.Namespace) -> int:
    from kiosk.reference_platform.report import report

    found = report(order.folder, order.database)
    _print(order, found, [f"{name}: {value}" for name, value in found.items() if name != "cases"])
    return 0


def _openapi() -> int:
    from kiosk.reference_platform.app import routes
    from kiosk.reference_platform.openapi import document_text

    sys.stdout.write(document_text(routes()))
    return 0


def _import_stick(order: argparse.Namespace) -> int:
    """1: something on it was refused, or nothing of any kiosk is there; 2: no stick was named."""
    from kiosk.clock import SystemClock
    from kiosk.reference_platform.platform import open_platform
    from kiosk.reference_platform.stick import as_data, import_stick, in_words

    if order.source is None:
        print("import-stick needs --from DIR", file=sys.stderr)
        return 2
    platform = open_platform(_settings(order), SystemClock())
    try:
        brought = import_stick(platform, order.source)
    finally:
        platform.records.close()
    nothing = ["nothing of any kiosk is on it"] if not brought else []
    _print(order, [as_data(one) for one in brought], [line for one in brought for line in in_words(one)] or nothing)
    return int(not brought or any(one.refused or one.problem for one in brought))


NOT_DECIDED = {
    "case_unknown": "no case has this number",
    "case_closed": "this case is not open for that",
    "reason_missing": "a refusal needs --reason: what the resident reads",
    "case_unreadable": "this case cannot be opened here",
}


def _decide(order: argparse.Namespace) -> int:
    """1: nothing was decided; 2: no number or no decision was given."""
    from kiosk.clock import SystemClock
    from kiosk.reference_platform.platform import open_platform
    from kiosk.reference_platform.rulings import NotDecided, decide_case

    if not order.number or order.decision is None:
        print("decide needs NUMBER and one of --accept, --approve, --reject", file=sys.stderr)
        return 2
    platform = open_platform(_settings(order), SystemClock())
    try:
        state = decide_case(platform, order.number, order.decision, order.reason)
    except NotDecided as why:
        print(NOT_DECIDED[why.code], file=sys.stderr)
        return 1
    finally:
        platform.records.close()
    _print(order, {"number": order.number, "state": state}, [f"{order.number}  {state}"])
    return 0


_DO = {
    "serve": _serve, "new-code": _new_code, "report": _report, "import-stick": _import_stick, "decide": _decide,
}  # fmt: skip


def _print(order: argparse.Namespace, data: Any, lines: list[str]) -> None:
    print(json.dumps(data, ensure_ascii=False) if order.json else "\n".join(lines))
