"""The rows of a check-up as a technician reads them, as a program reads them, and as an exit status (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.technician.checks import Row, State

GOOD = (State.OK, State.NOT_CONFIGURED)  # a part this kiosk does not have cannot be broken
WIDE = max(len(state.value) for state in State)


def status(rows: Sequence[Row]) -> int:
    """0: all is well. 2: the settings are wrong. 1: something else is broken, or nobody knows whether it is."""
    if any(row.part == "settings" and row.state not in GOOD for row in rows):
        return 2
    return 0 if all(row.state in GOOD for row in rows) else 1


def as_lines(rows: Sequence[Row]) -> list[str]:
    """One line a part, what to do below it, and a last line that counts."""
    lines: list[str] = []
    part = max(len(row.part) for row in rows)
    for row in rows:
        lines.append(f"{row.state.value:<{WIDE}}  {row.part:<{part}}  {row.detail}")
        lines += [" " * (WIDE + part + 4) + f"→ {row.to_do}"] if row.to_do else []
    counted = [(state, sum(row.state is state for row in rows)) for state in State]
    return [*lines, ", ".join(f"{n} {state.value}" for state, n in counted if n)]


def as_data(rows: Sequence[Row], kiosk_runs: bool | None) -> dict[str, Any]:
    return {
        "ok": status(rows) == 0,
        "kiosk_runs": kiosk_runs,
        "rows": [{"part": r.part, "state": r.state.value, "detail": r.detail, "do": r.to_do} for r in rows],
    }
