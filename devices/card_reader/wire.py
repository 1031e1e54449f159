"""How states and documents cross from the reader's process to the kiosk: as the values of JSON lines."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, assert_never

from devices.interfaces import (
    CardDocument,
    CardLost,
    CardPresent,
    CardRead,
    CardState,
    DocumentKind,
    NoCard,
    NoReader,
    ReadFailed,
    Unreadable,
)

Packed = dict[str, Any]
DAYS = ("birth", "valid_from", "valid_to")


def pack_state(state: CardState) -> Packed:
    match state:
        case NoReader(code):
            return {"is": "no_reader", "code": code}
        case NoCard():
            return {"is": "no_card"}
        case CardPresent(epoch):
            return {"is": "present", "epoch": epoch}
        case Unreadable(epoch, code):
            return {"is": "unreadable", "epoch": epoch, "code": code}
        case _:
            assert_never(state)


def unpack_state(packed: Packed) -> CardState:
    """ValueError when it is none."""
    match packed:
        case {"is": "no_reader", "code": str(code)}:
            return NoReader(code)
        case {"is": "no_card"}:
            return NoCard()
        case {"is": "present", "epoch": int(epoch)}:
            return CardPresent(epoch)
        case {"is": "unreadable", "epoch": int(epoch), "code": str(code)}:
            return Unreadable(epoch, code)
        case _:
            raise ValueError("not a card state")


def pack_read(read: CardRead) -> Packed:
    match read:
        case CardLost():
            return {"is": "lost"}
        case ReadFailed(code, retryable):
            return {"is": "failed", "code": code, "retryable": retryable}
        case CardDocument():
            days = {name: day.isoformat() if (day := getattr(read, name)) else None for name in DAYS}
            return {"is": "document"} | asdict(read) | days
        case _:
            assert_never(read)


def unpack_read(packed: Packed) -> CardRead:
    """ValueError when it is none; takes a document's fields out of what it was given."""
    match packed.pop("is", None):
        case "lost":
            return CardLost()
        case "failed":
            return ReadFailed(**packed)
        case "document":
            days: Packed = {name: date.fromisoformat(text) if (text := packed.pop(name)) else None for name in DAYS}
            return CardDocument(kind=DocumentKind(packed.pop("kind")), **days, **packed)
        case _:
            raise ValueError("not the result of a read")
