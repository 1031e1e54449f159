"""The `kiosk` command: every order a technician, a developer or a demo may give, each with its help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
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
    _doctor(
        commands.add_parser(
            "doctor",
            help="what is broken on this machine, and what to do about it",
            description="Check every part of this kiosk once: settings, folder, fonts, clock, keys, queue, platform, "
            "readers, camera, printer. Exit status: 0 all is well, 1 a part is broken or unknown, 2 the settings are "
            "wrong. A kiosk that runs keeps its devices: they are reported as in use.",
        )
    )
    _queue(
        commands.add_parser(
            "queue",
            help="what is kept here and on its way: list, show, check, hold, release, retry, export, import, rebuild",
            description="Look at what residents handed in on this machine, and give orders about it. No personal data: "
            "numbers, states and codes only. Exit status: 0 done, 1 not possible or damaged, 2 the settings are wrong, "
            "3 the queue cannot be opened or is owned by a running kiosk.",
        )
    )
    _platform(commands.add_parser("platform", help=f"the reference platform: {', '.join(PLATFORM_ACTIONS)}"))
    _matters(commands.add_parser("matters", help=f"the matters this kiosk knows: {', '.join(MATTERS_VERBS)}"))
    _ask(
        commands.add_parser(
            "ask",
            help="ask in your own words: the guide is quoted with its source, or it says that it does not know",
            description="Answer a question from the guides, offline. Exit status: 0 also when it does not know.",
        )
    )
    return top


def _run(p: argparse.ArgumentParser) -> None:
    p.add_argument("--settings", type=Path, required=True, help="TOML file, see kiosk/settings.py for every name")


def _demo(p: argparse.ArgumentParser) -> None:
    p.add_argument("--out", type=Path, default=Path("out/demo"), help="where pictures, slips and visit.json go")
    p.add_argument("--headless", action="store_true", help="play the visits offscreen even where a display exists")
    p.add_argument("--only", default="", help="visits to play, for example: ab")


def _doctor(p: argparse.ArgumentParser) -> None:
    p.add_argument("--settings", type=Path, required=True, help="the settings file of the kiosk to check")
    p.add_argument("--json", action="store_true", help="print JSON alone on standard output")


QUEUE_VERBS = {  # verb: (its line in the help, whether it is about one submission)
    "list": ("everything that is not finished, oldest first; also while the kiosk runs", False),
    "show": ("one submission: its state, what that means, its history; also while the kiosk runs", True),
    "check": ("database and every sealed file against its name; also while the kiosk runs", False),
    "hold": ("do not send this one until it is released; only while the kiosk is stopped", True),
    "release": ("let one that is held be sent again; only while the kiosk is stopped", True),
    "retry": ("send one again that the platform refused; only while the kiosk is stopped", True),
    "export": ("everything that waits, sealed, onto a stick for the centre; only while the kiosk is stopped", False),
    "import": ("receipts and results back from the stick; only while the kiosk is stopped", False),
    "rebuild": ("the database made anew from the sealed files; only while the kiosk is stopped", False),
}


STICK = "the folder the stick is mounted on"


def _queue(p: argparse.ArgumentParser) -> None:
    verbs = p.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (line, about_one) in QUEUE_VERBS.items():
        verb = verbs.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        if about_one:
            verb.add_argument("number", metavar="N", help="the 14 digits on the slip (spaces allowed), or the id")
        if name == "list":
            verb.add_argument("--all", action="store_true", help="also what was delivered or closed long ago")
        if name == "export":
            verb.add_argument("--to", type=Path, required=True, metavar="DIR", help=STICK)
        if name == "import":
            _from(verb, required=True)
        verb.add_argument("--settings", type=Path, required=True, help="the settings file of the kiosk")
        verb.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def _from(p: argparse.ArgumentParser, required: bool) -> None:
    p.add_argument("--from", type=Path, required=required, dest="source", metavar="DIR", help=STICK)


PLATFORM_ACTIONS = ("serve", "new-code", "report", "import-stick", "decide", "openapi")
DECISIONS = {
    "accept": "decide: the case is taken on",
    "approve": "decide: it is granted",
    "reject": "decide: it is refused, with --reason",
}


def _platform(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "action",
        choices=PLATFORM_ACTIONS,
        help="serve, make an enrolment code, report, take in what kiosks exported to a stick, decide a case as a "
        "person would (both also while it serves), or print the OpenAPI document of all calls",
    )
    p.add_argument("number", nargs="?", default="", metavar="NUMBER", help="decide: the number on the slip, or ours")
    for order, line in DECISIONS.items():
        p.add_argument(f"--{order}", dest="decision", action="store_const", const=order, help=line)
    p.add_argument("--reason", default="", help="decide: what the resident reads; needed to reject")
    _from(p, required=False)
    p.add_argument("--folder", type=Path, help="the platform's folder; all but openapi need it")
    p.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    p.add_argument("--people", type=Path, help="file of invented people for the shared-data sources")
    p.add_argument(
        "--database",
        default="",
        help="postgresql+psycopg://user@host:port/name instead of SQLite in the folder; a password belongs in .pgpass",
    )
    p.add_argument("--workers", type=int, default=1, help="serve: so many processes, with --database only")
    p.add_argument("--json", action="store_true", help="print JSON alone on standard output")


MATTERS_VERBS = {
    "list": "every matter: code, how much of it can be done here, names",
    "check": "all matters and tables: what is wrong, with file and field",
    "judge": "may this person? every condition and paper, with what is known about somebody",
    "search": "the matters somebody may mean, the likeliest first",
    "yours": "what somebody is probably entitled to or due to do, what is due soon first",
    "pack": "a signed set of all matters for the kiosks: whole, or only what changed since an earlier pack",
    "install": "a pack into a folder: all of it or nothing, and the reason when it is refused",
}


def _matters(p: argparse.ArgumentParser) -> None:
    verbs = p.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, line in MATTERS_VERBS.items():
        verb = verbs.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        if name == "judge":
            verb.add_argument("code", metavar="CODE", help="for example DG-MZ-001")
        if name == "yours":
            verb.add_argument("--date", type=date.fromisoformat, help="YYYY-MM-DD; left out: today")
        if name in ("judge", "yours"):
            verb.add_argument(
                "--facts", type=Path, required=True, help="JSON: facts and params, or facts alone; -: standard input"
            )
        if name == "search":
            verb.add_argument("words", metavar="WORDS", help="as people say it: 攞退休金, gljt, 社保卡丢了")
        if name == "check":
            verb.add_argument("--folder", type=Path, help="check the matters of this folder against the house's tables")
        if name in ("pack", "install"):
            _packs(verb, name)
        verb.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def _packs(verb: argparse.ArgumentParser, name: str) -> None:
    if name == "pack":
        verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the pack to write")
        verb.add_argument(
            "--key", type=Path, required=True, help="the platform's private pack key; made with KEY.pub where none is"
        )
        verb.add_argument("--folder", type=Path, help="the catalogue; left out: the one that comes with the program")
        verb.add_argument("--base", type=Path, metavar="PACK", help="an earlier pack: carry only what changed since")
        verb.add_argument("--version", type=int, help="of the set; left out: the one after the base, or 1")
        verb.add_argument("--set", default="dongguan", help="the name of the set; a kiosk takes packs of one set only")
        return
    verb.add_argument("file", type=Path, metavar="FILE", help="the pack")
    verb.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where this kiosk keeps its set")
    verb.add_argument("--key", type=Path, help="the platform's public pack key; only for the first pack of a folder")


def _ask(p: argparse.ArgumentParser) -> None:
    p.add_argument("question", metavar="QUESTION", help="as people say it: 高龄津贴要带什么, 整张社保卡要几耐")
    p.add_argument("--about", default=None, metavar="CODE", help="the matter on the screen, for a question without one")
    p.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def main(argv: Sequence[str] | None = None) -> int:
    order = parser().parse_args(argv)
    from kiosk import bootstrap

    return bootstrap.do(order)
