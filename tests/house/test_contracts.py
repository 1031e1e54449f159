import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kiosk", "ui", "devices", "offline_queue")

Lint = Callable[[dict[str, str]], str]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources and their contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return folder


@pytest.fixture
def lint(copy: Path) -> Lint:
    def add_and_lint(files: dict[str, str]) -> str:
        """Add the files, lint the imports, take them away again; the names of the contracts that broke."""
        made: list[Path] = []
        for name, text in files.items():
            path = copy / name
            made += [path, *(p for p in path.parents if not p.exists())]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            made += [p for p in (path.parent / "__init__.py",) if not p.exists()]
            (path.parent / "__init__.py").touch()
        done = subprocess.run(
            [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
            cwd=copy, env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        for path in sorted(set(made), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        return "\n".join(re.findall(r"^(.+) BROKEN\b", done.stdout, re.MULTILINE)) or done.stdout

    return add_and_lint


BREACHES = [
    ("kiosk/loyalty/__init__.py", "", "Every folder of kiosk has a layer"),
    ("kiosk/forms/breach.py", "import kiosk.session.model", "Every folder of kiosk has a layer"),
    ("kiosk/forms/breach.py", "import sqlite3", "sqlite3 has two doors"),
    ("kiosk/forms/breach.py", "import requests", "requests has two doors"),
    ("kiosk/forms/breach.py", "import PySide6.QtCore", "Qt has one door"),
    ("kiosk/forms/breach.py", "import cv2", "cv2 has one door"),
    ("kiosk/forms/breach.py", "import smartcard", "smartcard has one door"),
    ("kiosk/forms/breach.py", "import serial", "serial has one door"),
    ("kiosk/forms/breach.py", "import escpos.printer", "escpos has one door"),
    ("kiosk/forms/breach.py", "import fastapi", "SQLAlchemy, FastAPI and uvicorn have one door"),
    ("kiosk/forms/breach.py", "import devices.card_reader", "The service knows drivers by their interfaces"),
    ("kiosk/forms/breach.py", "import offline_queue.transport", "The service knows the queue by its face"),
    ("kiosk/forms/breach.py", "import ui.resident", "Only bootstrap and the command know the screens"),
    ("kiosk/forms/breach.py", "import kiosk.reference_platform", "The reference platform is reached over the wire"),
    ("kiosk/reference_platform/breach.py", "import kiosk.session.model", "The reference platform shares rules"),
    ("kiosk/demo/peers/breach.py", "import devices.interfaces", "Simulated peers import nothing"),
    ("kiosk/demo/peers/breach.py", "import kiosk.receipts", "Simulated peers import nothing"),
    ("kiosk/loans/rules.py", "import random", "Models, rules and the journey"),
    ("kiosk/loans/model.py", "import kiosk.clock", "Models, rules and the journey"),
    ("devices/breach.py", "import kiosk.errors", "Devices import nothing of ours"),
    ("offline_queue/breach.py", "import devices.interfaces", "The offline queue imports nothing of ours"),
    ("ui/breach.py", "import devices.interfaces", "The screens import neither devices nor the queue"),
    ("ui/breach.py", "import offline_queue", "The screens import neither devices nor the queue"),
]


@pytest.mark.parametrize(("path", "text", "contract"), BREACHES)
def test_a_breach_is_named(lint: Lint, path: str, text: str, contract: str) -> None:
    assert contract in lint({path: text})


def test_a_circle_is_named(lint: Lint) -> None:
    circle = {"devices/one.py": "import devices.two", "devices/two.py": "import devices.one"}
    assert lint(circle) == "No circles between neighbours"


def test_every_contract_has_a_breach_here() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]
    proven = [start for _, _, start in BREACHES] + ["No circles between neighbours"]
    assert [name for name in names if not name.startswith(tuple(proven))] == []
