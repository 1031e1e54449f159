"""What a scripted visit saw: screens with pictures and times, touches, numbers, slips. Becomes out/demo/visit.json."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from kiosk.demo.touch import NotShown, Strokes, Touch

LOOK_S = 0.02


class Broken(AssertionError):
    """Something the visit promises did not hold."""


class Record:
    """One visit being played. `see` waits for a screen, takes its picture and notes how long it took to appear."""

    def __init__(self, name: str, matter: str, out: Path, touch: Callable[[], Touch], pictures: count[int]) -> None:
        self.name, self.matter = name, matter
        self._out, self._touch, self._pictures = out, touch, pictures
        self._facts: dict[str, Any] = {}
        self._seen = ("", "")
        self._touches_before = 0
        self.touches = 0
        self.typed: set[str] = set()
        self.screens: list[dict[str, Any]] = []
        self.slips: list[dict[str, Any]] = []
        self.number = self.official_no = ""
        self.handed_in_ms: float | None = None
        self.result_ms: float | None = None
        self._handed_in_at = 0.0

    def see(
        self, screen: str, seconds: float = 10.0, *, changed: bool = False, again: bool = False, **facts: str
    ) -> None:
        """Wait for one of the screens (`a|b`) with these facts; with `changed`, for another question than before.
        `again` takes another picture of a screen that has one."""
        end = time.monotonic() + seconds
        self._facts = self._touch().wait(seconds, **facts, screen=screen)
        while changed and self._place() == self._seen:
            if time.monotonic() > end:
                raise NotShown(f"the screen stayed at {self._seen}")
            time.sleep(LOOK_S)
            self._facts = self._touch().wait(seconds, **facts, screen=screen)
        self._note(again)

    def _place(self) -> tuple[str, str]:
        return self._facts["screen"], str(self._facts.get("field", ""))

    def _note(self, again: bool) -> None:
        f = self._facts
        place = self._place()
        if f["screen"] == "handed_in":
            self.official_no = str(f.get("official_no", "")) or self.official_no
            self.number = str(f.get("number", "")) or self.number
            self.handed_in_ms = self.handed_in_ms or f["drawn_ms"]
        self._note_result()
        if place == self._seen and f["screen"] != "handed_in" and not again:
            return
        self._seen = place
        file = f"{next(self._pictures):02d}-{self.name}-{f['screen']}.png"
        self._touch().ask("grab", file=str(self._out / file))
        self.screens.append({"name": f["screen"], "screenshot": file, "ms": round(f["drawn_ms"], 1)})

    def _note_result(self) -> None:
        """While the resident waits, the kiosk's own measure since the hand-in touch; at a later visit, this clock's."""
        f = self._facts
        if self.result_ms is None and f["screen"] == "handed_in" and f.get("result"):
            self.result_ms = float(f["marks_ms"]["result"])
        elif self.result_ms is None and f["screen"] == "notices" and self._handed_in_at:
            self.result_ms = (time.monotonic() - self._handed_in_at) * 1000

    def tap(self, name: str) -> None:
        if name == "hand_in":
            self._handed_in_at = time.monotonic()
        touch = self._touch()
        before, typed = touch.touches, len(touch.typed)
        touch.tap(name)
        self.touches += touch.touches - before
        if len(touch.typed) > typed or name.startswith("key_"):
            self.typed.add(str(self._facts.get("field", name)))

    def draw(self, name: str, strokes: Strokes) -> None:
        touch = self._touch()
        before = touch.touches
        touch.draw(name, strokes)
        self.touches += touch.touches - before

    def screen(self) -> str:
        return str(self._facts["screen"])

    def fact(self, name: str) -> str:
        return str(self._facts.get(name, ""))

    def require(self, holds: bool, sentence: str) -> None:
        if not holds:
            raise Broken(f"visit {self.name}: not true that {sentence}")

    def note_number(self) -> None:
        self.require(len(self.number.replace(" ", "")) == 14, "a 14-digit number was shown")

    def slip(self, picture: Path, *, marked: bool) -> None:
        """A slip came out. What became of it is what the kiosk says; its mark (离线暂存) is looked for on the paper."""
        file = f"slip-{self.name}{len(self.slips) + 1}.png"
        shutil.copyfile(picture, self._out / file)
        copies = self.fact("copies")
        self.slips.append({"file": file, "outcome": self.fact("slip"), "reprint": copies, "marked": _banded(picture)})
        self.require(_banded(picture) is marked, f"the slip is {'' if marked else 'not '}marked as kept offline")

    def as_row(self) -> dict[str, Any]:
        return {
            "visit": self.name,
            "matter": self.matter,
            "screens": self.screens,
            "touches": self.touches,
            "typed_fields": len(self.typed),
            "handed_in_ms": round(self.handed_in_ms, 1) if self.handed_in_ms is not None else None,
            "result_ms": round(self.result_ms, 1) if self.result_ms is not None else None,
            "provisional_no": self.number.replace(" ", ""),
            "official_no": self.official_no,
            "slips": self.slips,
        }


def _banded(picture: Path) -> bool:
    """Whether a black band crosses the paper: ten rows below each other with more ink than white. A rule has three."""
    with Image.open(picture) as paper:
        dark = (np.asarray(paper.convert("L")) < 128).mean(axis=1) > 0.6
    return any(dark[top : top + 10].all() for top in range(len(dark) - 9))
