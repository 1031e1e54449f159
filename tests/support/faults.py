"""Rows of a fault matrix, several at once in processes of their own; the matrix goes to out/faults/<name>.json."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from tests.support.bench import machine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "out" / "faults"
FULL = os.environ.get("FULL", "0") not in ("", "0")
AT_ONCE = 4  # many rows sleep for most of their time
Row = dict[str, Any]


class Matrix:
    """`rows`: names, each with the bug that is planted for it or "". Starts them when it is made, in this order."""

    def __init__(self, module: str, rows: Iterable[tuple[str, str]], full: bool = FULL) -> None:
        self._rows: dict[tuple[str, str], Future[Row]] = {row: Future() for row in rows}
        order = ["full" if full else "short", json.dumps(list(self._rows)), str(AT_ONCE)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *order], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            row = json.loads(line)
            self._rows[row["fault"], row.get("planted", "")].set_result(row)
        for left in self._rows.values():
            if not left.done():
                left.set_exception(RuntimeError("the rows ended before this one was told"))

    def row(self, name: str, planted: str = "") -> Row:
        """Waits for it."""
        return self._rows[name, planted].result()

    def rows(self) -> list[Row]:
        """Those that are done."""
        return [row.result() for row in self._rows.values() if row.done() and row.exception() is None]

    def end(self) -> None:
        """With everything it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


def write_matrix(name: str, rows: Sequence[Row], cannot: Mapping[str, str]) -> Path:
    """`cannot`: faults of the list that cannot be injected here, each with the reason."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.json"
    totals = {
        "rows": len(rows), "ok": sum(row["ok"] for row in rows),
        "lost": sum(row["lost"] for row in rows), "doubled": sum(row["doubled"] for row in rows),
    }  # fmt: skip
    told = {"faults": name, "full": FULL, "machine": machine(), "totals": totals, "rows": list(rows)}
    told |= {"not_injected": dict(cannot)}
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
