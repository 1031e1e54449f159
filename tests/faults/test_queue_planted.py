"""Tests of the tests: a row that does not find the bug it is there for is worth nothing."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest

from tests.faults.queue.images import may_mount
from tests.faults.queue.matrix import BY_NAME
from tests.faults.queue.planted import DROPS, NEW_ID, NO_FOLDER_SYNC, NORMAL, PLANTS, PURGES
from tests.support.faults import Matrix

FOUND_BY = [
    (NORMAL, "torn, reordered, unsynced sectors"),
    (NORMAL, "power cut"),
    (NO_FOLDER_SYNC, "torn, reordered, unsynced sectors"),
    (NO_FOLDER_SYNC, "power cut"),
    (NEW_ID, "lost, half and repeated answers"),
    (DROPS, "lost, half and repeated answers"),
    (PURGES, "wrong receipt signature"),
    (PURGES, "wrong key id"),
    (PURGES, "lost, half and repeated answers"),
]


@pytest.fixture(scope="module")
def matrix() -> Iterator[Matrix]:
    rows = [(name, planted) for planted, name in FOUND_BY if not (BY_NAME[name].root and may_mount())]
    matrix = Matrix("tests.faults.queue.run", rows, full=False)
    try:
        yield matrix
    finally:
        matrix.end()


@pytest.mark.slow
@pytest.mark.parametrize(("planted", "name"), FOUND_BY)
def test_planted_bug_is_found(
    planted: str, name: str, matrix: Matrix, real_part: Callable[[str, str], NoReturn],
) -> None:
    if BY_NAME[name].root and (why := may_mount()):
        real_part("loop mounts", why)
    row = matrix.row(name, planted)
    assert row["outcome"] != "the rig broke", row
    assert not row["ok"]
    assert row["lost"] + row["doubled"] > 0


def test_every_planted_bug_is_looked_for() -> None:
    assert {planted for planted, _ in FOUND_BY} == set(PLANTS)
