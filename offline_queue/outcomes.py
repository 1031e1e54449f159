"""What an outcome of the transport means for one submission: an event of the state table, and why (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from offline_queue.model import (
    Conflict,
    Damaged,
    Delivered,
    Duplicate,
    Entry,
    IdUnknown,
    Missing,
    Outcome,
    Receipt,
    Receipted,
    Refused,
    Scope,
    TryLater,
)
from offline_queue.receipt import Believes, believable
from offline_queue.states import Event


@dataclass(frozen=True)
class Meaning:
    """`reason`: a stable code for staff and technicians."""

    event: Event
    reason: str = ""
    receipt: Receipt | None = None


def meaning(outcome: Outcome, entry: Entry, believes: Believes) -> Meaning:
    """A receipt counts only when it is believable; everything else is taken at its word."""
    match outcome:
        case Delivered() | Duplicate():
            return Meaning(Event.STORED)
        case Receipted(text):
            receipt = believable(text, entry, believes)
            return Meaning(Event.RECEIVED, "", receipt) if receipt else Meaning(Event.RECEIPT_WRONG, "receipt_wrong")
        case TryLater(scope=Scope.DEVICE, code=code):
            return Meaning(Event.DEVICE_REFUSED, code or "device_refused")
        case TryLater(trouble=trouble, code=code):
            return Meaning(Event.TRY_LATER, code or trouble.value)
        case Missing():
            return Meaning(Event.PARTS_MISSING)
        case _:
            return _final(outcome)


def _final(outcome: Refused | Conflict | IdUnknown | Damaged) -> Meaning:
    match outcome:
        case Refused(code):
            return Meaning(Event.REFUSED, code)
        case Conflict():
            return Meaning(Event.CONFLICT, "conflict")
        case IdUnknown():
            return Meaning(Event.ID_UNKNOWN, "id_unknown")
        case Damaged():
            return Meaning(Event.DAMAGED, "file_damaged")
        case _:
            assert_never(outcome)
