"""Runs the application until its window is closed or the process is asked to end."""
from __future__ import annotations

import signal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

LOOK_MS = 250  # Python sees a signal only when the interpreter runs


def run_until_ended(app: QGuiApplication) -> int:
    """The exit status. SIGTERM and SIGINT close the kiosk in good order."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.quit())
    look = QTimer()
    look.timeout.connect(lambda: None)
    look.start(LOOK_MS)
    return app.exec()
