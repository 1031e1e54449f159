"""Fixtures for real card parts: name this module in `pytest_plugins`, do not import it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest

from devices.card_reader.hosted import HostedCardReader
from kiosk.demo.peers.card_service import CardServiceMissing, card_service, parts_lock
from kiosk.demo.peers.sam_module import Fault, SamModule
from kiosk.demo.peers.sam_text import build_text
from kiosk.demo.peers.virtual_card import ForeignCard, SocialCard, SpoiltCard, VirtualCard
from tests.support.card_bench import Bench

PEOPLE = Path(__file__).resolve().parents[2] / "assets" / "demo" / "people.json"
READER = "Virtual PCD 00 00"


@pytest.fixture(scope="session")
def people() -> dict[str, dict[str, Any]]:
    """The invented people by their id."""
    return {person["id"]: person for person in json.loads(PEOPLE.read_text(encoding="utf-8"))["people"]}


@pytest.fixture(scope="session")
def card_parts(real_part: Callable[[str, str], NoReturn]) -> Iterator[None]:
    """The card service, ours alone while the tests run; another demo or test run is waited for."""
    with ExitStack() as stack:
        stack.enter_context(parts_lock(print))
        try:
            stack.enter_context(card_service())
        except CardServiceMissing as missing:
            real_part("pcsc", str(missing))
        yield


@pytest.fixture
def virtual_card(card_parts: None) -> Iterator[VirtualCard]:
    with VirtualCard() as hand:
        yield hand


@pytest.fixture
def sam_module() -> Iterator[SamModule]:
    with SamModule() as module:
        yield module


@pytest.fixture
def pcsc_bench(virtual_card: VirtualCard, people: dict[str, dict[str, Any]]) -> Iterator[Bench]:
    who = people["huang"]
    bench = Bench(
        HostedCardReader("pcsc", reader=READER), who,
        lay=lambda: virtual_card.lay(SocialCard(who)),
        lay_foreign=lambda: virtual_card.lay(ForeignCard()),
        lay_pulled=lambda: virtual_card.lay(SpoiltCard(SocialCard(who), at=7)),
        lift=virtual_card.lift,
    )  # fmt: skip
    yield from _used(bench)


@pytest.fixture
def sam_bench(sam_module: SamModule, people: dict[str, dict[str, Any]]) -> Iterator[Bench]:
    who = people["chen"]

    def lay_pulled() -> None:
        sam_module.spoil("read", Fault("lift"))
        sam_module.lay(who)

    bench = Bench(
        HostedCardReader("sam_serial", port=sam_module.path), who,
        lay=lambda: sam_module.lay(who),
        lay_foreign=lambda: sam_module.lay_text(build_text("R")[:248] + "Z".encode("utf-16-le") + bytes(6)),
        lay_pulled=lay_pulled,
        lift=sam_module.lift,
    )  # fmt: skip
    yield from _used(bench)


def _used(bench: Bench) -> Iterator[Bench]:
    bench.start()
    try:
        yield bench
    finally:
        bench.stop()
