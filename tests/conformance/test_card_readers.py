"""What every card reader keeps, through its supervised process and on its real wire."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from devices.interfaces import CardDocument, CardLost, CardPresent, NoCard, NoReader, ReadFailed
from tests.support.card_bench import Bench

pytest_plugins = ["tests.support.cards"]


@pytest.fixture(params=["sam_bench", "pcsc_bench"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    found: Bench = request.getfixturevalue(request.param)
    yield found


def test_a_laid_card_is_read_as_its_holder(bench: Bench) -> None:
    document = bench.reader.read(bench.laid())
    assert isinstance(document, CardDocument)
    who = bench.person
    assert [document.name, document.number, document.sex] == [who["name"], who["number"], who["sex"]]
    assert document.birth is not None
    assert document.birth.isoformat() == who["birth"]
    assert document.source == bench.reader.name


def test_a_card_that_stays_is_told_once(bench: Bench) -> None:
    epoch = bench.laid()
    bench.reader.read(epoch)
    bench.lift()
    assert bench.said.get(timeout=5) == NoCard()
    assert bench.said.empty()


def test_every_laying_has_an_epoch_of_its_own(bench: Bench) -> None:
    first = bench.laid()
    bench.lifted()
    second = bench.laid()
    assert second > first
    assert bench.reader.read(first) == CardLost()
    assert isinstance(bench.reader.read(second), CardDocument)


def test_a_read_without_a_card_is_lost(bench: Bench) -> None:
    assert bench.reader.read(1) == CardLost()


def test_a_card_pulled_during_the_read_is_lost(bench: Bench) -> None:
    bench.lay_pulled()
    assert bench.reader.read(bench.until(CardPresent).epoch) == CardLost()


def test_a_card_of_another_kind_is_named(bench: Bench) -> None:
    bench.lay_foreign()
    epoch = bench.until(CardPresent).epoch
    assert bench.reader.read(epoch) == ReadFailed("unsupported_card", retryable=False)
    assert bench.reader.state() == CardPresent(epoch)


def test_a_reader_whose_process_dies_comes_back_with_the_card(bench: Bench) -> None:
    first = bench.laid()
    assert bench.reader.process_id is not None
    os.kill(bench.reader.process_id, signal.SIGKILL)
    assert bench.until(NoReader) == NoReader("starting")
    second = bench.until(CardPresent).epoch
    assert second > first
    assert isinstance(bench.reader.read(second), CardDocument)


def test_nothing_of_a_read_card_stays_behind(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    document = bench.reader.read(bench.laid())
    bench.lifted()
    markers = [bench.person["name"], bench.person["number"]]
    assert all(m in "".join(_reachable_texts(document)) for m in markers)
    del document
    assert not [m for m in markers if m in "".join(_reachable_texts(bench.reader))]
    assert not [m for m in markers if m in "".join(capfd.readouterr())]


def _reachable_texts(start: object) -> Iterator[str]:
    """Every text that this object, and the running functions of other threads, lead to."""
    here = threading.get_ident()
    others = [frame for ident, frame in sys._current_frames().items() if ident != here]
    waiting: list[Any] = [start] + [value for frame in others for value in frame.f_locals.values()]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type) or type(one).__name__ == "module":
            continue
        seen.add(id(one))
        if isinstance(one, str | bytes | bytearray):
            yield one if isinstance(one, str) else bytes(one).decode("utf-8", "replace")
        elif not callable(one):
            waiting += gc.get_referents(one)
