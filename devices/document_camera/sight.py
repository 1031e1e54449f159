"""What the camera sees in each frame: where the sheet lies, what hinders a picture, how long it lay still. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from devices.document_camera.edges import Corners
from devices.document_camera.geometry import as_shares, find_sheet
from devices.document_camera.quality import too_small
from devices.interfaces import Frame, Hint, Sighting

STILL = 0.004  # of the diagonal; document-camera.md section 12. Grain alone moves corners by .0002


@dataclass(frozen=True, eq=False)
class Rest:
    """Since when the corners have been where they are: creeping counts as movement as soon as it exceeds STILL."""

    corners: Corners
    since: float


def look(frame: Frame, before: Rest | None) -> tuple[Sighting, Rest | None]:
    """One look, and what the next one needs to know of it. Some 10 to 15 ms."""
    sheet = find_sheet(frame.picture)
    if sheet is None:
        return Sighting(None, Hint.NO_PAGE), None
    still = before is not None and not _moved(before.corners, sheet.corners, frame)
    rest = before if before is not None and still else Rest(sheet.corners, frame.taken_at)
    if sheet.cropped:
        hint = Hint.CROPPED
    elif too_small(sheet.corners, frame.picture):
        hint = Hint.TOO_SMALL
    else:
        hint = Hint.NONE if still or before is None else Hint.MOVING
    return Sighting(as_shares(sheet.corners, frame.picture), hint, frame.taken_at - rest.since), rest


def _moved(before: Corners, now: Corners, frame: Frame) -> bool:
    """The farthest of the corners, whichever of them counts as the first: near 45° that changes with the grain."""
    height, width = frame.picture.shape[:2]
    farthest = min(np.linalg.norm(np.roll(now, turn, axis=0) - before, axis=1).max() for turn in range(4))
    return bool(farthest >= STILL * np.hypot(width, height))
