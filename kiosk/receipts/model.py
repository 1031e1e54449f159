"""What stands on one slip (收件回执), as a value: everything personal in it is masked before it gets here."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.matters.text import Text


class PaperState(StrEnum):
    """How one paper stands. Words: slip.paper.<value>."""

    HANDED = "handed"  # 已收: photographed or laid here
    PROMISED = "promised"  # 已承诺: a promise stands in for it
    FETCHED = "fetched"  # 已取得: read from the card, a share or an electronic licence
    MISSING = "missing"  # 待补: to be brought later


@dataclass(frozen=True)
class SlipPaper:
    name: Text
    state: PaperState = PaperState.HANDED


@dataclass(frozen=True)
class SlipResult:
    """What the platform decided. `state` is one of ResultView's: received, accepted, approved, …"""

    state: str
    text: Text


@dataclass(frozen=True)
class Slip:
    """One slip. `number` is the 14 digits without spaces; `handed_in_at` is aware, UTC; `qr` is the finished address
    (see sign.slip_url). `reprint` 0 is the first print, n > 0 prints 补打第n次. `offline` prints the black band."""

    centre: Text
    number: str
    matter: Text
    person: str  # masked: 陈*寿
    document: str  # masked: 4419**********7017
    handed_in_at: datetime
    department: Text
    terminal: str
    qr: str
    language: str = "zh-Hans"
    official_no: str = ""
    phone: str = ""  # masked, or empty: then the line is left out
    promise: Text | None = None  # 承诺时限
    papers: tuple[SlipPaper, ...] = ()
    not_asked: tuple[Text, ...] = ()  # 免提交
    offline: bool = False
    result: SlipResult | None = None
    reprint: int = 0
    hotline: str = "12345"

    def say(self, text: Text) -> str:
        """A wording in the slip's language."""
        return text.of(self.language)
