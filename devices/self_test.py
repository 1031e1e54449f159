"""What every device's check-up consists of: timed steps, each with what to do when it fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`remedy` is one sentence for the technician; a step that is ok may have one, as a warning."""

    name: str
    ok: bool
    seconds: float
    remedy: str = ""
