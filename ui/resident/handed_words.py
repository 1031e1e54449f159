"""What the last screen may promise, and no more (pure)."""
from __future__ import annotations

from typing import Any

from kiosk.language import Words
from kiosk.session.model import HandedIn
from ui.controls.painted import Modules
from ui.presenter import listed

HEADLINES = {"approved": "approved", "received": "received", "accepted": "received"}  # nothing is decided yet
WHY_KEPT = ("down", "silent", "failed", "rubbish")


def headline_of(handed: HandedIn) -> str:
    if handed.result is not None:
        return HEADLINES.get(handed.result.state, "decided")
    if not handed.delivered:
        return "sending" if handed.deciding and not handed.why_kept else "kept"
    return "deciding" if handed.deciding else "delivered"


def lead_of(handed: HandedIn) -> str:
    """The word key of the promise, as far as it can be kept; a result speaks for itself."""
    if handed.result is not None:
        return "" if handed.result.state in HEADLINES else f"state.{handed.result.state}"
    if headline_of(handed) == "kept":
        return f"kept.{handed.why_kept}" if handed.why_kept in WHY_KEPT else "kept.other"
    return f"handed_in.{headline_of(handed)}_lead"


def facts_of(handed: HandedIn, words: Words) -> list[tuple[str, str]]:
    given = [paper.name for paper in handed.handed if paper.state in ("done", "camera")]
    promised = [paper.name for paper in handed.handed if paper.state == "promised"]
    saved = [paper.name for paper in handed.handed if paper.state not in ("done", "camera", "promised")]
    return [
        ("matter", handed.matter.of(words.tag)),
        ("handed", listed(words, given)),
        ("promised", listed(words, promised)),
        ("not_asked", listed(words, saved)),
        ("department", handed.department.of(words.tag)),
        ("official", in_fours(handed.official_no)),
    ]


def in_fours(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def modules_of(code: str) -> Modules:
    """Imported here, once something was handed in: the first screen does not wait for it."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    qr: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    qr.add_data(code)
    qr.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in qr.get_matrix())
