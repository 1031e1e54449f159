"""The four sides of a sheet: how clearly each is seen, and exactly where it runs. Pure.

Corners are a 4 × 2 array of x, y in pixels, counted from the centre of the first pixel: top left, top right, bottom
right, bottom left. Pictures are height × width ×
3, 8 bit; colours are compared as they come, so callers choose the colour space.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.interfaces import Picture

Corners = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]

SAMPLES = 40  # places along each side
ALONG = np.linspace(0.1, 0.9, SAMPLES)  # the ends are left out: cards have round corners
NEAR_PX = 4  # so far inside and outside of a side its two colours are compared
SEEN = 40.0  # colour steps that make a side as clear as it need be: print must not outshine pale paper
SMOOTH = np.array((0.25, 0.5, 0.25))
KEPT = 0.4  # share of the places that must agree on one straight line


def clearness(picture: Picture, corners: Corners) -> Floats:
    """Per side 0…1: how far the colours inside and outside differ, all along the side in the same direction."""
    points, normals = _places(corners)
    inside = _colours(picture, points - NEAR_PX * normals)
    outside = _colours(picture, points + NEAR_PX * normals)
    steps = np.linalg.norm((inside - outside).mean(axis=1), axis=1)
    return np.asarray(np.minimum(steps / SEEN, 1.0))


def refine(picture: Picture, corners: Corners, reach: int) -> Corners:
    """Move each side to the strongest straight edge within `reach` pixels, to a fraction of a pixel.

    A side without such an edge stays. Falls back to `corners` when the lines do not meet near them.
    """
    points, normals = _places(corners)
    offsets, strengths = _strongest_steps(_profiles(picture, points, normals, reach), reach)
    lines = [_line(points[side] + offsets[side][:, None] * normals[side], points[side], offsets[side], strengths[side])
             for side in range(4)]
    refined = np.array([_meet(lines[side - 1], lines[side]) for side in range(4)])
    moved = np.linalg.norm(refined - corners, axis=1)
    return refined if np.isfinite(moved).all() and moved.max() <= 4 * reach else corners


def _places(corners: Corners) -> tuple[Floats, Floats]:
    """Points along the sides, 4 × SAMPLES × 2, and the outward normals, 4 × 1 × 2."""
    ends = np.roll(corners, -1, axis=0)
    points = corners[:, None, :] + ALONG[None, :, None] * (ends - corners)[:, None, :]
    run = ends - corners
    normals = np.stack((run[:, 1], -run[:, 0]), axis=1) / np.maximum(np.linalg.norm(run, axis=1), 1e-9)[:, None]
    return points, normals[:, None, :]


def _colours(picture: Picture, points: Floats) -> Floats:
    height, width = picture.shape[:2]
    across = np.clip(np.rint(points[..., 0]).astype(int), 0, width - 1)
    down = np.clip(np.rint(points[..., 1]).astype(int), 0, height - 1)
    return np.asarray(picture[down, across], np.float64)


def _profiles(picture: Picture, points: Floats, normals: Floats, reach: int) -> Floats:
    """Colours from inside to outside through every place: 4 × SAMPLES × (2 reach + 3) × 3."""
    walk = np.arange(-reach - 1, reach + 2)
    where = points[:, :, None, :] + walk[None, None, :, None] * normals[:, :, None, :]
    flat = where.reshape(4 * SAMPLES, walk.size, 2).astype(np.float32)
    seen = cv2.remap(picture, flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float64).reshape(4, SAMPLES, walk.size, 3)


def _strongest_steps(profiles: Floats, reach: int) -> tuple[Floats, Floats]:
    """Where each profile falls most from the sheet's colour to the desk's: offset in pixels and height of the step.

    Only this direction counts, so neither the shadow beside the sheet nor a line printed on it is taken for its edge.
    """
    third = max(1, profiles.shape[2] // 3)
    step = profiles[:, :, :third].mean(axis=(1, 2)) - profiles[:, :, -third:].mean(axis=(1, 2))
    towards = step / np.maximum(np.linalg.norm(step, axis=1), 1e-9)[:, None]
    heights = np.einsum("spwc,sc->spw", profiles, towards)
    falls = heights[:, :, :-2] - heights[:, :, 2:]  # 2 reach + 1 wide
    falls = SMOOTH[0] * np.roll(falls, 1, 2) + SMOOTH[1] * falls + SMOOTH[2] * np.roll(falls, -1, 2)
    peak = np.clip(falls.argmax(axis=2), 1, falls.shape[2] - 2)
    left, top, right = (np.take_along_axis(falls, (peak + by)[..., None], 2)[..., 0] for by in (-1, 0, 1))
    bend = left - 2 * top + right
    part = np.where(np.abs(bend) > 1e-9, 0.5 * (left - right) / np.where(np.abs(bend) > 1e-9, bend, 1.0), 0.0)
    return peak - reach + np.clip(part, -1, 1), top


def _line(found: Floats, points: Floats, offsets: Floats, strengths: Floats) -> tuple[Floats, Floats]:
    """A point and a direction of the line most places agree on; the side as it was when too few do."""
    third = SAMPLES // 3
    first, last = np.median(offsets[:third]), np.median(offsets[-third:])
    guess = first + (last - first) * (ALONG - ALONG[third // 2]) / (ALONG[-third // 2] - ALONG[third // 2])
    agree = np.zeros(SAMPLES, bool)
    for tolerance in (3.0, 1.5, 1.0):
        agree = (np.abs(offsets - guess) < tolerance) & (strengths > 0.3 * np.median(strengths))
        if agree.sum() < KEPT * SAMPLES:
            return points[0], points[-1] - points[0]
        slope, start = np.polyfit(ALONG[agree], offsets[agree], 1)
        guess = start + slope * ALONG
    centre = found[agree].mean(axis=0)
    direction = np.linalg.svd(found[agree] - centre, full_matrices=False)[2][0]
    return centre, direction


def _meet(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """Where two lines cross; not finite when they are parallel."""
    (a, along_a), (b, along_b) = one, other
    across = along_a[0] * along_b[1] - along_a[1] * along_b[0]
    if abs(across) < 1e-9:
        return np.array((np.inf, np.inf))
    gap = b - a
    return np.asarray(a + (gap[0] * along_b[1] - gap[1] * along_b[0]) / across * along_a)
