from __future__ import annotations

from itertools import product

import pytest

from offline_queue.errors import ImpossibleStep
from offline_queue.states import FOR_EVER, TABLE, Event, State, Step, next_state

S, E = State, Event

# facts/queue-and-sync section 5, line by line: from, event, to, counts, alarm, pauses. Beyond it: a receipt by the
# stick also ends what a person was asked about.
LINES = [
    (S.DRAFT, E.HANDED_IN, S.QUEUED, 0, False, False),
    (S.DRAFT, E.VISIT_ENDED, S.GONE, 0, False, False),
    (S.QUEUED, E.DUE, S.SENDING, 1, False, False),
    (S.EXPORTED, E.DUE, S.SENDING, 1, False, False),
    (S.UPLOADED, E.DUE, S.UPLOADED, 1, False, False),
    (S.SENDING, E.STORED, S.UPLOADED, 0, False, False),
    (S.SENDING, E.TRY_LATER, S.QUEUED, 0, False, False),
    (S.UPLOADED, E.TRY_LATER, S.QUEUED, 0, False, False),
    (S.SENDING, E.PROCESS_DIED, S.QUEUED, 0, False, False),
    (S.UPLOADED, E.PROCESS_DIED, S.QUEUED, 0, False, False),
    (S.SENDING, E.DEVICE_REFUSED, S.QUEUED, -1, True, True),
    (S.UPLOADED, E.DEVICE_REFUSED, S.QUEUED, -1, True, True),
    (S.SENDING, E.CONFLICT, S.HELD, 0, True, False),
    (S.UPLOADED, E.CONFLICT, S.HELD, 0, True, False),
    (S.SENDING, E.REFUSED, S.REJECTED, 0, False, False),
    (S.UPLOADED, E.REFUSED, S.REJECTED, 0, False, False),
    (S.SENDING, E.ID_UNKNOWN, S.QUEUED, 0, False, False),
    (S.UPLOADED, E.ID_UNKNOWN, S.QUEUED, 0, False, False),
    (S.UPLOADED, E.PARTS_MISSING, S.SENDING, 0, False, False),
    (S.UPLOADED, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.QUEUED, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.EXPORTED, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.HELD, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.REJECTED, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.QUARANTINED, E.RECEIVED, S.ACCEPTED, 0, False, False),
    (S.UPLOADED, E.RECEIPT_WRONG, S.UPLOADED, 0, True, True),
    (S.ACCEPTED, E.RETENTION_OVER, S.PURGED, 0, False, False),
    (S.QUEUED, E.EXPORTED, S.EXPORTED, 0, False, False),
    (S.EXPORTED, E.EXPORTED, S.EXPORTED, 0, False, False),
    (S.QUEUED, E.DAMAGED, S.QUARANTINED, 0, True, False),
    (S.SENDING, E.DAMAGED, S.QUARANTINED, 0, True, False),
    (S.UPLOADED, E.DAMAGED, S.QUARANTINED, 0, True, False),
    (S.EXPORTED, E.DAMAGED, S.QUARANTINED, 0, True, False),
    (S.HELD, E.DAMAGED, S.QUARANTINED, 0, True, False),
    (S.QUEUED, E.HOLD, S.HELD, 0, False, False),
    (S.REJECTED, E.HOLD, S.HELD, 0, False, False),
    (S.HELD, E.HOLD, S.HELD, 0, False, False),
    (S.QUEUED, E.RETRY, S.QUEUED, 0, False, False),
    (S.REJECTED, E.RETRY, S.QUEUED, 0, False, False),
    (S.HELD, E.RETRY, S.QUEUED, 0, False, False),
    (S.QUEUED, E.RETURNED, S.CLOSED, 0, False, False),
    (S.REJECTED, E.RETURNED, S.CLOSED, 0, False, False),
    (S.HELD, E.RETURNED, S.CLOSED, 0, False, False),
    (S.QUARANTINED, E.RETURNED, S.CLOSED, 0, False, False),
]


@pytest.mark.parametrize(("state", "event", "to", "counts", "alarm", "pauses"), LINES)
def test_table_has_the_line(
    state: State, event: Event, to: State, counts: int, alarm: bool, pauses: bool,
) -> None:
    assert next_state(state, event) == Step(to, counts, alarm, pauses)


def test_every_other_pair_is_impossible() -> None:
    allowed = {(line[0], line[1]) for line in LINES}
    assert allowed == set(TABLE)
    for state, event in set(product(State, Event)) - allowed:
        with pytest.raises(ImpossibleStep):
            next_state(state, event)


def test_nothing_leaves_a_final_state() -> None:
    assert not [pair for pair in TABLE if pair[0] in FOR_EVER]


def test_only_a_believed_receipt_leads_to_accepted() -> None:
    assert {event for (_, event), step in TABLE.items() if step.to is State.ACCEPTED} == {Event.RECEIVED}


def test_files_are_given_up_only_after_a_receipt() -> None:
    assert {state for (state, _), step in TABLE.items() if step.to is State.PURGED} == {State.ACCEPTED}
