"""The states of one submission as a pure table: state and event in, next state out. Drawn in README.md."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from offline_queue.errors import ImpossibleStep


class State(StrEnum):
    """Where one submission stands."""

    DRAFT = "draft"  # in memory, pages sealed on disk, nothing promised
    QUEUED = "queued"  # kept; waits for its turn
    SENDING = "sending"  # being walked to the platform
    UPLOADED = "uploaded"  # the platform has every byte, we have no receipt
    EXPORTED = "exported"  # on a stick as well; still sent when the line returns
    ACCEPTED = "accepted"  # the platform's signed receipt is stored
    PURGED = "purged"  # receipt stored long ago, files gone
    REJECTED = "rejected"  # the platform refused it; staff
    HELD = "held"  # waits for staff
    QUARANTINED = "quarantined"  # one of its files is damaged; staff
    CLOSED = "closed"  # staff gave it back to the resident
    GONE = "gone"  # a draft that was never handed in


class Event(StrEnum):
    """What can happen to one submission."""

    HANDED_IN = "handed_in"
    VISIT_ENDED = "visit_ended"  # or power lost
    DUE = "due"
    STORED = "stored"  # 201 or 200, and no part missing
    TRY_LATER = "try_later"  # time-out, reset, DNS, TLS, rubbish, 408 425 429 5xx
    PROCESS_DIED = "process_died"
    DEVICE_REFUSED = "device_refused"  # 401, clock skew, certificate date
    CONFLICT = "conflict"  # 409: same id, other digest
    REFUSED = "refused"  # 400 403 404 413 415 422, not retryable
    ID_UNKNOWN = "id_unknown"  # 404 on a part or on commit
    PARTS_MISSING = "parts_missing"  # 409 on commit with `missing`
    RECEIVED = "received"  # signed receipt: signature, id and head digest are right
    RECEIPT_WRONG = "receipt_wrong"
    RETENTION_OVER = "retention_over"
    EXPORTED = "exported"
    DAMAGED = "damaged"  # AEAD, hash or signature of our own file fails
    HOLD = "hold"  # staff
    RETRY = "retry"  # staff
    RETURNED = "returned"  # staff: back to the resident


@dataclass(frozen=True)
class Step:
    """One line of the table. `counts`: +1 for a try, -1 when the try turns out to be the device's fault, else 0.
    `alarm`: a technician must know. `pauses`: nothing at all is sent until the pause is over."""

    to: State
    counts: int = 0
    alarm: bool = False
    pauses: bool = False


ON_THE_WAY = (State.QUEUED, State.SENDING, State.UPLOADED, State.EXPORTED)
STAFF = (State.REJECTED, State.HELD, State.QUARANTINED)
OPEN = (*ON_THE_WAY, State.HELD, State.QUARANTINED)  # a later one of the same case waits for these
FOR_EVER = (State.PURGED, State.CLOSED, State.GONE)

_WALKING = (State.SENDING, State.UPLOADED)

TABLE: dict[tuple[State, Event], Step] = {
    (State.DRAFT, Event.HANDED_IN): Step(State.QUEUED),
    (State.DRAFT, Event.VISIT_ENDED): Step(State.GONE),
    (State.QUEUED, Event.DUE): Step(State.SENDING, counts=1),
    (State.EXPORTED, Event.DUE): Step(State.SENDING, counts=1),
    (State.UPLOADED, Event.DUE): Step(State.UPLOADED, counts=1),  # after a device pause: only the commit is missing
    (State.SENDING, Event.STORED): Step(State.UPLOADED),
    **{(s, Event.TRY_LATER): Step(State.QUEUED) for s in _WALKING},
    **{(s, Event.PROCESS_DIED): Step(State.QUEUED) for s in _WALKING},
    **{(s, Event.DEVICE_REFUSED): Step(State.QUEUED, counts=-1, alarm=True, pauses=True) for s in _WALKING},
    **{(s, Event.CONFLICT): Step(State.HELD, alarm=True) for s in _WALKING},
    **{(s, Event.REFUSED): Step(State.REJECTED) for s in _WALKING},
    **{(s, Event.ID_UNKNOWN): Step(State.QUEUED) for s in _WALKING},
    (State.UPLOADED, Event.PARTS_MISSING): Step(State.SENDING),
    (State.UPLOADED, Event.RECEIVED): Step(State.ACCEPTED),
    (State.UPLOADED, Event.RECEIPT_WRONG): Step(State.UPLOADED, alarm=True, pauses=True),
    # the stick brought it; whatever kept it here, the platform has it
    **{(s, Event.RECEIVED): Step(State.ACCEPTED) for s in (State.QUEUED, State.EXPORTED, *STAFF)},
    (State.ACCEPTED, Event.RETENTION_OVER): Step(State.PURGED),
    (State.QUEUED, Event.EXPORTED): Step(State.EXPORTED),
    (State.EXPORTED, Event.EXPORTED): Step(State.EXPORTED),  # a second stick
    **{(s, Event.DAMAGED): Step(State.QUARANTINED, alarm=True) for s in (*ON_THE_WAY, State.HELD)},
    **{(s, Event.HOLD): Step(State.HELD) for s in (State.QUEUED, State.REJECTED, State.HELD)},
    **{(s, Event.RETRY): Step(State.QUEUED) for s in (State.QUEUED, State.REJECTED, State.HELD)},
    **{(s, Event.RETURNED): Step(State.CLOSED) for s in (State.QUEUED, *STAFF)},
}


def next_state(state: State, event: Event) -> Step:
    """What `event` does to a submission in `state`. ImpossibleStep: the table has no such line."""
    step = TABLE.get((state, event))
    if step is None:
        raise ImpossibleStep(state.value, event.value)
    return step
