from __future__ import annotations

import pytest

from kiosk.reference_platform.gate import LEAST, USED, Gate
from kiosk.reference_platform.submissions import LONGEST_WAIT_S, wait_in


def filled(capacity: float, now: float = 100.0) -> Gate:
    """As many inside as it bears."""
    gate = Gate(capacity)
    while gate.enter(now, 1) is None:
        pass
    return gate


def test_few_are_always_let_in() -> None:
    gate = Gate(0.1)
    assert [gate.enter(0.0, 1) for _ in range(LEAST)] == [None] * LEAST


def test_every_kiosk_gets_a_slot_of_its_own_after_all_that_is_inside() -> None:
    gate = filled(100.0)
    first, second, third = (gate.enter(100.0, items) for items in (5, 1, 1))
    assert first is not None and second is not None and third is not None
    assert first >= 500 / 100.0
    assert second - first == pytest.approx(5 / (USED * 100))
    assert third - second == pytest.approx(1 / (USED * 100))


def test_slots_that_have_passed_are_not_given_again() -> None:
    gate = filled(100.0)
    before = gate.enter(100.0, 1)
    later = gate.enter(500.0, 1)
    assert before is not None and later is not None
    assert later == pytest.approx(before, abs=0.1)


def test_whoever_leaves_makes_room() -> None:
    gate = filled(10.0)
    gate.leave(100.1)
    assert gate.enter(100.1, 1) is None


@pytest.mark.parametrize("pace", [20, 400])
def test_pace_of_a_busy_second_corrects_the_guess(pace: int) -> None:
    gate, now = Gate(100.0), 0.0
    for _ in range(20 * pace):
        while gate.enter(now, 1) is None:
            pass
        now += 1 / pace
        gate.leave(now)
    assert gate.capacity == pytest.approx(pace, rel=0.05)


def test_idle_platform_keeps_its_guess() -> None:
    gate = Gate(100.0)
    for second in range(50):
        assert gate.enter(float(second), 1) is None
        gate.leave(second + 0.01)
    assert gate.capacity == 100.0


@pytest.mark.parametrize(("said", "seconds"), [
    ("wait=10", 10.0), ("respond-async, wait=3", 3.0), ("wait=3; x", 3.0), ("", 0.0), ("wait=x", 0.0), ("await=9", 0.0),
    ("wait=9999", LONGEST_WAIT_S), ("wait=-1", 0.0),
])
def test_wait_of_a_preference(said: str, seconds: float) -> None:
    assert wait_in(said) == seconds
