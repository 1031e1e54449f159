"""Frames of the SAM-V serial protocol (GA 467, now GA/T 467-2019): orders as bytes, answers out of a noisy stream.

Order: `AA AA AA 96 69 | len | CMD Para | chk`; answer: `AA AA AA 96 69 | len | SW1 SW2 SW3 data | chk`. len is two
bytes, big-endian, and counts everything after itself; chk is the XOR of all bytes from len up to the byte before chk.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
SHORTEST, LONGEST = 4, 2400  # what len may say; the longest known answer, with fingerprints, has 2314

FAULTS = frozenset({0x10, 0x11, 0x21, 0x24, 0x31, 0x32, 0x33, 0x40, 0x47, 0x60, 0x66})  # any order may be answered so
RETRYABLE = frozenset({0x10, 0x11, 0x24, 0x31, 0x32, 0x41, 0x47, 0x81})
SELF_TEST_FAILED, NOT_AUTHORISED, WRONG_CARD, READ_FAILED = 0x60, 0x66, 0x40, 0x41


@dataclass(frozen=True)
class Order:
    """What may be asked, and which answers belong to it, so that a late answer to another order is not taken for it."""

    name: str
    code: bytes  # CMD Para
    good: int  # SW3
    sizes: range  # of the data in a good answer, in bytes
    declines: frozenset[int] = frozenset()  # SW3 of a plain "no"


STATUS = Order("status", b"\x11\xff", 0x90, range(1))
SAM_ID = Order("sam_id", b"\x12\xff", 0x90, range(16, 17))
FIND = Order("find", b"\x20\x01", 0x9F, range(4, 5), frozenset({0x80}))
SELECT = Order("select", b"\x20\x02", 0x90, range(8, 9), frozenset({0x81}))
READ = Order("read", b"\x30\x01", 0x90, range(1284, 1287, 2), frozenset({READ_FAILED}))  # text and photo
NEWEST = Order("newest", b"\x30\x03", 0x90, range(1, 71), frozenset({READ_FAILED, 0x91}))  # newest address
# 30 10 would ask for fingerprints as well: it is not here, so nothing can send it.


@dataclass(frozen=True, repr=False)
class Answer:
    status: int  # SW3; SW1 and SW2 may carry the card's own words and decide nothing
    data: bytes

    def __repr__(self) -> str:
        return f"Answer({self.status:02X}, {len(self.data)} bytes)"


def encode(order: Order) -> bytes:
    body = (len(order.code) + 1).to_bytes(2, "big") + order.code
    return PREAMBLE + body + bytes([_check(body)])


def belongs(answer: Answer, order: Order) -> bool:
    """Whether this can be an answer to that order: an expected status and a length that goes with it."""
    if answer.status == order.good and len(answer.data) in order.sizes:
        return True
    return answer.status in order.declines | FAULTS and not answer.data


class Deframer:
    """Takes bytes as they come and gives whole answers; noise is skipped, a bad frame is searched again from inside."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self.spoilt = False  # a frame began that was none, or did not end

    @property
    def pending(self) -> bool:
        """A frame has begun and is not complete."""
        return self._heard.startswith(PREAMBLE)

    def feed(self, data: bytes) -> list[Answer]:
        self._heard += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        return answers

    def give_up(self) -> list[Answer]:
        """Nothing more comes: a frame that waits for bytes was none; what stands behind its preamble may be one."""
        answers: list[Answer] = []
        while self.pending:
            self._skip_preamble()
            answers += self.feed(b"")
        return answers

    def _next(self) -> Answer | None:
        while self._find_preamble():
            at = len(PREAMBLE)
            if len(self._heard) < at + 2:
                return None
            length = int.from_bytes(self._heard[at : at + 2], "big")
            if not SHORTEST <= length <= LONGEST:
                self._skip_preamble()
                continue
            if len(self._heard) < at + 2 + length:
                return None
            body = bytes(self._heard[at : at + 2 + length])
            if _check(body[:-1]) != body[-1]:
                self._skip_preamble()
                continue
            del self._heard[: at + 2 + length]
            return Answer(body[4], body[5:-1])
        return None

    def _find_preamble(self) -> bool:
        """Drop what cannot begin a frame; a preamble may be cut at the end."""
        at = self._heard.find(PREAMBLE)
        if at >= 0:
            del self._heard[:at]
            return True
        tail = next((n for n in range(len(PREAMBLE) - 1, 0, -1) if self._heard.endswith(PREAMBLE[:n])), 0)
        del self._heard[: len(self._heard) - tail]
        return False

    def _skip_preamble(self) -> None:
        """One byte is enough to lose this preamble and keep one that begins inside it."""
        self.spoilt = True
        del self._heard[:1]


def _check(body: bytes | bytearray) -> int:
    return reduce(xor, body, 0)
