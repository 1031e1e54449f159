"""When the picture is taken: a paper is sought, held still, checked, looked at; decided from sightings alone (pure)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from devices.interfaces import Hint, Quad, Sighting

HOLD_SECONDS = 0.8  # a page that lay still this long is photographed by itself
CHANGED = 0.02  # share of the picture: a corner that moved further means that somebody touched the paper
USE_ANYWAY_AFTER = 2  # refused pictures until the resident may say: use it anyway
CALL_STAFF_AFTER = 3


class Phase(StrEnum):
    SEEKING = "seeking"  # no page that could be photographed
    HOLDING = "holding"  # a good page lies there; the shutter waits for stillness
    CHECKING = "checking"  # the picture is being taken and judged
    REVIEW = "review"  # a person looks at it


@dataclass(frozen=True)
class CaptureState:
    """One page on its way. `held`: seconds of stillness so far, at most HOLD_SECONDS. `refused_at`: where the page lay
    when its picture was refused; the shutter does not fire by itself again before something moved."""

    phase: Phase = Phase.SEEKING
    quad: Quad | None = None
    hint: Hint = Hint.NO_PICTURE
    since: float = 0.0  # steady seconds: when the stillness began
    held: float = 0.0
    refused_at: Quad | None = None
    refusals: int = 0

    @property
    def fires(self) -> bool:
        """The shutter releases by itself now; call `released` when it did."""
        return self.phase is Phase.HOLDING and self.refused_at is None and self.held >= HOLD_SECONDS

    @property
    def may_use_anyway(self) -> bool:
        return self.refusals >= USE_ANYWAY_AFTER

    @property
    def should_call_staff(self) -> bool:
        return self.refusals >= CALL_STAFF_AFTER


def advance(state: CaptureState, sighting: Sighting, now: float) -> CaptureState:
    """Follow what the camera sees. `now`: steady seconds. While a picture is checked or looked at, nothing moves."""
    if state.phase in (Phase.CHECKING, Phase.REVIEW):
        return state
    waits = state.refused_at if _same_place(state.refused_at, sighting.quad) else None
    seen = replace(state, quad=sighting.quad, hint=sighting.hint, refused_at=waits)
    if sighting.quad is None or sighting.hint is not Hint.NONE:
        return replace(seen, phase=Phase.SEEKING, since=now, held=0.0)
    if state.phase is Phase.SEEKING:
        return replace(seen, phase=Phase.HOLDING, since=now, held=0.0)
    since = max(state.since, now - sighting.steady_seconds)
    return replace(seen, since=since, held=min(now - since, HOLD_SECONDS))


def released(state: CaptureState) -> CaptureState:
    """The shutter was released, by itself or by a finger."""
    return replace(state, phase=Phase.CHECKING)


def accepted(state: CaptureState) -> CaptureState:
    """The picture passed its checks and is shown for review."""
    return replace(state, phase=Phase.REVIEW)


def refused(state: CaptureState) -> CaptureState:
    """The picture failed a check: seek again, and wait for a change before the shutter fires by itself."""
    refusals = state.refusals + 1
    return replace(state, phase=Phase.SEEKING, held=0.0, refused_at=state.quad, refusals=refusals)


def hold_progress(state: CaptureState) -> float:
    """0…1 while the page lies still; 1 means that the picture is being taken."""
    if state.phase in (Phase.CHECKING, Phase.REVIEW):
        return 1.0
    if state.phase is not Phase.HOLDING or state.refused_at is not None:
        return 0.0
    return state.held / HOLD_SECONDS


def _same_place(before: Quad | None, now: Quad | None) -> bool:
    if before is None or now is None:
        return False
    moved = (abs(a - b) for old, new in zip(before, now, strict=True) for a, b in zip(old, new, strict=True))
    return max(moved) < CHANGED
