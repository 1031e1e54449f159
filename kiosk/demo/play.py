"""Play the scripted visits and write down what happened; 0 only if everything held."""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from kiosk.demo.record import Record
from kiosk.demo.stage import Stage
from kiosk.demo.visits import IDLE_RATE, VISITS
from kiosk.demo.wiped import left_behind

Say = Callable[[str], None]


def play(out: Path, people: Path, only: str, say: Say) -> int:
    """Run the visits named by their letters (all when empty). Pictures, slips and visit.json go to `out`."""
    if unknown := set(only) - {name for name, _, _ in VISITS}:
        say(f"there is no visit {' '.join(sorted(unknown))}; there are {' '.join(name for name, _, _ in VISITS)}")
        return 2
    shutil.rmtree(out, ignore_errors=True)
    broken: list[str] = []
    with Stage(out, people, say) as stage:
        stage.start_kiosk()
        pictures = count(1)
        records: list[Record] = []
        left: list[str] = []
        for name, matter, visit in VISITS:
            if only and name not in only:
                continue
            record = Record(name, matter, stage.out, stage.touch, pictures)
            records.append(record)
            fault = _play_one(visit, stage, record, say)
            broken += fault
            if fault:
                break
            left += [
                f"visit {name}: {where}"
                for where in left_behind(list(stage.people.values()), stage.touch(), _searched(stage))
            ]
        report = _report(stage, records, left, time.monotonic() - stage.started_at)
    broken += left + _what_is_wrong(report)
    (out / "visit.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for sentence in broken:
        say(f"NOT HELD  {sentence}")
    say(f"{'everything held' if not broken else 'something did not hold'}: {out / 'visit.json'}, {report['seconds']} s")
    return 1 if broken else 0


def _play_one(visit: Callable[[Stage, Record], None], stage: Stage, record: Record, say: Say) -> list[str]:
    say(f"visit {record.name}: {(visit.__doc__ or '').splitlines()[0]}")
    try:
        visit(stage, record)
    except Exception as error:  # noqa: BLE001  # whatever broke belongs into the report
        traceback.print_exc()
        stage.touch().ask("grab", file=str(stage.out / f"broken-{record.name}.png"))
        return [f"visit {record.name}: {type(error).__name__}: {error}"]
    return []


def _searched(stage: Stage) -> list[Path]:
    """Every folder the run writes to: the kiosk's, the platform's, the logs."""
    return [stage.out]


def _report(stage: Stage, records: list[Record], left: list[str], seconds: float) -> dict[str, Any]:
    platform = stage.platform.report()
    known = {case["provisional_no"]: case for case in platform["cases"]}
    rows = []
    for record in records:
        row = record.as_row()
        case = known.get(row["provisional_no"], {})
        row["state"], row["rule_version"] = case.get("state", ""), case.get("rule_version", "")
        row["official_no"] = row["official_no"] or case.get("official_no", "")
        rows.append(row)
    numbers = [row["provisional_no"] for row in rows if row["provisional_no"]]
    return {
        "visits": rows,
        "platform_cases": len(platform["cases"]),
        "duplicates": platform["duplicates"] + len(numbers) - len(set(numbers)),
        "lost": len(set(numbers) - known.keys()),
        "queue_waiting": stage.waiting(),
        "wiped": not left,
        "left": left,
        "parts": json.loads(stage.touch().facts()["parts"]),
        "idle_clock_rate": IDLE_RATE,
        "seconds": round(seconds, 1),
    }


def _what_is_wrong(report: dict[str, Any]) -> list[str]:
    wrong = [
        f"{name} is {report[name]}, not 0" for name in ("duplicates", "lost", "queue_waiting") if report[name] != 0
    ]
    handed = sum(1 for row in report["visits"] if row["provisional_no"])
    if report["platform_cases"] != handed:
        wrong.append(f"{handed} were handed in and the platform has {report['platform_cases']} cases")
    first = next((row for row in report["visits"] if row["visit"] == "a"), None)
    if first is not None and (first["touches"] > 12 or first["typed_fields"] > 0):
        wrong.append(f"visit a took {first['touches']} touches and {first['typed_fields']} typed fields")
    return wrong
