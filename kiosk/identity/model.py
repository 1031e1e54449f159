"""Who is standing here, as far as a card can say. Lives in memory for one visit; nothing personal in a `repr`."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from devices.interfaces import CardDocument, DocumentKind
from kiosk.identity.age import full_months

ELDER_FROM = 60  # years; the elder view is the default from here on


@dataclass(frozen=True, repr=False)
class Identity:
    """A card whose number holds. `remark`: "" or "card_expired" — said to the resident, no reason to refuse."""

    document: CardDocument
    number: str
    name: str
    name_en: str
    sex: Literal["M", "F", ""]
    birth: date | None
    remark: str = ""

    @property
    def kind(self) -> DocumentKind:
        return self.document.kind

    def age_months(self, today: date) -> int | None:
        return None if self.birth is None else full_months(self.birth, today)

    def age(self, today: date) -> int | None:
        """Full years, from the birthday itself."""
        months = self.age_months(today)
        return None if months is None else months // 12

    def elder(self, today: date) -> bool:
        return (self.age(today) or 0) >= ELDER_FROM

    def __repr__(self) -> str:
        return f"Identity({self.kind})"


@dataclass(frozen=True)
class IdentityProblem:
    """`key` is a named problem of kiosk/errors.py; `why` says to the log which check failed, without any value."""

    key: str
    why: str
