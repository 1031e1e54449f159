"""The orders about the reference platform. With --json, JSON alone on stdout."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from typing import Any


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
