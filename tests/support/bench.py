"""Where measured figures go: out/bench/<name>.json, each with its unit, beside the facts of the machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "out" / "bench"
Figure = dict[str, Any]


def write_bench(name: str, figures: Mapping[str, Figure]) -> Path:
    """`figures`: by name, as from `spread`; a single value is {"value": 3, "unit": "MB"}."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.json"
    told = {"bench": name, "machine": machine(), "figures": dict(figures)}
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def spread(values: Sequence[float], unit: str) -> Figure:
    """Median, 95th percentile and extremes of at least one measured value."""
    ordered = sorted(values)
    last = len(ordered) - 1
    at = {"least": 0, "median": round(last / 2), "p95": round(last * 0.95), "most": last}
    return {"unit": unit, "count": len(ordered)} | {word: round(ordered[place], 5) for word, place in at.items()}


def machine() -> dict[str, Any]:
    """`load`: of the last minute, at the end of the bench; others may share the machine."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
