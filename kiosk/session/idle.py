"""When nobody touches the screen: calm, then a warning with a countdown, then over (pure)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds without a touch until the warning, and how long the warning counts down."""

    warning: float
    grace: float

    def for_elders(self) -> Limits:
        return Limits(self.warning * 2, self.grace * 2)


@dataclass(frozen=True)
class Calm:
    pass


@dataclass(frozen=True)
class Warned:
    seconds_left: int


@dataclass(frozen=True)
class Over:
    pass


Phase = Calm | Warned | Over


def phase(last_touch: float, now: float, limits: Limits) -> Phase:
    """The idle phase at steady time `now`."""
    quiet = now - last_touch
    if quiet < limits.warning:
        return Calm()
    left = limits.warning + limits.grace - quiet
    return Warned(math.ceil(left)) if left > 0 else Over()
