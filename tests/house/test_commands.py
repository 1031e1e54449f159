import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap.queue_changes import CHANGES
from kiosk.bootstrap.queue_keeping import KEEPS
from kiosk.bootstrap.queue_orders import LOOKS
from kiosk.cli import main, parser

ROOT = Path(__file__).resolve().parents[2]


def group_of(command: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """What may follow this command: name, parser, its line in the help."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            lines = {choice.dest: choice.help or "" for choice in action._choices_actions}
            yield from ((name, one, lines.get(name, "")) for name, one in action.choices.items())


def undocumented(command: argparse.ArgumentParser, said: str = "kiosk") -> Iterator[str]:
    """Every command, verb and option without a line of its own, at any depth."""
    for action in command._actions:
        if not isinstance(action, argparse._SubParsersAction) and not action.help:
            yield f"{said} {action.metavar or action.dest}"
    for name, one, line in group_of(command):
        if not line:
            yield f"{said} {name}"
        yield from undocumented(one, f"{said} {name}")


def names(command: argparse.ArgumentParser) -> set[str]:
    return {name for name, _, _ in group_of(command)}


def test_the_commands_of_the_house_are_there() -> None:
    assert {"run", "demo", "doctor", "queue", "platform", "matters", "ask"} <= names(parser())


def test_every_command_and_option_says_what_it_is_for() -> None:
    assert list(undocumented(parser())) == []


def test_a_verb_or_option_without_a_line_is_found() -> None:
    top = argparse.ArgumentParser("kiosk")
    one = top.add_subparsers().add_parser("one", help="said")
    one.add_argument("--mute")
    one.add_subparsers().add_parser("dumb")
    assert set(undocumented(top)) == {"kiosk one mute", "kiosk one dumb"}


def test_every_verb_of_the_queue_is_carried_out_by_somebody() -> None:
    (queue,) = (one for name, one, _ in group_of(parser()) if name == "queue")
    assert names(queue) == LOOKS.keys() | CHANGES.keys() | KEEPS.keys()


def test_every_command_is_carried_out_by_somebody(capsys: pytest.CaptureFixture[str]) -> None:
    """Each refuses what it must refuse by itself: a command nobody carries out would break instead."""
    for words in (["doctor"], ["queue", "list"], ["queue", "hold", "1"], ["run"]):
        assert main([*words, "--settings", "/no/such/kiosk.toml"]) == 2
    assert main(["matters", "list"]) == 0


def test_help_answers_without_loading_screens_or_drivers() -> None:
    slow = ["PySide6", "cv2", "escpos", "requests", "smartcard", "sqlalchemy", "fastapi"]
    code = f"import sys, kiosk.cli as c; c.parser().format_help(); sys.exit(any(m in sys.modules for m in {slow}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_make_lists_every_target_with_a_line() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    make = ["make", "--no-print-directory"]
    listed = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in listed.splitlines()] == targets
