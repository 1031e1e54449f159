"""Renders what an overhead camera sees of the demo's desk: a matte mat in soft light, and a paper on it, or none."""
from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from kiosk.demo.peers.desk_papers import Person, card, form

SIZE = (1920, 1080)
Corners = tuple[tuple[float, float], ...]  # pixels: top left, top right, bottom right, bottom left of the paper
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Scene:
    """`picture`: 1080 × 1920 × 3, RGB, without sensor noise. `corners`: where the paper lies, None for a bare desk."""

    picture: NDArray[np.uint8]
    corners: Corners | None


@dataclass(frozen=True)
class Place:
    """How a paper lies: centre and width in pixels, turned clockwise, and how much the far edge shrinks."""

    x: float
    y: float
    width: float
    turned: float  # degrees
    shrink: float = 0.03


PLACES = {"card": Place(975, 545, 880, -4.0, 0.04), "page": Place(960, 540, 640, 2.5, 0.035)}
CROPPED = {"card": Place(1610, 470, 880, 8.0, 0.04), "page": Place(930, 880, 690, -5.0, 0.035)}
BLUR = 4.2  # pixels, as after a hand moved the paper out of focus


def render(name: str, people: Mapping[str, Person]) -> Scene:
    """`blank`, `card:li`, `page:huang`, and `blurred:…` or `cropped:…` before a person or one of these.

    Raises KeyError for a person that is not in `people`, ValueError for a scene that does not exist.
    """
    how, _, rest = name.partition(":")
    if how == "blank":
        return Scene(_photographed(_desk()), None)
    if how not in ("card", "page", "blurred", "cropped"):
        raise ValueError(f"no such scene: {name}")
    kind, _, person = (name if how in PLACES else rest if ":" in rest else f"card:{rest}").partition(":")
    draw = {"card": card, "page": form}[kind]
    return lay(draw(people[person]), (CROPPED if how == "cropped" else PLACES)[kind], BLUR if how == "blurred" else 0.0)


def lay(paper: Image.Image, place: Place, blur: float = 0.0) -> Scene:
    """Put a flat RGBA paper on the mat; `blur` in pixels softens the whole picture."""
    corners = _corners(paper.size, place)
    layer = _warped(paper, corners)
    ink, cover = layer[..., :3], layer[..., 3:] / 255
    curl = _curl(cover[..., 0])[..., None]
    desk = _desk() * (1 - _shadow(cover[..., 0]))[..., None]
    whole = desk * (1 - cover) + ink * (0.885 * curl) * cover
    return Scene(_photographed(whole, blur), corners)


def jpeg(scene: Scene, seed: int, quality: int = 88) -> bytes:
    """One frame of the stream: the scene with this moment's sensor noise."""
    noise = np.random.default_rng(seed)
    grain = noise.standard_normal((SIZE[1], SIZE[0], 1), dtype=np.float32) * 2.2
    colour = noise.standard_normal((SIZE[1] // 2, SIZE[0] // 2, 3), dtype=np.float32) * 1.4
    noisy = scene.picture + grain + colour.repeat(2, axis=0).repeat(2, axis=1)
    out = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


def _corners(size: tuple[int, int], place: Place) -> Corners:
    half_w, half_h = place.width / 2, place.width * size[1] / size[0] / 2
    turn, found = math.radians(place.turned), []
    for x, y in ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)):
        near = 1 + place.shrink * y / half_h
        found.append((
            place.x + near * (x * math.cos(turn) - y * math.sin(turn)),
            place.y + near * (x * math.sin(turn) + y * math.cos(turn)),
        ))
    return tuple(found)


def _warped(paper: Image.Image, corners: Corners) -> Floats:
    """The paper in perspective on an empty picture, RGBA, with soft edges."""
    border = 8
    shown = _nearly_to_size(paper, corners)
    padded = Image.new("RGBA", (shown.width + 2 * border, shown.height + 2 * border), (0, 0, 0, 0))
    padded.paste(shown.convert("RGB"), (border, border))
    padded.putalpha(Image.new("L", padded.size, 0))
    padded.paste(shown, (border, border))
    width, height = shown.size
    flat = [(border, border), (border + width, border), (border + width, border + height), (border, border + height)]
    seen = padded.transform(SIZE, Image.Transform.PERSPECTIVE, _coefficients(corners, flat), Image.Resampling.BICUBIC)
    return np.asarray(seen).astype(np.float32)


def _nearly_to_size(paper: Image.Image, corners: Corners) -> Image.Image:
    """Reduced beforehand, because warping alone would make fine print glitter."""
    width = max(math.dist(corners[0], corners[1]), math.dist(corners[3], corners[2])) * 1.15
    share = min(1.0, width / paper.width)
    return paper.resize((round(paper.width * share), round(paper.height * share)), Image.Resampling.LANCZOS)


def _coefficients(seen: Corners, flat: list[tuple[int, int]]) -> list[float]:
    """Pillow's eight numbers that take a point of the picture back to the flat paper."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, float), np.array(wanted, float))]


def _curl(cover: Floats) -> Floats:
    """Paper is never quite flat: light changes slowly across it."""
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    return np.asarray(1 + 0.022 * np.sin(across / 310 + 0.4) * np.cos(down / 260) * cover, np.float32)


def _shadow(cover: Floats) -> Floats:
    """A soft shadow away from the lamp, and a dark line where the paper meets the mat. 0…1, to be taken away."""
    mask = Image.fromarray((cover * 255).astype(np.uint8))
    wide = np.asarray(mask.filter(ImageFilter.GaussianBlur(16)), np.float32) / 255
    close = np.asarray(mask.filter(ImageFilter.GaussianBlur(3)), np.float32) / 255
    return 0.42 * _moved(wide, 14, 10) + 0.25 * _moved(close, 3, 2)


def _moved(picture: Floats, down: int, right: int) -> Floats:
    return np.pad(picture, ((down, 0), (right, 0)), mode="edge")[: SIZE[1], : SIZE[0]]


@cache
def _desk() -> Floats:
    """A matte mat of dark grey-green felt."""
    random = np.random.default_rng(20)
    fibres = sum(_cloud(random, cell) * weight for cell, weight in ((2, 2.2), (4, 1.8), (24, 1.6), (240, 2.6)))
    felt = np.array((70, 84, 79), np.float32) + np.asarray(fibres, np.float32)[..., None] * np.array((1.0, 1.05, 1.0))
    return np.asarray(felt, np.float32)


def _cloud(random: np.random.Generator, cell: int) -> Floats:
    small = random.standard_normal((SIZE[1] // cell + 2, SIZE[0] // cell + 2)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC))


def _photographed(whole: Floats, blur: float = 0.0) -> NDArray[np.uint8]:
    """Soft light from the upper left, and the lens."""
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    lamp = np.exp(-(((across - 800) / 1500) ** 2 + ((down - 420) / 1050) ** 2))
    lit = whole * (0.85 + 0.19 * lamp)[..., None] * np.array((1.012, 1.0, 0.975), np.float32)
    picture = Image.fromarray(lit.clip(0, 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(blur or 0.55)))


def people_by_id(people: list[dict[str, Any]]) -> dict[str, Person]:
    return {person["id"]: person for person in people}
