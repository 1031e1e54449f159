import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.cli import parser

ROOT = Path(__file__).resolve().parents[2]


def subcommands() -> dict[str, tuple[argparse.ArgumentParser, str]]:
    """Each `kiosk` command with its parser and its line in `kiosk --help`."""
    (group,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    lines = {choice.dest: choice.help or "" for choice in group._choices_actions}
    return {name: (command, lines.get(name, "")) for name, command in group.choices.items()}


def undocumented() -> Iterator[str]:
    for name, (command, line) in subcommands().items():
        if not line:
            yield f"kiosk {name}"
        yield from (f"kiosk {name} {a.metavar or a.dest}" for a in command._actions if not a.help)


def test_the_commands_of_the_house_are_there() -> None:
    assert {"run", "demo", "platform", "matters"} <= subcommands().keys()


def test_every_command_and_option_says_what_it_is_for() -> None:
    assert list(undocumented()) == []


def test_help_answers_without_loading_screens_or_drivers() -> None:
    slow = ["PySide6", "cv2", "escpos", "requests", "smartcard", "sqlalchemy", "fastapi"]
    code = f"import sys, kiosk.cli as c; c.parser().format_help(); sys.exit(any(m in sys.modules for m in {slow}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_make_lists_every_target_with_a_line() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    make = ["make", "--no-print-directory"]
    listed = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in listed.splitlines()] == targets
