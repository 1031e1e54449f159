"""Rows of the matrix, each in a forked process: its mounts, preloads and planted bugs end with it.

python -m tests.faults.queue.run full|short ROWS AT_ONCE: ROWS is JSON, [[name, planted bug or ""], …]. Prints every row
as one line of JSON as soon as it is done.
"""
from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from offline_queue import Queue
from tests.faults.queue.images import own_mounts
from tests.faults.queue.matrix import BY_NAME
from tests.faults.queue.planted import plant
from tests.faults.queue.rig import Rig


def main(length: str, rows: str, at_once: str) -> None:
    waiting: list[tuple[str, str]] = [(name, planted) for name, planted in json.loads(rows)]
    running: dict[int, tuple[str, str, Path]] = {}
    while waiting or running:
        while waiting and len(running) < int(at_once):
            name, planted = waiting.pop(0)
            place = Path(tempfile.mkdtemp(prefix="fault-"))
            pid = os.fork()
            if pid == 0:
                _child(name, planted, place, length == "full")
            running[pid] = (name, planted, place)
        pid, status = os.wait()
        name, planted, place = running.pop(pid)
        sys.stdout.write(json.dumps(_told(name, planted, place, status), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        shutil.rmtree(place, ignore_errors=True)


def _child(name: str, planted: str, place: Path, full: bool) -> None:
    """Never returns. What it says goes to a file of its own."""
    try:
        said = os.open(place / "said", os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        (place / "row").mkdir()
        row = _one(name, planted, Rig(place / "row", full, plant(planted) if planted else Queue))
        (place / "row.json").write_text(json.dumps(row))
        os._exit(0)
    except BaseException:  # noqa: BLE001  # the process ends here, and this is all that will be known of it
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(1)


def _one(name: str, planted: str, rig: Rig) -> dict[str, Any]:
    fault = BY_NAME[name]
    if fault.root:
        own_mounts()
    began = time.monotonic()
    found = fault.run(rig)
    row = {"fault": fault.name, "injection": fault.injection, "expected": fault.expected, **asdict(found)}
    row["ok"] = found.outcome in fault.outcomes and found.lost == found.doubled == 0 < found.count
    row["seconds"] = round(time.monotonic() - began, 1)
    return row | ({"planted": planted} if planted else {})


def _told(name: str, planted: str, place: Path, status: int) -> dict[str, Any]:
    if status == 0:
        row: dict[str, Any] = json.loads((place / "row.json").read_text())
        return row
    said = (place / "said").read_text(errors="replace")[-3000:]
    fault = BY_NAME[name]
    return {
        "fault": name, "injection": fault.injection, "expected": fault.expected, "outcome": "the rig broke", "lost": 0,
        "doubled": 0, "ok": False, "seconds": 0.0, "why": said, "planted": planted,
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
