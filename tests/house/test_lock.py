import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def blocks() -> Iterator[str]:
    """The lock, one package at a time, comments left out."""
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith("#")]
    yield from re.split(r"\n(?=\S)", "\n".join(lines).strip())


def installed(word: str) -> list[str]:
    """Names of the installed distributions that hold `word`, lower case."""
    names = {d.metadata["Name"].lower().replace("_", "-") for d in distributions()}
    return sorted(name for name in names if word in name)


def test_every_locked_package_is_pinned_and_has_hashes() -> None:
    bare = [b for b in blocks() if not PIN.match(b) or "--hash=sha256:" not in b]
    assert bare == []


def test_the_lock_names_no_host_and_no_place() -> None:
    found = re.findall(r"(?:https?|file|git\+\S*)://\S+|^--.*index.*|^--find-links.*", LOCK, re.MULTILINE)
    assert found == []


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~ \[;]", line)[0].lower() for line in asked}
    assert names - {name.lower() for name, _ in PIN.findall(LOCK)} == set()


def test_what_is_installed_is_what_is_locked() -> None:
    here = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in distributions()}
    locked: dict[str, set[str]] = {}
    for name, pinned in PIN.findall(LOCK):
        locked.setdefault(name.lower(), set()).add(pinned)
    assert [f"{n} {here[n]}" for n, versions in locked.items() if n in here and here[n] not in versions] == []


def test_exactly_one_opencv_is_installed() -> None:
    assert installed("opencv") == ["opencv-python-headless"]


def test_all_qt_distributions_have_one_version_and_addons_are_absent() -> None:
    assert installed("pyside6") == ["pyside6-essentials"]
    assert version("PySide6-Essentials") == version("shiboken6")
