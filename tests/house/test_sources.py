import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
BLANKET = re.compile(
    r"# noqa(?!: [A-Z]+\d+)|# type: ignore(?!\[)|# mypy: ignore-errors|# ruff: noqa(?!: [A-Z]+\d+)"
    r"|// qmllint disable *$"
)
UNEXPLAINED = re.compile(
    r"# noqa: [A-Z0-9, ]+$|# type: ignore\[[a-z-, ]+\]$|ignore_imports.*\]$|^ +\"kiosk.* -> [^#]*$"
)
PLACES = re.compile(
    r"/home/\w|/root/|/Users/\w|/workspace\b|(?<![\w.-])/work/"  # somebody's machine
    r"|pypi\.org|pythonhosted\.org|deb\.debian\.org|registry\.npmjs|files\.python|(?:index|proxy)-url\s*=\s*http"
)


def sources() -> list[Path]:
    """Every text file of the checkout that is kept in git or about to be."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [ROOT / name for name in names if name]
    return [p for p in paths if p.is_file() and b"\0" not in p.read_bytes()[:4096]]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def hits(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """file:line of every match in files with these suffixes (all files without); this file excepted."""
    return [
        f"{named(path)}:{number}"
        for path in sources()
        if path != Path(__file__).resolve() and (not suffixes or path.suffix in suffixes)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(("suffix", "most"), [(".py", 300), (".qml", 250)])
def test_no_file_grows_beyond_its_cap(suffix: str, most: int) -> None:
    sizes = {named(p): len(p.read_text(encoding="utf-8").splitlines()) for p in sources() if p.suffix == suffix}
    assert {name: lines for name, lines in sizes.items() if lines > most} == {}


def test_every_exception_to_a_rule_names_the_rule() -> None:
    assert hits(BLANKET, ".py", ".qml") == []


def test_every_exception_to_a_rule_gives_its_reason() -> None:
    assert hits(UNEXPLAINED, ".py", ".toml") == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    paths = [p for p in sources() if p.suffix in {".py", ".qml", ".js"}]
    words = {p: {part.lower() for part in p.relative_to(ROOT).with_suffix("").parts} for p in paths}
    assert [named(p) for p in paths if EMPTY_NAMES & words[p]] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert hits(PLACES) == []


def test_every_package_is_shipped_with_its_init() -> None:
    packages = {p.parent for top in ("kiosk", "ui", "devices", "offline_queue") for p in (ROOT / top).rglob("*.py")}
    assert [named(p) for p in sorted(packages) if not (p / "__init__.py").exists()] == []
