"""The watch over a PC/SC reader, with a service that is an argument."""

from itertools import count

import pytest

from devices.card_reader.pcsc import PcscTrouble, Slot
from devices.card_reader.pcsc_watch import PcscWatch, changes
from devices.interfaces import CardPresent, CardState, NoCard, NoReader, Unreadable

EMPTY, LAID, LIFTED, AGAIN = (Slot(bool(n % 2), False, n) for n in range(4))
NO_SERVICE, NO_READER, DENIED = 0x8010001D, 0x80100009, 0x8010006A


class Enough(Exception):
    """The script has no further line."""


class ScriptedService:
    """Answers `wait` with the next line of its script: a slot, a new list of readers, or the code of a failure."""

    def __init__(self, *script: Slot | list[str] | int) -> None:
        self._script = iter(script)
        self._readers = ["Other 00", "Virtual PCD 00 00"]

    def readers(self) -> list[str]:
        return self._readers

    def wait(self, reader: str, known: Slot, seconds: float) -> Slot:
        line = next(self._script, None)
        match line:
            case Slot():
                return line
            case list():
                self._readers = line
                return known
            case int():
                raise PcscTrouble(line)
            case None:
                raise Enough

    def close(self) -> None: ...


def watched(*services: ScriptedService | int) -> tuple[list[CardState], list[float]]:
    """What a watch reports, and how long it pauses between services; a number is a service that cannot be reached."""
    states, pauses, left = list[CardState](), list[float](), iter(services)

    def connect() -> ScriptedService:
        service = next(left, None)
        if service is None:
            raise Enough
        if isinstance(service, int):
            raise PcscTrouble(service)
        return service

    watch = PcscWatch("Virtual", count(1), connect)  # type: ignore[arg-type]  # a service made of code
    with pytest.raises(Enough):
        watch.run(states.append, pauses.append)
    return states, pauses


def test_laying_and_lifting_are_told() -> None:
    assert watched(ScriptedService(EMPTY, LAID, LIFTED))[0] == [NoCard(), CardPresent(1), NoCard()]


def test_a_card_that_lies_there_at_the_start_is_told() -> None:
    assert watched(ScriptedService(LAID))[0] == [CardPresent(1)]


def test_a_wait_without_news_says_nothing() -> None:
    assert watched(ScriptedService(LAID, LAID, LAID))[0] == [CardPresent(1)]


def test_a_swap_inside_one_look_lifts_the_first_card() -> None:
    assert watched(ScriptedService(LAID, AGAIN))[0] == [CardPresent(1), NoCard(), CardPresent(2)]


def test_a_card_without_an_answer_to_reset_is_mute() -> None:
    assert changes(EMPTY, Slot(True, True, 1), count(5)) == [Unreadable(5, "card_mute")]


def test_a_service_that_dies_is_awaited_and_the_card_gets_a_new_epoch() -> None:
    states, pauses = watched(ScriptedService(LAID, NO_SERVICE), NO_SERVICE, NO_SERVICE, ScriptedService(LAID))
    assert states == [CardPresent(1), *[NoReader("no_service")] * 3, CardPresent(2)]
    assert pauses == [0.25, 0.5, 1.0]


def test_a_reader_that_is_unplugged_is_awaited() -> None:
    service = ScriptedService(EMPTY, NO_READER, ["Other 00"], ["Virtual PCD 00 00"], EMPTY)
    states, _ = watched(service)
    assert states[0] == NoCard()
    assert NoReader("no_reader") in states
    assert states[-1] == NoCard()


def test_a_user_who_may_not_is_told_so() -> None:
    assert watched(DENIED)[0] == [NoReader("not_permitted")]
