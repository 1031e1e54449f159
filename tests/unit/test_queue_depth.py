"""Thousands that wait change nothing for the one that goes next."""
from __future__ import annotations

import random
import statistics
import time

import pytest

from offline_queue import Entry, State
from offline_queue.schedule import Due, Schedule
from offline_queue.states import ON_THE_WAY

FILED = random.Random(3)


def entry(seq: int, **more: object) -> Entry:
    facts = {"case_key": "", "urgent": False, "service_class": 0, "size": FILED.randrange(1, 10**6), **more}
    return Entry(
        seq, f"id-{seq}", f"{seq:014d}", "application", str(facts["case_key"]), bool(facts["urgent"]),
        int(str(facts["service_class"])), int(str(facts["size"])), State(str(facts.get("state", "queued"))), "", 0, "",
    )


def schedule_of(entries: list[Entry], now: float = 0.0) -> Schedule:
    schedule = Schedule(random.Random(1).random)
    schedule.start(entries, now)
    return schedule


def naive(entries: list[Entry], due: dict[str, float], seen: dict[str, float], now: float) -> list[str]:
    """The order as the rules say it, over everything at once."""
    open_states = (State.QUEUED, State.SENDING, State.UPLOADED, State.EXPORTED, State.HELD, State.QUARANTINED)
    first: dict[str, int] = {}
    for one in entries:
        if one.case_key and one.state in open_states:
            first.setdefault(one.case_key, one.seq)
    may = [e for e in entries if e.state in (State.QUEUED, State.EXPORTED, State.UPLOADED)
           and (not e.case_key or first[e.case_key] == e.seq) and due.get(e.id, now) <= now]

    def key(e: Entry) -> tuple[bool, bool, int, int, int]:
        aged = now - seen[e.id] >= 1800
        return (not e.urgent, not aged, 0 if aged else e.service_class, 0 if aged else e.size, e.seq)

    return [e.id for e in sorted(may, key=key)]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_is_the_one_of_the_rules_whatever_has_happened(seed: int) -> None:
    chance = random.Random(seed)
    now, known, due, seen = 0.0, {}, dict[str, float](), dict[str, float]()
    schedule = schedule_of([])
    for seq in range(1, 120):
        now += chance.choice((0.0, 40.0))
        one = entry(seq, case_key=chance.choice(("", "", "a", "b")), urgent=chance.random() < 0.2,
                    service_class=chance.randrange(2), size=chance.choice((10, 500, 500)))
        known[one.id], seen[one.id] = one, now
        schedule.added(one, now)
        other = known[chance.choice(list(known))]
        match chance.randrange(4):
            case 0:
                after = now + chance.uniform(0, 300)
                if other.state in (State.QUEUED, State.EXPORTED):
                    due[other.id] = after
                    schedule.wait(other.id, Due(after), now)
            case 1:
                state = chance.choice((State.SENDING, State.QUEUED, State.HELD, State.ACCEPTED, State.UPLOADED))
                moved = entry(other.seq, case_key=other.case_key, urgent=other.urgent,
                              service_class=other.service_class, size=other.size, state=state.value)
                if other.state not in (State.ACCEPTED, State.HELD):
                    known[other.id] = moved
                    if state in (State.ACCEPTED, State.HELD):
                        due.pop(other.id, None)
                    schedule.moved(moved, now)
            case _:
                pass
        expected = naive(list(known.values()), due, seen, now)
        assert schedule.due(now, 500) == expected
        assert schedule.due(now, 3) == expected[:3]
        waiting = [e for e in known.values() if e.state in ON_THE_WAY]
        assert (schedule.waiting, schedule.waiting_bytes) == (len(waiting), sum(e.size for e in waiting))


def one_round(schedule: Schedule, n: int) -> float:
    """Seconds to find the next one, send it and take it off."""
    took = []
    for step in range(n):
        began = time.perf_counter()
        (first,) = schedule.due(float(step), 1)
        was = schedule._open[first]
        gone = entry(was.seq, size=was.size, state="accepted")
        schedule.moved(gone, float(step))
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def test_twenty_thousand_that_wait_cost_the_next_one_nothing() -> None:
    few, many = (schedule_of([entry(seq) for seq in range(1, n)]) for n in (300, 20_000))
    assert one_round(many, 200) < 5 * one_round(few, 200) + 0.0002


def test_line_back_spreads_twenty_thousand_within_a_second() -> None:
    schedule = schedule_of([entry(seq) for seq in range(1, 20_001)])
    began = time.perf_counter()
    schedule.line_back(0.0, 300.0)
    assert time.perf_counter() - began < 3.0  # on a machine that others use as well
    assert len(schedule.due(150.0, 20_000)) == pytest.approx(10_000, rel=0.1)
