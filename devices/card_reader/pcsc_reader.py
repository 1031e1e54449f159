"""The driver for cards at a PC/SC reader: watches the slot, reads a 社会保障卡, names every other card as foreign."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from devices.card_reader.driver import Report
from devices.card_reader.pcsc import LOST, MUTE, OTHER_PROTOCOL, PcscTrouble, Service
from devices.card_reader.pcsc_watch import PcscWatch, Place
from devices.card_reader.social_read import SELECT, read_social_card
from devices.interfaces import CardLost, CardRead, ReadFailed

RETRIES = 2


class PcscReader:
    def __init__(self, reader: str, epochs: Iterator[int], connect: Callable[[], Service] = Service) -> None:
        self._watch, self._connect = PcscWatch(reader, epochs, connect), connect

    def watch(self, report: Report) -> None:
        self._watch.run(report)

    def read(self, epoch: int) -> CardRead:
        place = self._watch.place
        if place is None or place.epoch != epoch:
            return CardLost()
        result: CardRead = CardLost()
        for _ in range(1 + RETRIES):
            result = self._read_once(place)
            if not isinstance(result, ReadFailed) or not result.retryable:
                break
        return result if self._watch.place == place else CardLost()

    def _read_once(self, place: Place) -> CardRead:
        """With a context of its own, as the watching one is always busy waiting."""
        try:
            service = self._connect()
        except PcscTrouble:
            return ReadFailed("no_answer", retryable=False)
        try:
            card = service.card(place.reader)
            try:
                result = read_social_card(card.transmit)
                if isinstance(result, ReadFailed):
                    card.transmit(SELECT)  # raises when the card was pulled in the middle of an answer
                return result
            finally:
                card.close()
        except PcscTrouble as trouble:
            return _result_of(trouble.code)
        finally:
            service.close()


def _result_of(code: int) -> CardLost | ReadFailed:
    if code in LOST:
        return CardLost()
    if code in MUTE:
        return ReadFailed("card_mute", retryable=False)
    if code == OTHER_PROTOCOL:
        return ReadFailed("unsupported_card", retryable=False)
    return ReadFailed("no_answer", retryable=False)
