"""A receipt printer that speaks ESC/POS over TCP: look first, send once, believe only a confirmation.

The protocol is printing.md section 5. `NotSent` means no byte of the slip left; after the first one only `Printed`
(confirmed in band), `Held` (all sent, the printer waits for a person) or `Unknown` can come.
"""
from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.interfaces import (
    Held,
    NotSent,
    PrinterState,
    PrintJob,
    PrintOutcome,
    Unknown,
)
from devices.receipt_printer.conversation import Conversation
from devices.receipt_printer.escpos import compose, marker_bytes
from devices.receipt_printer.profile import Marker, PrinterProfile, StatusQuery
from devices.receipt_printer.status import obstacle
from devices.receipt_printer.tcp import TcpWire, Wire, WireLost, WireSlow

WAITS_FOR_A_PERSON = ("paper_out", "cover_open", "offline")  # cured by hand, and the printer goes on by itself
BROKEN = ("cutter", "fault")


@dataclass(frozen=True)
class Waits:
    """Every wait of this driver, in seconds."""

    connect: float = 3.0
    answer: float = 1.0  # per status byte, before a job
    look: float = 0.25  # per status byte and for the connection in state(): 5 × 0.25 s stay below 1.5 s
    body: float = 10.0  # for all bytes of a job
    marker: float = 4.0  # for the confirmation, beyond the time the paper needs
    row: float = 0.0025  # per row of dots: 50 mm/s, slower than any printer we know
    poll: float = 0.3  # between two looks at a printer that has not confirmed yet


@dataclass
class HeldJob:
    talk: Conversation
    code: str
    patience: float  # how long a printer in good order may take to confirm
    clear_since: float | None = None


class EscposTcpPrinter:
    """One caller at a time. A held job keeps its connection, because its confirmation comes back on it."""

    def __init__(
        self, host: str, port: int, profile: PrinterProfile, *, waits: Waits | None = None,
        open_wire: Callable[[str, int, float], Wire] = TcpWire,
    ) -> None:
        self._address, self._profile, self._open_wire = (host, port), profile, open_wire
        self._waits = waits or Waits()
        self._held: HeldJob | None = None
        self._jobs = 0

    @property
    def name(self) -> str:
        return f"escpos_tcp/{self._profile.name}"

    @property
    def width_dots(self) -> int:
        return self._profile.width_dots

    def state(self) -> PrinterState:
        """`link` False: not reachable or switched offline; None: it did not say. Blocks at most 1.5 s."""
        try:
            talk = self._held.talk if self._held else self._open(self._waits.look)
        except WireLost:
            return PrinterState(link=False, fault="refused")
        try:
            return self._ask(talk, self._waits.look)
        finally:
            if self._held is None:
                talk.close()

    def print_page(self, job: PrintJob) -> PrintOutcome:
        """Raises ValueError for a picture wider than the paper. A job still held keeps the next one from being sent."""
        body = compose(job.page, self._profile)
        if self._held is not None and isinstance(waiting := self.confirm_held(0.0), Held):
            return NotSent(waiting.code)
        try:
            talk = self._open(self._waits.connect)
        except WireLost:
            return NotSent("refused")
        code = self._preflight(talk)
        outcome = NotSent(code) if code else self._send(talk, job, body)
        if isinstance(outcome, Held):
            self._held = HeldJob(talk, outcome.code, self._patience(job))
        else:
            talk.close()
        return outcome

    def confirm_held(self, seconds: float) -> PrintOutcome:
        held = self._held
        if held is None:
            return Unknown("nothing_held")
        try:
            outcome = self._listen_held(held, time.monotonic() + seconds)
        except (WireLost, WireSlow):
            outcome = Unknown("connection_lost")
        if not isinstance(outcome, Held):
            self.close()
        return outcome

    def close(self) -> None:
        """Give up the connection of a held job; idempotent."""
        if self._held is not None:
            self._held.talk.close()
            self._held = None

    def _open(self, seconds: float) -> Conversation:
        return Conversation(self._open_wire(*self._address, seconds))

    def _ask(self, talk: Conversation, seconds: float) -> PrinterState:
        if self._profile.status is StatusQuery.NONE:
            return PrinterState(link=True)
        try:
            return talk.ask_state(seconds)
        except WireLost:
            return PrinterState(link=False, fault="refused")
        except WireSlow:
            return PrinterState(fault="silent")

    def _preflight(self, talk: Conversation) -> str:
        """Why not to send, as a code of NotSent; "" for go."""
        if self._profile.status is StatusQuery.NONE:
            return ""
        return obstacle(self._ask(talk, self._waits.answer))

    def _send(self, talk: Conversation, job: PrintJob, body: bytes) -> PrintOutcome:
        """From the first byte on: only a confirmation is Printed."""
        self._jobs += 1
        marker, mine = self._profile.marker, process_id(job.id, self._jobs)
        deadline = time.monotonic() + self._waits.body
        try:
            talk.send(body, deadline)
            if marker is Marker.NONE:
                return Unknown("unconfirmed")
            talk.send_marker(marker, mine, marker_bytes(marker, mine), deadline)
            return self._await_confirmation(talk, time.monotonic() + self._patience(job))
        except WireLost:
            return Unknown("connection_lost")
        except WireSlow:
            return Unknown("stalled")

    def _await_confirmation(self, talk: Conversation, deadline: float) -> PrintOutcome:
        while (now := time.monotonic()) < deadline:
            talk.listen(min(deadline, now + self._waits.poll))
            code = self._look(talk)
            if (outcome := _verdict(talk, code)) is not None:
                return outcome
            if code in WAITS_FOR_A_PERSON:
                return Held(code)
        return Unknown("unconfirmed")

    def _listen_held(self, held: HeldJob, deadline: float) -> PrintOutcome:
        while True:
            held.talk.listen(min(deadline, time.monotonic() + self._waits.poll))
            code = self._look(held.talk)
            if (outcome := _verdict(held.talk, code)) is not None:
                return outcome
            now = time.monotonic()
            held.clear_since = None if code else held.clear_since or now
            held.code = code if code in WAITS_FOR_A_PERSON else held.code
            if held.clear_since is not None and now - held.clear_since > held.patience:
                return Unknown("unconfirmed")
            if now >= deadline:
                return Held(held.code)

    def _look(self, talk: Conversation) -> str:
        """The obstacle of a printer that has not confirmed yet; "" when it has, or cannot be asked."""
        if talk.confirmation is not None or talk.garbage or self._profile.status is StatusQuery.NONE:
            return ""
        return obstacle(talk.ask_state(self._waits.answer))

    def _patience(self, job: PrintJob) -> float:
        return self._waits.marker + job.page.height * self._waits.row


def process_id(job_id: str, count: int) -> bytes:
    """Four printable bytes, another for every try (GS ( H fn 48 takes 0x20 to 0x7E)."""
    return hashlib.sha256(f"{job_id}/{count}".encode()).hexdigest()[:4].encode("ascii")


def _verdict(talk: Conversation, code: str) -> PrintOutcome | None:
    """What is certain already; None while it is worth listening on."""
    if talk.confirmation is not None:
        return talk.confirmation
    if talk.garbage:
        return Unknown("garbage")
    return Unknown(code) if code in BROKEN else None
