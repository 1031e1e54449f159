"""Runs the application until its window is closed or the process is asked to end."""
from __future__ import annotations

import signal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from ui.app import HEIGHT, WIDTH

ROOM_FOR_TITLE = 0.92  # of the screen's height; the rest is for the window's title
LOOK_MS = 250  # Python sees a signal only when the interpreter runs


def window_size(app: QGuiApplication) -> tuple[int, int]:
    """Portrait 1080 × 1920, made smaller where the screen is; without a display the whole size."""
    if app.platformName() == "offscreen":
        return WIDTH, HEIGHT
    room = app.primaryScreen().availableGeometry()
    share = min(1.0, room.height() * ROOM_FOR_TITLE / HEIGHT, room.width() / WIDTH)
    return round(WIDTH * share), round(HEIGHT * share)


def run_until_ended(app: QGuiApplication) -> int:
    """The exit status. SIGTERM and SIGINT close the kiosk in good order."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.quit())
    look = QTimer()
    look.timeout.connect(lambda: None)
    look.start(LOOK_MS)
    return app.exec()
