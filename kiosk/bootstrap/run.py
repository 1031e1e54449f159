"""`kiosk run`: one kiosk on this machine, with its window."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bootstrap.kiosk import TICK_S, Kiosk
from kiosk.clock import SystemClock
from kiosk.errors import Problem
from kiosk.settings import Settings, SettingsProblem, load_settings
from offline_queue import QueueProblem

if TYPE_CHECKING:
    from ui.app import KioskWindow

LOG = "%(asctime)s %(levelname)s %(name)s %(message)s"


def run(path: Path) -> int:
    """Until the window is closed. 2: the settings are wrong; 3: the kiosk could not start, and why is said."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG)
    try:
        settings = load_settings(path)
    except SettingsProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        kiosk = Kiosk(settings, SystemClock())
    except (Problem, QueueProblem, OSError) as problem:
        print(f"the kiosk cannot start: {problem}", file=sys.stderr)
        return 3
    return _show(settings, kiosk)


def _show(settings: Settings, kiosk: Kiosk) -> int:
    from ui.app import KioskWindow, open_application
    from ui.running import run_until_ended, window_size

    app = open_application()
    window = KioskWindow(
        kiosk.session,
        kiosk.desk,
        kiosk.latest_frame,
        fullscreen=settings.fullscreen,
        size=window_size(app),
        failed=kiosk.verb_failed,
    )
    kiosk.session.listen(window.show_situation)
    hand = _hand(settings.hand, window, kiosk) if settings.hand else None
    beat = Beat(kiosk)
    window.applied.connect(beat.start)  # devices begin once the first picture is on the screen
    status = run_until_ended(app)
    beat.stop()
    kiosk.close()
    window.close()
    del hand
    return status


def _hand(path: str, window: KioskWindow, kiosk: Kiosk) -> object:
    from kiosk.bootstrap.hand import listen_to_hand

    return listen_to_hand(path, window, kiosk)


class Beat:
    """Starts the kiosk's devices with the first picture, then asks for a tick ten times a second."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="beat", daemon=True)

    def start(self) -> None:
        if not self._thread.is_alive() and not self._over.is_set():
            self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _beat(self) -> None:
        self._kiosk.start()
        while not self._over.wait(TICK_S):
            self._kiosk.tick()
