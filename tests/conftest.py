"""What every test stands on: Qt without a display, and real parts that may not be skipped in silence."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn

# Before the first Qt import: no display is needed, and what is drawn is the same on every machine.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest

MISSING = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MISSING] = []


@pytest.fixture(scope="session")
def real_part(pytestconfig: pytest.Config) -> Callable[[str, str], NoReturn]:
    """Say that a real part is not there: `real_part("pcsc", "pcscd is not installed")`.

    Skips the test and prints why at the end of the run; under CI=true the test fails instead.
    """

    def missing(name: str, reason: str) -> NoReturn:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real part {name} is missing here: {reason}", pytrace=False)
        pytestconfig.stash[MISSING].append(f"{name}: {reason}")
        pytest.skip(f"real part {name}: {reason}")

    return missing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    missing: list[str] = config.stash[MISSING]
    if missing:
        terminalreporter.section("real parts that are missing on this machine")
        for line in sorted(set(missing)):
            terminalreporter.line(line)
