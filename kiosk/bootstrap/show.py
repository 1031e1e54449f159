"""`kiosk demo`: the scripted visits offscreen, or the kiosk's window with a dock of hands beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.assets import asset
from kiosk.demo.peers.card_service import CardServiceMissing


def demo(out: Path, headless: bool, only: str) -> int:
    """0 only if everything held. 4: a part of this machine is missing, and what to install is said."""
    people = asset("demo", "people.json")
    try:
        if headless or not _has_display():
            from kiosk.demo.play import play

            return play(out, people, only, _say)
        return _window(out, people)
    except CardServiceMissing as missing:
        print(missing, file=sys.stderr)
        return 4


def _window(out: Path, people: Path) -> int:
    from kiosk.demo.hands import hands
    from kiosk.demo.stage import Stage
    from ui.dock.dock import run_dock

    with Stage(out, people, _say, offscreen=False) as stage:
        stage.start_kiosk()
        return run_dock(hands(stage), stage.kiosk_runs)


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(sentence: str) -> None:
    print(sentence, flush=True)
