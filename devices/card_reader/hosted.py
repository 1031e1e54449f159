"""A card reader as the kiosk sees it: its driver runs in a process of its own, so that nothing here can hang."""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections.abc import Callable
from itertools import count

from devices.card_reader.driver import READ_DEADLINE_S
from devices.card_reader.wire import unpack_read, unpack_state
from devices.host import DeviceHost, Message
from devices.interfaces import (
    CardLost,
    CardPresent,
    CardRead,
    CardState,
    NoReader,
    ReadFailed,
    Unreadable,
)

GRACE_S = 1.0  # after the driver's own deadline, before its process is ended
STARTING = NoReader("starting")
GONE = ReadFailed("no_answer", retryable=True)

log = logging.getLogger(__name__)


class HostedCardReader:
    """A CardReader. `driver` is sam_serial (with `port`, `baud`) or pcsc (with `reader`, part of a reader's name)."""

    def __init__(self, driver: str, *, port: str = "", baud: int = 115200, reader: str = "") -> None:
        self.name = driver
        self._options = ["--driver", driver, "--port", port, "--baud", str(baud), "--reader", reader]
        self._patience = READ_DEADLINE_S[driver] + GRACE_S
        self._host = DeviceHost(driver, self)
        self._turn = threading.Lock()  # held for moments only
        self._state: CardState = STARTING
        self._last_epoch = 0
        self._ended_for_mute = False  # the end of the process is our own doing: what is known stays true
        self._waiting: dict[int, queue.SimpleQueue[CardRead]] = {}
        self._numbers = count(1)
        self._tell: list[Callable[[CardState], None]] = []

    def on_change(self, callback: Callable[[CardState], None]) -> None:
        """Called from the host's thread with every new state; register before `start`."""
        self._tell.append(callback)

    def start(self) -> None:
        self._host.start()

    def stop(self) -> None:
        self._host.stop()

    @property
    def process_id(self) -> int | None:
        return self._host.pid

    def state(self) -> CardState:
        return self._state

    def read(self, epoch: int) -> CardRead:
        """Blocks until the driver's deadline and one second at most; then the process is ended and started again."""
        state = self._state
        if isinstance(state, NoReader):
            return GONE
        if isinstance(state, Unreadable) and state.epoch == epoch:
            return ReadFailed(state.code, retryable=False)
        if not isinstance(state, CardPresent) or state.epoch != epoch:
            return CardLost()
        return self._ask(epoch)

    def _ask(self, epoch: int) -> CardRead:
        with self._turn:
            if self._waiting:
                return ReadFailed("overrun", retryable=True)
            number, answer = next(self._numbers), queue.SimpleQueue[CardRead]()
            self._waiting[number] = answer
        try:
            if not self._host.say({"read": number, "epoch": epoch}):
                return GONE
            result = answer.get(timeout=self._patience)
        except queue.Empty:
            return self._hung(epoch)
        finally:
            self._waiting.pop(number, None)
        return result if self._state == CardPresent(epoch) else self._stale(result)

    def _stale(self, result: CardRead) -> CardRead:
        """The card this was asked for is not the one that lies there now."""
        return result if isinstance(result, ReadFailed) and isinstance(self._state, NoReader) else CardLost()

    def _hung(self, epoch: int) -> CardRead:
        """A mute card holds the service until it is lifted; the next process would hang on it as well."""
        self._ended_for_mute = True
        self._become(Unreadable(epoch, "card_mute"))
        self._host.end_process()
        return ReadFailed("card_mute", retryable=False)

    # --- what the host hears ----------------------------------------------------------------------------------

    def command(self, channel: int) -> list[str]:
        run = [sys.executable, "-m", "devices.card_reader.host_process", *self._options]
        return [*run, "--channel", str(channel), "--first-epoch", str(self._last_epoch + 1)]

    def heard(self, message: Message) -> None:
        match message:
            case {"state": packed}:
                self._seen(unpack_state(packed))
            case {"read": int(number), "result": packed}:
                if waiting := self._waiting.get(number):
                    waiting.put(unpack_read(packed))
            case _:
                pass  # a beat

    def gone(self) -> None:
        for waiting in list(self._waiting.values()):
            waiting.put(GONE)
        if not self._ended_for_mute:
            self._become(STARTING)
        self._ended_for_mute = False

    def _seen(self, state: CardState) -> None:
        if isinstance(state, CardPresent | Unreadable):
            self._last_epoch = state.epoch
        if isinstance(state, CardPresent) and self._known_mute():
            return  # the same card, seen by a new process
        self._become(state)

    def _known_mute(self) -> bool:
        return isinstance(self._state, Unreadable) and self._state.code == "card_mute"

    def _become(self, state: CardState) -> None:
        with self._turn:
            if state == self._state:
                return
            before, self._state = self._state, state
        if isinstance(state, NoReader) and state != STARTING:
            log.warning("the card reader %s is lost: %s", self.name, state.code)
        elif isinstance(before, NoReader) and not isinstance(state, NoReader):
            log.info("the card reader %s is ready", self.name)
        for tell in self._tell:
            tell(state)
