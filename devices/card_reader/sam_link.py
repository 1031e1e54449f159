"""One order and its answer over a serial wire: short deadlines, one order in flight, late answers to others dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices.card_reader.sam_frames import Answer, Deframer, Order, belongs, encode

IDLE_S = 0.3  # after a spoilt or cut frame, so much silence ends the wait: nothing better comes
SLICE_S = 0.05


class WireLost(Exception):
    """The serial device is gone, or cannot be opened. `code` as in NoReader."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Wire(Protocol):
    """A serial line. Both raise WireLost."""

    def send(self, data: bytes) -> None:
        """Forget what came unasked, then send."""

    def receive(self, seconds: float) -> bytes:
        """What came; waits at most so long for the first byte."""


@dataclass(frozen=True)
class Silent:
    """No byte of an answer came in time."""


@dataclass(frozen=True)
class Garbled:
    """Something came, but no whole answer to this order."""


Reply = Answer | Silent | Garbled


def ask(wire: Wire, order: Order, seconds: float, clock: Callable[[], float] = time.monotonic) -> Reply:
    """Send an order and wait at most `seconds` for an answer that belongs to it. Raises WireLost."""
    frames, heard_at, heard = Deframer(), clock(), False
    wire.send(encode(order))
    end = clock() + seconds
    while (left := end - clock()) > 0:
        data = wire.receive(min(left, SLICE_S))
        if data:
            heard_at, heard = clock(), True
        for answer in frames.feed(data):
            if belongs(answer, order):
                return answer
        if not data and (frames.pending or frames.spoilt) and clock() - heard_at >= IDLE_S:
            break
    for answer in frames.give_up():
        if belongs(answer, order):
            return answer
    return Garbled() if heard else Silent()
