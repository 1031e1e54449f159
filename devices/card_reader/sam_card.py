"""What is said to a SAM-V module about one card: is it there, read it, is it still there."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

from devices.card_reader.sam_frames import (
    FIND,
    NEWEST,
    NOT_AUTHORISED,
    READ,
    READ_FAILED,
    RETRYABLE,
    SAM_ID,
    SELECT,
    SELF_TEST_FAILED,
    STATUS,
    WRONG_CARD,
    Answer,
    Order,
)
from devices.card_reader.sam_link import Garbled, Reply, Silent, Wire, ask
from devices.card_reader.text_block import SIZE, NotReadable, parse_text
from devices.interfaces import CardDocument, CardLost, CardRead, NoReader, ReadFailed

STATUS_S = 1.0
FIND_S = 0.8
READ_S = 2.5  # and the bytes themselves at the line's speed
WHOLE_READ_S = 5.0
RETRIES = 2
READ_HEAD = bytes.fromhex("01000400")  # 256 bytes of text, 1024 of photo
READ_BYTES = 1297

# How to ask whether a card still lies there. One that was read is not found again, so it is asked for its newest
# address; one that was not read is not asked for that, as the resident has not agreed to anything yet.
UNREAD, TRIED, DONE = (FIND, SELECT), (FIND, SELECT, NEWEST), (NEWEST,)

LAY_AGAIN = ReadFailed("card_refused", retryable=False)  # it lies there and is not found: it was read before


class Presence(Enum):
    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"  # the module did not say


class SamCard:
    """The conversation over one wire; it raises WireLost, every other trouble is a value."""

    def __init__(self, wire: Wire, baud: int = 115200, clock: Callable[[], float] = time.monotonic) -> None:
        self._wire, self._clock = wire, clock
        self._read_s = READ_S + READ_BYTES * 10 / baud

    def ready(self) -> NoReader | None:
        """None when the module works."""
        reply = self._ask(STATUS, STATUS_S)
        if isinstance(reply, Answer):
            return fatal(reply.status)
        return NoReader("no_answer")

    def module_id(self) -> Reply:
        return self._ask(SAM_ID, STATUS_S)

    def find(self) -> Reply:
        return self._ask(FIND, FIND_S)

    def still_there(self, orders: tuple[Order, ...]) -> Presence:
        """Gone when every one of these says so; see UNREAD, TRIED and DONE."""
        for order in orders:
            there = _there(self._ask(order, FIND_S))
            if there is not Presence.GONE:
                return there
        return Presence.GONE

    def read(self) -> CardRead:
        """The document, within five seconds; two more tries when the module says that it is worth one."""
        end = self._clock() + WHOLE_READ_S
        result: CardRead = ReadFailed("no_answer", retryable=True)
        for attempt in range(1 + RETRIES):
            again = self._read_once(end)
            if attempt and again == LAY_AGAIN:
                break  # what failed first says more
            result = again
            if not isinstance(result, ReadFailed) or not result.retryable or self._clock() >= end:
                break
        return result

    def _read_once(self, end: float) -> CardRead:
        found, selected = self._ask(FIND, FIND_S, end), self._ask(SELECT, FIND_S, end)
        if not good(selected, SELECT):
            nothing = _there(found) is Presence.GONE and _there(selected) is Presence.GONE
            return self._nothing_found(end) if nothing else _failed(selected)
        reply = self._ask(READ, self._read_s, end)
        if not isinstance(reply, Answer) or reply.status != READ.good:
            lost = isinstance(reply, Answer) and reply.status == READ_FAILED and self._newest(end) is None
            return CardLost() if lost else _failed(reply)
        address = self._newest(end)
        if address is None:
            return CardLost()
        return _document(reply.data, address)

    def _nothing_found(self, end: float) -> CardRead:
        return CardLost() if self._newest(end) is None else LAY_AGAIN

    def _newest(self, end: float) -> str | None:
        """The address added last, "" when there is none; None when no selected card lies there."""
        reply = self._ask(NEWEST, FIND_S, end)
        if _there(reply) is Presence.UNKNOWN:
            reply = self._ask(NEWEST, FIND_S, end)
        if isinstance(reply, Answer) and reply.status == NEWEST.good:
            return reply.data.decode("utf-16-le", "replace").strip(" \0")
        return "" if isinstance(reply, Answer) and reply.status == 0x91 else None

    def _ask(self, order: Order, seconds: float, end: float | None = None) -> Reply:
        if end is not None:
            seconds = min(seconds, max(0.0, end - self._clock()))
        return ask(self._wire, order, seconds, self._clock)


def good(reply: Reply, order: Order) -> bool:
    return isinstance(reply, Answer) and reply.status == order.good


def fatal(status: int) -> NoReader | None:
    """What only a technician can mend."""
    return {SELF_TEST_FAILED: NoReader("sam_selftest"), NOT_AUTHORISED: NoReader("sam_unauthorised")}.get(status)


def _there(reply: Reply) -> Presence:
    match reply:
        case Answer(0x90 | 0x91 | 0x9F):
            return Presence.THERE
        case Answer(0x41 | 0x80 | 0x81):
            return Presence.GONE
        case Answer() | Silent() | Garbled():
            return Presence.UNKNOWN


def _failed(reply: Reply) -> ReadFailed:
    match reply:
        case Silent():
            return ReadFailed("no_answer", retryable=True)
        case Garbled():
            return ReadFailed("bad_frame", retryable=True)
        case Answer(status):
            return ReadFailed(_code(status), retryable=status in RETRYABLE)


def _code(status: int) -> str:
    if status in (0x10, 0x11, 0x21, 0x24):
        return "bad_frame"
    if status in (SELF_TEST_FAILED, NOT_AUTHORISED):
        return "no_answer"
    return "wrong_card" if status == WRONG_CARD else "card_refused"


def _document(data: bytes, address: str) -> CardDocument | ReadFailed:
    """`data` may have two more bytes after the head, which count fingerprints: there are none."""
    start = len(READ_HEAD) + len(data) - 1284
    if not data.startswith(READ_HEAD):
        return ReadFailed("data_invalid", retryable=True)
    document = parse_text(data[start : start + SIZE], address)
    match document:
        case NotReadable("type"):
            return ReadFailed("unsupported_card", retryable=False)
        case NotReadable():
            return ReadFailed("data_invalid", retryable=False)
        case CardDocument():
            return document
