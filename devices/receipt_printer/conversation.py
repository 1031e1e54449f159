"""One connection's talk with the printer: ask for its state, listen for the confirmation of a job."""
from __future__ import annotations

import time

from devices.interfaces import Paper, Printed, PrinterState
from devices.receipt_printer.profile import Marker
from devices.receipt_printer.status import (
    Answer,
    AutoStatus,
    Framer,
    Garbage,
    LiveStatus,
    PaperAnswer,
    ProcessDone,
    state_from,
)
from devices.receipt_printer.tcp import Wire

PIECE = 4096  # bytes per write
SILENT = PrinterState(fault="silent")
GARBAGE = PrinterState(fault="garbage")


class Conversation:
    """Everything the printer says goes through one framer. Deadlines are moments of time.monotonic().
    Methods that touch the wire raise WireLost and WireSlow."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._framer = Framer()
        self._awaited: tuple[Marker, bytes] | None = None
        self._paper_low = False
        self.confirmation: Printed | None = None
        self.garbage = False

    def ask_state(self, seconds: float) -> PrinterState:
        """DLE EOT 1 to 4, each answered within `seconds`; silence and rubbish are faults, not guesses."""
        bits: dict[int, int] = {}
        for n in (1, 2, 3, 4):
            self._take_pending()
            deadline = time.monotonic() + seconds
            self._wire.write(bytes((0x10, 0x04, n)), deadline)
            answer = self._live_status(deadline)
            if isinstance(answer, Garbage):
                return GARBAGE
            if answer is None:
                return SILENT
            bits[n] = answer.bits
        state = state_from(bits)
        self._paper_low = state.paper is Paper.LOW
        return state

    def send(self, body: bytes, deadline: float) -> None:
        for start in range(0, len(body), PIECE):
            self._wire.write(body[start : start + PIECE], deadline)

    def send_marker(self, marker: Marker, process_id: bytes, data: bytes, deadline: float) -> None:
        """Ask for the confirmation. What came before this moment cannot be it, so it is dropped first."""
        self._take_pending()
        self._awaited = (marker, process_id)
        self._wire.write(data, deadline)

    def listen(self, deadline: float) -> None:
        """Wait until something came or the deadline passed; see `confirmation` and `garbage` afterwards."""
        for answer in self._framer.feed(self._wire.read(deadline)):
            self._note(answer)

    def close(self) -> None:
        self._wire.close()

    def _live_status(self, deadline: float) -> LiveStatus | Garbage | None:
        while True:
            data = self._wire.read(deadline)
            if not data:
                return None
            for answer in self._framer.feed(data):
                self._note(answer)
                if isinstance(answer, LiveStatus | Garbage):
                    return answer

    def _take_pending(self) -> None:
        while data := self._wire.read(0.0):
            for answer in self._framer.feed(data):
                self._note(answer)

    def _note(self, answer: Answer) -> None:
        if self._awaited is None or self.confirmation is not None or self.garbage:
            return  # after rubbish nothing is believed any more
        marker, process_id = self._awaited
        match answer:
            case ProcessDone(id=done) if marker is Marker.GS_H and done == process_id:
                self.confirmation = Printed(self._paper_low)
            case PaperAnswer() if marker is Marker.GS_R:
                self.confirmation = Printed(answer.low)
            case Garbage():
                self.garbage = True
            case ProcessDone() | PaperAnswer() | LiveStatus() | AutoStatus():
                pass  # another job's, unasked or a stray: never a confirmation
