"""The conversation with a module over a pseudo-terminal, and every way in which it goes wrong."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from devices.card_reader.sam_card import SamCard
from devices.card_reader.sam_link import WireLost
from devices.card_reader.sam_serial import SerialWire
from devices.interfaces import CardDocument, CardLost, NoReader, ReadFailed
from kiosk.demo.peers.sam_module import Fault, SamModule
from kiosk.demo.peers.sam_text import text_of

pytest_plugins = ["tests.support.cards"]

PASSING = [0x10, 0x11, 0x24, 0x31, 0x32, 0x47]
REFUSED = [(order, status) for order in ("select", "read") for status in PASSING] + [("select", 0x81), ("read", 0x41)]
SPOILT_ON_THE_WAY = [Fault("flip"), Fault("cut", 700)]


@pytest.fixture
def wire(sam_module: SamModule) -> Iterator[SerialWire]:
    line = SerialWire(sam_module.path, 115200)
    yield line
    line.close()


@pytest.fixture
def card(wire: SerialWire, sam_module: SamModule, people: dict[str, Any]) -> SamCard:
    sam_module.lay(people["chen"])
    return SamCard(wire)


def named(result: object, person: dict[str, Any]) -> bool:
    return isinstance(result, CardDocument) and result.number == person["number"]


def test_a_card_is_read(card: SamCard, people: dict[str, Any]) -> None:
    assert card.ready() is None
    assert named(card.read(), people["chen"])


def test_an_address_that_was_added_later_is_the_address(
    card: SamCard, sam_module: SamModule, people: dict[str, Any]
) -> None:
    sam_module.lay(people["chen"], newest_address="东莞市石碣镇新路1号")
    result = card.read()
    assert isinstance(result, CardDocument)
    assert result.address == "东莞市石碣镇新路1号"


@pytest.mark.parametrize("refusal", REFUSED, ids=lambda refusal: f"{refusal[0]}-{refusal[1]:02X}")
def test_a_passing_refusal_is_tried_again(
    card: SamCard, sam_module: SamModule, people: dict[str, Any], refusal: tuple[str, int]
) -> None:
    sam_module.spoil(refusal[0], Fault("sw3", refusal[1]))
    assert named(card.read(), people["chen"])


@pytest.mark.parametrize(
    ("status", "code", "orders"),
    [(0x21, "bad_frame", 1), (0x33, "card_refused", 1), (0x40, "wrong_card", 1), (0x60, "no_answer", 1),
     (0x66, "no_answer", 1), (0x32, "card_refused", 3), (0x10, "bad_frame", 3)],
)  # fmt: skip
def test_a_lasting_refusal_has_a_name(
    card: SamCard, sam_module: SamModule, status: int, code: str, orders: int
) -> None:
    sam_module.spoil("read", Fault("sw3", status), times=9)
    result = card.read()
    assert isinstance(result, ReadFailed)
    assert result.code == code
    assert sam_module.orders.count("read") == orders


@pytest.mark.parametrize("order", ["find", "select", "read", "newest"])
@pytest.mark.parametrize("fault", [Fault("noise"), Fault("late", 200)], ids=lambda fault: fault.kind)
def test_noise_and_delay_do_no_harm(
    card: SamCard, sam_module: SamModule, people: dict[str, Any], order: str, fault: Fault
) -> None:
    sam_module.spoil(order, fault)
    assert named(card.read(), people["chen"])


@pytest.mark.parametrize("fault", SPOILT_ON_THE_WAY, ids=lambda fault: fault.kind)
def test_a_document_spoilt_on_the_way_asks_for_the_card_again(
    card: SamCard, sam_module: SamModule, fault: Fault
) -> None:
    sam_module.spoil("read", fault)
    began = time.monotonic()
    assert card.read() == ReadFailed("bad_frame", retryable=True)
    assert time.monotonic() - began < 2.0


def test_an_answer_that_comes_after_its_deadline_is_not_taken_for_another(
    card: SamCard, sam_module: SamModule, people: dict[str, Any]
) -> None:
    sam_module.spoil("find", Fault("late", 1200))
    assert named(card.read(), people["chen"])


class SilentWire:
    """Nobody there; waiting takes the time of a clock of its own."""

    now = 0.0

    def send(self, data: bytes) -> None:
        assert data

    def receive(self, seconds: float) -> bytes:
        self.now += seconds
        return b""


def test_a_silent_module_is_given_up_within_five_seconds() -> None:
    wire = SilentWire()
    assert SamCard(wire, clock=lambda: wire.now).read() == ReadFailed("no_answer", retryable=True)
    assert wire.now <= 5.0


@pytest.mark.parametrize("order", ["find", "select", "read", "newest"])
def test_a_card_lifted_at_any_moment_is_lost(card: SamCard, sam_module: SamModule, order: str) -> None:
    sam_module.spoil(order, Fault("lift"))
    assert card.read() == CardLost()


@pytest.mark.parametrize("order", ["read", "newest"])
def test_a_card_swapped_under_the_read_is_lost(card: SamCard, sam_module: SamModule, people: Any, order: str) -> None:
    sam_module.spoil(order, Fault("swap", card=text_of(people["he"])))
    assert card.read() == CardLost()


@pytest.mark.parametrize(("status", "code"), [(0x60, "sam_selftest"), (0x66, "sam_unauthorised")])
def test_a_module_for_the_technician_says_so(card: SamCard, sam_module: SamModule, status: int, code: str) -> None:
    sam_module.spoil("status", Fault("sw3", status))
    assert card.ready() == NoReader(code)


def test_a_second_opener_is_told_that_the_port_is_busy(wire: SerialWire, sam_module: SamModule) -> None:
    with pytest.raises(WireLost) as lost:
        SerialWire(sam_module.path, 115200)
    assert lost.value.code == "port_busy"


def test_a_port_that_is_not_there_is_missing() -> None:
    with pytest.raises(WireLost) as lost:
        SerialWire("/dev/no-such-port", 115200)
    assert lost.value.code == "port_missing"
