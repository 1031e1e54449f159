"""What a scripted hand may know of a running kiosk: states and counts, no personal data."""

from __future__ import annotations

import json

from kiosk.bootstrap.kiosk import Kiosk
from kiosk.session.model import Situation
from ui.app import KioskWindow
from ui.dock.hand import Hand


class ShownFacts:
    def __init__(self, window: KioskWindow, kiosk: Kiosk) -> None:
        self._window, self._kiosk = window, kiosk

    def screen(self) -> str:
        return self._window.screen

    def facts(self) -> dict[str, str]:
        situation = self._window.situation
        known = {"waiting": str(self._kiosk.waiting()), "parts": json.dumps(self._kiosk.parts())}
        return known | (_of(situation) if situation is not None else {})


def _of(situation: Situation) -> dict[str, str]:
    handed, capture, trouble = situation.handed_in, situation.capture, situation.trouble
    facts = {
        "stop": situation.stop.value,
        "line": situation.line.value,
        "readers": "ready" if situation.readers_ready else "",
        "busy": situation.busy,
        "trouble": trouble.key if trouble else "",
    }
    facts["field"] = situation.question.field if situation.question else ""
    facts["error"] = situation.question.error if situation.question else ""
    facts["camera"] = type(capture.camera).__name__.removeprefix("Camera").lower() if capture else ""
    facts["hint"] = capture.hint.value if capture else ""
    facts["notices"] = " ".join(notice.result.state for notice in situation.notices)
    facts["staff"] = situation.staff_call.answer if situation.staff_call else ""
    if handed is not None:
        facts |= {
            "number": handed.number,
            "official_no": handed.official_no,
            "delivered": "yes" if handed.delivered else "no",
            "deciding": "yes" if handed.deciding else "",
            "why_kept": handed.why_kept,
            "result": handed.result.state if handed.result else "",
            "slip": handed.slip.value,
            "slip_code": handed.slip_code,
            "copies": str(handed.copies),
            "asking_slip": "yes" if handed.asking_slip else "",
        }
    return facts


def listen_to_hand(path: str, window: KioskWindow, kiosk: Kiosk) -> Hand:
    """Only where the demo setting `hand` names a socket. Keep what is returned as long as the window lives."""
    return Hand(path, window.window, ShownFacts(window, kiosk), kiosk.clock.run_at)
