"""The driver for a SAM-V module (居民身份证) on a serial line: opens it, watches for cards, reads one when told."""

from __future__ import annotations

import errno
import termios
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat

import serial

from devices.card_reader.driver import BACK_OFF_S, Report
from devices.card_reader.sam_card import DONE, TRIED, UNREAD, Presence, SamCard, fatal
from devices.card_reader.sam_frames import FIND, Answer, Order
from devices.card_reader.sam_link import WireLost
from devices.interfaces import CardDocument, CardLost, CardPresent, CardRead, CardState, NoCard, NoReader, ReadFailed

POLL_S = 0.3
GONE = (serial.SerialException, OSError, termios.error)  # pyserial lets termios.error through when unplugged
QUIET_POLLS = 3  # so many polls without an answer, and the module itself is asked


class SerialWire:
    """8N1, for this program alone. Raises WireLost: port_missing, port_busy, not_permitted."""

    def __init__(self, port: str, baud: int) -> None:
        try:
            self._port = serial.Serial(port, baud, timeout=0, write_timeout=1, exclusive=True)
        except GONE as error:
            raise WireLost(_why(error)) from None

    def send(self, data: bytes) -> None:
        try:
            self._port.reset_input_buffer()
            self._port.write(data)
        except GONE as error:
            raise WireLost(_why(error)) from None

    def receive(self, seconds: float) -> bytes:
        try:
            self._port.timeout = seconds
            first: bytes = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""
        except GONE as error:
            raise WireLost(_why(error)) from None

    def close(self) -> None:
        try:
            self._port.close()
        except GONE:
            return


def _why(error: Exception) -> str:
    if "exclusively lock" in str(error):
        return "port_busy"
    number = getattr(error, "errno", None)
    return {errno.EBUSY: "port_busy", errno.EACCES: "not_permitted"}.get(number or 0, "port_missing")


class SamSerial:
    """One module. `epochs` numbers the cards; `open_wire` can be another line in tests."""

    def __init__(
        self, port: str, baud: int, epochs: Iterator[int], open_wire: Callable[[str, int], SerialWire] = SerialWire
    ) -> None:
        self._port, self._baud, self._epochs, self._open_wire = port, baud, epochs, open_wire
        self._turn = threading.Lock()  # one order in flight: a poll, or a whole read
        self._card: SamCard | None = None
        self._laid: CardPresent | None = None
        self._look: tuple[Order, ...] = UNREAD
        self._quiet = 0

    def watch(self, report: Report) -> None:
        pauses = _pauses()
        while True:
            try:
                wire = self._open_wire(self._port, self._baud)
            except WireLost as lost:
                report(NoReader(lost.code))
            else:
                pauses = _pauses() if self._watch_wire(wire, report) else pauses
                wire.close()
            time.sleep(next(pauses))

    def _watch_wire(self, wire: SerialWire, report: Report) -> bool:
        """Until the line or the module is lost. True when it worked."""
        card = SamCard(wire, self._baud)
        try:
            with self._turn:
                trouble = card.ready()
                self._card = None if trouble else card
            while trouble is None:
                with self._turn:
                    state = self._poll(card)
                trouble = state if isinstance(state, NoReader) else None
                report(state)
                time.sleep(POLL_S)
        except WireLost as lost:
            trouble = NoReader(lost.code)
        with self._turn:
            worked, self._card, self._laid = self._card is not None, None, None
        report(trouble)
        return worked

    def _poll(self, card: SamCard) -> CardState:
        if self._laid is not None:
            there = card.still_there(self._look)
            if there is Presence.GONE:
                self._laid = None
            return self._heard(card, there is Presence.UNKNOWN) or self._laid or NoCard()
        reply = card.find()
        if isinstance(reply, Answer) and reply.status == FIND.good:
            self._laid, self._look = CardPresent(next(self._epochs)), UNREAD
        if isinstance(reply, Answer) and (trouble := fatal(reply.status)):
            return trouble
        return self._heard(card, not isinstance(reply, Answer)) or self._laid or NoCard()

    def _heard(self, card: SamCard, quiet: bool) -> NoReader | None:
        """A module that keeps quiet for several polls is asked whether it works at all."""
        self._quiet = self._quiet + 1 if quiet else 0
        if self._quiet < QUIET_POLLS:
            return None
        self._quiet = 0
        return card.ready()

    def read(self, epoch: int) -> CardRead:
        with self._turn:
            if self._card is None:
                return ReadFailed("no_answer", retryable=True)
            if self._laid is None or self._laid.epoch != epoch:
                return CardLost()
            try:
                result = self._card.read()
            except WireLost:
                return ReadFailed("no_answer", retryable=True)
            if isinstance(result, CardLost):
                self._laid = None
            self._look = DONE if isinstance(result, CardDocument) else TRIED
            return result


def _pauses() -> Iterator[float]:
    return chain(BACK_OFF_S, repeat(BACK_OFF_S[-1]))
