"""The `kiosk` command: every order a technician, a developer or a demo may give, each with its help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """All commands and options. Kept free of slow imports, so that `kiosk --help` answers at once."""
    top = argparse.ArgumentParser(prog="kiosk", description="就近办 — the village kiosk and its tools.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _run(
        commands.add_parser(
            "run", help="run the kiosk on this machine", description="Run the kiosk with a settings file."
        )
    )
    _demo(commands.add_parser("demo", help="play the scripted visits on real parts, or open a window with a demo dock"))
    _platform(commands.add_parser("platform", help="the reference platform: serve, new-code, report"))
    _matters(commands.add_parser("matters", help="list and check the matters this kiosk knows"))
    return top


def _run(p: argparse.ArgumentParser) -> None:
    p.add_argument("--settings", type=Path, required=True, help="TOML file, see kiosk/settings.py for every name")


def _demo(p: argparse.ArgumentParser) -> None:
    p.add_argument("--out", type=Path, default=Path("out/demo"), help="where pictures, slips and visit.json go")
    p.add_argument("--headless", action="store_true", help="play the visits offscreen even where a display exists")
    p.add_argument("--only", default="", help="visits to play, for example: ab")


def _platform(p: argparse.ArgumentParser) -> None:
    p.add_argument("action", choices=["serve", "new-code", "report"], help="serve, make an enrolment code, or report")
    p.add_argument("--folder", type=Path, required=True, help="the platform's folder")
    p.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    p.add_argument("--people", type=Path, help="file of invented people for the shared-data sources")
    p.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def _matters(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "action", choices=["list", "check"], help="list: code and names; check: load all and report what is wrong"
    )
    p.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def main(argv: Sequence[str] | None = None) -> int:
    order = parser().parse_args(argv)
    from kiosk import bootstrap

    return bootstrap.do(order)
