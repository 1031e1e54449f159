"""A province's lines return at once: what 20,000 kiosks do to one platform, with the real policies of both sides."""

import time
from dataclasses import replace

import pytest

from kiosk.reference_platform.gate import Gate
from offline_queue.retry import backoff, ticket
from tests.support.herd import CAPACITY, Figures, Herd, Policy

KIOSKS, ITEMS = 20_000, 5
IDEAL_S = KIOSKS * ITEMS / CAPACITY
WINDOW_S = IDEAL_S / 2  # what a platform of this size tells its kiosks: half of backlog by capacity

OURS = Policy(
    first=lambda chance: chance() * WINDOW_S,
    refused=lambda after, failures, chance: ticket(after, chance),
    lost=backoff,
)
EVERY_MINUTE = Policy(
    first=lambda chance: chance() * 60.0,
    refused=lambda after, failures, chance: 60.0,
    lost=lambda failures, chance: 60.0,
)


def run(policy: Policy, kiosks: int = KIOSKS) -> Figures:
    return Herd(kiosks, ITEMS, policy, seed=1).run()


def holds(figures: Figures) -> bool:
    return figures.wasted_per_useful < 0.3 and figures.done_at <= 1.1 * IDEAL_S


def test_herd_is_served_nearly_as_fast_as_the_platform_can_and_little_is_asked_in_vain() -> None:
    began = time.monotonic()
    figures = run(OURS)
    assert figures.useful == KIOSKS * ITEMS
    assert holds(figures), (figures.wasted_per_useful, figures.done_at / IDEAL_S)
    assert figures.peak < 3.0
    assert time.monotonic() - began < 60


def test_every_minute_does_not_hold() -> None:
    assert not holds(run(EVERY_MINUTE))


def test_all_at_once_is_caught_by_the_tickets_of_a_platform_that_knows_itself() -> None:
    together = replace(OURS, first=lambda chance: 0.0)
    figures = Herd(KIOSKS, ITEMS, together, seed=1, gate=Gate(CAPACITY)).run()
    assert figures.wasted_per_useful < 0.3
    assert figures.done_at < 1.2 * IDEAL_S


@pytest.mark.parametrize("guess", [10.0, 2000.0])
def test_wrong_guess_of_the_platform_is_soon_put_right(guess: float) -> None:
    assert holds(Herd(KIOSKS, ITEMS, OURS, seed=2, gate=Gate(guess)).run())


def test_backing_off_without_heeding_tickets_does_not_hold() -> None:
    deaf = replace(OURS, refused=lambda after, failures, chance: backoff(failures + 1, chance))
    assert not holds(run(deaf))


@pytest.mark.parametrize("kiosks", [1, 20, 600])
def test_few_kiosks_are_hardly_held_up(kiosks: int) -> None:
    figures = Herd(kiosks, ITEMS, replace(OURS, first=lambda chance: 10.0 * chance()), seed=1).run()
    assert figures.useful == kiosks * ITEMS
    assert figures.done_at <= 1.1 * max(kiosks * ITEMS / CAPACITY, 18.1)
