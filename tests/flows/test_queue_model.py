from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from offline_queue import Entry, Queue, State
from offline_queue.model import Outcome, TryLater
from tests.support.queue_machine import QueueMachine

SHORT = settings(
    max_examples=200, stateful_step_count=25, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
)


class NewIdPerRetry(Queue):
    """Planted: a failed try is handed in again under a new id."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if isinstance(outcome, TryLater) and outcome.line_failed:
            self.put(self._vault.open_draft(), b"again", "")
            self.give_back(settled.id, "planted")
        return settled


class DropsAfterThreeFailures(Queue):
    """Planted: what failed three times is thrown away."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if settled.attempts >= 3 and isinstance(outcome, TryLater):
            self._store.write(lambda: self._store._db.execute("DELETE FROM file WHERE submission = ?", (entry.id,)))
            self._store.write(lambda: self._store._db.execute("DELETE FROM submission WHERE id = ?", (entry.id,)))
        return settled


class PurgesBeforeTheReceipt(Queue):
    """Planted: the files go as soon as the platform has them, whether or not it has said so."""

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        settled = super().settle(entry, outcome, now)
        if settled.state is State.UPLOADED:
            self._vault.drop((entry.head_sha,))
        return settled


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_whatever_goes_wrong() -> None:
    run_state_machine_as_test(QueueMachine, settings=SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("planted", [NewIdPerRetry, DropsAfterThreeFailures, PurgesBeforeTheReceipt])
def test_model_finds_a_planted_bug(planted: type[Queue]) -> None:
    machine = type("Planted", (QueueMachine,), {"kind": planted})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=settings(SHORT, phases=[Phase.generate]))
