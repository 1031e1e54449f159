"""Checks the house with one command: lint, types, import contracts, QML, and format on request.

`python -m tests.check` runs the usual ones, `python -m tests.check format types` the named ones. All run, even if one
fails; each prints one line; what a failed one said follows. Exit code 0 only if all held.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.qml_lint import lint_all

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent


class NotKept(Exception):
    """A check failed; the text is what the tool said."""


def ruff_format() -> str:
    return _run(TOOLS / "ruff", "format", "--check", "--quiet", ".")


def ruff_lint() -> str:
    return _run(TOOLS / "ruff", "check", "--quiet", "--output-format", "concise", ".")


def mypy() -> str:
    return _run(sys.executable, "-m", "mypy")


def contracts() -> str:
    said = _run(TOOLS / "lint-imports", "--no-logo")
    return said.splitlines()[-1].removeprefix("Contracts: ").rstrip(".")


def qml() -> str:
    report = lint_all(ROOT)
    if report.complaints:
        raise NotKept("\n".join(report.complaints))
    return f"{report.files} files, {report.presenters} presenters"


CHECKS: dict[str, Callable[[], str]] = {
    "format": ruff_format,
    "lint": ruff_lint,
    "types": mypy,
    "imports": contracts,
    "qml": qml,
}
USUAL = ("lint", "types", "imports", "qml")


def _run(*command: str | Path) -> str:
    """What the tool said; NotKept when it did not end with 0."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    if done.returncode:
        raise NotKept(said)
    return said or "clean"


def _check(name: str) -> bool:
    started = time.monotonic()
    print(f"{name:<8}", end=" ", flush=True)
    try:
        word, said, complaint = "ok", CHECKS[name](), ""
    except NotKept as error:
        word, said, complaint = "FAILED", "", str(error)
    print(f"{word:<6} {time.monotonic() - started:5.1f} s  {said}", flush=True)
    if complaint:
        print(complaint, flush=True)
    return not complaint


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"no check is called {', '.join(unknown)}; there are {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    held = [_check(name) for name in names or USUAL]
    return 0 if all(held) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
