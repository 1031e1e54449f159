"""What the camera sees, for tests: rendered frames with known corners, and how well two quads agree."""

from __future__ import annotations

import io
import json
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from devices.interfaces import Picture
from kiosk.assets import asset
from kiosk.demo.peers import desk_papers
from kiosk.demo.peers.desk_papers import Person
from kiosk.demo.peers.desk_scene import PLACES, Place, Scene, jpeg, lay, people_by_id, render

Points = NDArray[np.float64]


@cache
def people() -> dict[str, Person]:
    return people_by_id(json.loads(asset("demo", "people.json").read_text(encoding="utf-8"))["people"])


@cache
def drawn(kind: str, person: str = "li") -> Image.Image:
    """The flat paper itself: "card" or "page"."""
    return {"card": desk_papers.card, "page": desk_papers.form}[kind](people()[person])


@lru_cache(maxsize=12)
def scene(name: str) -> Scene:
    return render(name, people())


@lru_cache(maxsize=16)  # drawing one takes most of a second
def laid(kind: str, place: Place | None = None, person: str = "li") -> Scene:
    """A paper at `place`, or where the demo lays it."""
    return lay(drawn(kind, person), place or PLACES[kind])


@cache
def blurred(kind: str, pixels: float) -> Scene:
    """The same out of focus: Gaussian, standard deviation in pixels."""
    seen = laid(kind)
    return Scene(np.asarray(Image.fromarray(seen.picture).filter(ImageFilter.GaussianBlur(pixels))), seen.corners)


@lru_cache(maxsize=2)
def unprinted() -> Scene:
    """A white sheet of A4 with nothing on it."""
    return lay(Image.new("RGBA", desk_papers.FORM, (246, 244, 238, 255)), PLACES["page"])


@lru_cache(maxsize=32)
def frame(seen: Scene, seed: int = 1) -> Picture:
    """One camera frame, BGR, with grain and JPEG's marks. Not to be written to."""
    with Image.open(io.BytesIO(jpeg(seen, seed))) as picture:
        return bgr(picture)


def bgr(picture: Image.Image) -> Picture:
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), np.uint8)[..., ::-1])


def corners_of(seen: Scene) -> Points:
    """4 × 2, counted from the centre of the first pixel as OpenCV does; the renderer counts from its edge."""
    assert seen.corners is not None
    return np.array(seen.corners) - 0.5


def iou(one: Points, other: Points) -> float:
    """Intersection over union of two convex quads, 0…1."""
    shared = [tuple(map(float, point)) for point in one]
    for begin, end in zip(other, np.roll(other, -1, axis=0), strict=True):
        shared = _cut(shared, begin, end)
    common = _area(shared)
    return common / (_area([*map(tuple, one)]) + _area([*map(tuple, other)]) - common)


def _cut(polygon: list[tuple[float, ...]], begin: Points, end: Points) -> list[tuple[float, ...]]:
    """What lies to the right of the line, y pointing down (Sutherland and Hodgman)."""
    kept = []
    for before, point in zip([polygon[-1], *polygon[:-1]] if polygon else [], polygon, strict=True):
        was, now = _beside(begin, end, before), _beside(begin, end, point)
        if (was >= 0) != (now >= 0):
            share = was / (was - now)
            kept.append(tuple(a + share * (b - a) for a, b in zip(before, point, strict=True)))
        if now >= 0:
            kept.append(point)
    return kept


def _beside(begin: Points, end: Points, point: tuple[float, ...]) -> float:
    return float((end[0] - begin[0]) * (point[1] - begin[1]) - (end[1] - begin[1]) * (point[0] - begin[0]))


def _area(polygon: list[tuple[float, ...]]) -> float:
    following = [*polygon[1:], *polygon[:1]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, following, strict=True))) / 2


def likeness(taken: Image.Image, paper: Image.Image) -> float:
    """How much of what is printed on the flat paper is found at the same place of a picture: -1…1 (correlation)."""
    flat = Image.new("RGB", paper.size, (235, 235, 235))
    flat.paste(paper, mask=paper.getchannel("A"))
    one, other = (np.asarray(p.convert("L").resize((400, 400)), np.float64).ravel() for p in (taken, flat))
    return float(np.corrcoef(one, other)[0, 1])
