"""The central platform as its own process on loopback, started, asked and stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class PlatformProcess:
    """`kiosk platform serve` in a folder of its own. `port` is known once it has said that it is ready."""

    def __init__(self, folder: Path, people: Path, log: Path) -> None:
        self._folder, self._people, self._log = folder, people, log
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        order = [
            "platform",
            "serve",
            "--folder",
            str(self._folder),
            "--port",
            str(self.port),
            "--people",
            str(self._people),
        ]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kiosk", *order], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        if not ready:
            raise RuntimeError(f"the platform did not start; see {self._log}")
        self.port = int(json.loads(ready)["port"])

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def new_code(self) -> str:
        return str(_asked("new-code", "--folder", str(self._folder), "--json")["code"])

    def decide(self, number: str, *decision: str) -> str:
        """A person at the platform decides the case with this number: its new state."""
        return str(_asked("decide", number, *decision, "--folder", str(self._folder), "--json")["state"])

    def report(self) -> dict[str, Any]:
        return _asked("report", "--folder", str(self._folder), "--json")


def _asked(*order: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "platform", *order], capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
