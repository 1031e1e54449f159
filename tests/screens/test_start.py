"""How long until a fresh process shows something."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench"
RUNS = 3
MOST_S = 3.0
CHILD = """
import time
started = time.perf_counter()
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.app import KioskWindow, open_application
from tests.support.screens import InlineDesk, RecordedVerbs
from tests.support.situations import all_situations
app = open_application()
kiosk = KioskWindow(RecordedVerbs(), InlineDesk())
kiosk.applied.connect(app.quit)
kiosk.show_situation(all_situations()["attract"])
app.exec()
print(time.perf_counter() - started)
kiosk.close()
"""


def first_frame() -> float:
    """Seconds from the first line of the program to the first screen, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return float(ran.stdout.strip())


def test_the_first_screen_is_there_at_once() -> None:
    seconds = sorted(first_frame() for _ in range(RUNS))
    median = statistics.median(seconds)
    OUT.mkdir(parents=True, exist_ok=True)
    figures = {"first_screen_s": round(median, 3), "slowest_over_median": round(seconds[-1] / median, 2), "runs": RUNS}
    (OUT / "screens.json").write_text(json.dumps(figures) + "\n", encoding="utf-8")
    assert median < MOST_S, seconds
