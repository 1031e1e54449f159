"""`kiosk run`: one kiosk on this machine, with its window."""
from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

from kiosk.bootstrap.kiosk import Kiosk, open_kept
from kiosk.clock import SystemClock
from kiosk.errors import Problem
from kiosk.settings import Settings, SettingsProblem, load_settings

LOG = "%(asctime)s %(levelname)s %(name)s %(message)s"


def run(path: Path) -> int:
    """Until the window is closed. 2: the settings are wrong; 3: the kiosk could not start, and why is said."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG)
    try:
        settings = load_settings(path)
    except SettingsProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    clock = SystemClock()
    try:
        kept = open_kept(settings, clock)
    except (Problem, OSError) as problem:
        print(f"the kiosk cannot start: {problem}", file=sys.stderr)
        return 3
    return _show(settings, Kiosk(settings, clock, kept))


def _show(settings: Settings, kiosk: Kiosk) -> int:
    from ui.app import KioskWindow

    window = KioskWindow(kiosk.session, kiosk.desk, kiosk.latest_frame, fullscreen=settings.fullscreen)
    kiosk.session.listen(window.show_situation)
    window.every(0.1, kiosk.tick)
    if settings.hand:
        from kiosk.bootstrap.hand import listen_to_hand

        listen_to_hand(settings.hand, window, kiosk)
    signal.signal(signal.SIGTERM, lambda *_: window.quit())
    window.after_first_frame(kiosk.start)
    status = window.run()
    kiosk.close()
    window.close()
    return status
