"""How `kiosk queue` answers: words for every state, one submission's facts, times as people read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.numbers import tidy
from kiosk.submission.number import is_valid
from offline_queue import Entry, QueueReader, State

MEANS: dict[State, str] = {
    State.DRAFT: "is being filled in; nothing was promised yet",
    State.QUEUED: "waits for its turn; a running kiosk sends it by itself once the platform answers",
    State.SENDING: "is being sent",
    State.UPLOADED: "the platform has every byte of it; its signed receipt is still missing",
    State.EXPORTED: "is on a stick as well; a running kiosk still sends it when the line returns",
    State.ACCEPTED: "the platform's signed receipt is stored",
    State.PURGED: "the platform's signed receipt is stored, and its files were given up long ago",
    State.REJECTED: "the platform refused it, see reason; `retry` sends the same again, else the resident does it anew",
    State.HELD: "waits for a person, see the reason; `release` lets it be sent",
    State.QUARANTINED: "one of its sealed files is damaged and it is not sent; the resident does it anew",
    State.CLOSED: "was given back to the resident",
    State.GONE: "was never handed in",
}


@dataclass(frozen=True)
class Answer:
    """What an order found: as JSON, as lines, and the exit status."""

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    status: int = 0


class NotDone(Exception):
    """Said in words, with a stable code and an exit status."""

    def __init__(self, code: str, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.code, self.status = code, status


def found_in(reader: QueueReader, said: str) -> Entry:
    entry = reader.find(said.strip().lower()) or reader.find(tidy(said))
    if entry is None and tidy(said).isdecimal() and not is_valid(said):
        raise NotDone("number_wrong", f"{said}: a digit is wrong, look at the slip again")
    if entry is None:
        raise NotDone("not_here", f"{said} was not handed in on this machine")
    return entry


def facts_of(entry: Entry, handed_in_at: str) -> dict[str, Any]:
    receipt = entry.receipt
    return {
        "number": entry.number,
        "id": entry.id,
        "state": entry.state.value,
        "reason": entry.reason,
        "handed_in_at": handed_in_at,
        "tries": entry.attempts,
        "slow": entry.slow,
        "bytes": entry.size,
        "urgent": entry.urgent,
        "official_no": receipt.official_no if receipt else "",
        "received_at": receipt.received_at if receipt else "",
    }


def local(at: str) -> str:
    """This machine's time of day; "" for a moment nobody noted."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M") if at else ""
