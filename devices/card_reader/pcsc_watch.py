"""Watches one PC/SC reader for ever: survives a service that stops, readers that come and go, and swapped cards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from devices.card_reader.driver import BACK_OFF_S, Report
from devices.card_reader.pcsc import NO_READERS, NOT_PERMITTED, UNAWARE, PcscTrouble, Service, Slot
from devices.interfaces import CardPresent, CardState, NoCard, NoReader, Unreadable

WAIT_S = 2.0  # the longest single wait: a lost wake-up costs no more


@dataclass(frozen=True)
class Place:
    """Where the card of an epoch lies."""

    reader: str
    epoch: int


class PcscWatch:
    """`wanted` is part of the reader's name; empty means the first reader there is."""

    def __init__(self, wanted: str, epochs: Iterator[int], connect: Callable[[], Service] = Service) -> None:
        self._wanted, self._epochs, self._connect = wanted, epochs, connect
        self.place: Place | None = None  # read by the thread that reads cards

    def run(self, report: Report, pause: Callable[[float], None] = time.sleep) -> None:
        pauses = _pauses()
        while True:
            try:
                service = self._connect()
            except PcscTrouble as trouble:
                self._lost(trouble, report)
            else:
                pauses = _pauses()
                self._watch_service(service, report)
                service.close()
            pause(next(pauses))

    def _watch_service(self, service: Service, report: Report) -> None:
        try:
            while True:
                reader = next((name for name in service.readers() if self._wanted in name), "")
                if reader:
                    self._watch_reader(service, reader, report)
                else:
                    report(NoReader("no_reader"))
                    service.wait("", UNAWARE, WAIT_S)
        except PcscTrouble as trouble:
            self._lost(trouble, report)

    def _watch_reader(self, service: Service, reader: str, report: Report) -> None:
        """Until the reader is gone. Raises PcscTrouble when the service is."""
        known: Slot | None = None
        while reader in service.readers():
            try:
                slot = service.wait(reader, known or UNAWARE, WAIT_S)
            except PcscTrouble as trouble:
                if trouble.code in NO_READERS:
                    break
                raise
            for state in changes(known, slot, self._epochs):
                self.place = Place(reader, state.epoch) if isinstance(state, CardPresent) else None
                report(state)
            known = slot
        self.place = None

    def _lost(self, trouble: PcscTrouble, report: Report) -> None:
        self.place = None
        report(lost(trouble))


def lost(trouble: PcscTrouble) -> NoReader:
    """What a failed call says about the service."""
    return NoReader("not_permitted" if trouble.code == NOT_PERMITTED else "no_service")


def changes(before: Slot | None, now: Slot, epochs: Iterator[int]) -> list[CardState]:
    """What happened between two looks; a card that was swapped meanwhile is lifted first."""
    if before is not None and (before.present, before.mute, before.count) == (now.present, now.mute, now.count):
        return []
    states: list[CardState] = []
    if not now.present or (before is not None and before.present):
        states.append(NoCard())
    if now.present:
        epoch = next(epochs)
        states.append(Unreadable(epoch, "card_mute") if now.mute else CardPresent(epoch))
    return states


def _pauses() -> Iterator[float]:
    return chain(BACK_OFF_S, repeat(BACK_OFF_S[-1]))
