"""`kiosk queue`: what is kept here and on its way, and a technician's orders about it. Numbers, states, codes only."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from kiosk.errors import Problem
from kiosk.fleet.enrol import NotEnrolled, load
from kiosk.numbers import tidy
from kiosk.settings import SettingsProblem, load_settings
from kiosk.submission.number import grouped, is_valid, provisional
from offline_queue import Entry, OwnedElsewhere, PlatformKeys, Queue, QueueProblem, QueueReader, Stage, State, Vault

RUNS = "the kiosk runs and owns its queue: nothing was changed. Stop the kiosk, give the order, start it again"
FINISHED = (State.ACCEPTED, State.PURGED, State.CLOSED, State.GONE)

MEANS: dict[State, str] = {
    State.DRAFT: "is being filled in; nothing was promised yet",
    State.QUEUED: "waits for its turn; a running kiosk sends it by itself once the platform answers",
    State.SENDING: "is being sent",
    State.UPLOADED: "the platform has every byte of it; its signed receipt is still missing",
    State.EXPORTED: "is on a stick as well; a running kiosk still sends it when the line returns",
    State.ACCEPTED: "the platform's signed receipt is stored",
    State.PURGED: "the platform's signed receipt is stored, and its files were given up long ago",
    State.REJECTED: "the platform refused it, see reason; `retry` sends the same again, else the resident does it anew",
    State.HELD: "waits for a person, see the reason; `release` lets it be sent",
    State.QUARANTINED: "one of its sealed files is damaged and it is not sent; the resident does it anew",
    State.CLOSED: "was given back to the resident",
    State.GONE: "was never handed in",
}


@dataclass(frozen=True)
class Answer:
    """What an order found: as JSON, as lines, and the exit status."""

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    status: int = 0


class NotDone(Exception):
    """Said in words, with a stable code and an exit status."""

    def __init__(self, code: str, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.code, self.status = code, status


def queue(order: argparse.Namespace) -> int:
    """Carry out one verb. What is not done is said on standard error; with --json also as JSON."""
    try:
        answer = _answer(order)
    except NotDone as not_done:
        print(not_done, file=sys.stderr)
        answer = Answer({"problem": not_done.code, "sentence": str(not_done)}, status=not_done.status)
    if order.json:
        print(json.dumps(answer.data, ensure_ascii=False))
    elif answer.lines:
        print("\n".join(answer.lines))
    return answer.status


def _answer(order: argparse.Namespace) -> Answer:
    try:
        folder = load_settings(order.settings).folder
        if order.verb in LOOKS:
            with QueueReader(folder / "queue") as reader:
                return LOOKS[order.verb](reader, order)
        return _change(folder, CHANGES[order.verb], order.number)
    except SettingsProblem as problem:
        raise NotDone("settings", str(problem), 2) from problem
    except OwnedElsewhere as owned:
        raise NotDone(owned.code, RUNS, 3) from owned
    except QueueProblem as problem:
        raise NotDone(problem.code, f"the queue cannot be opened: {problem}", 3) from problem
    except (Problem, OSError) as problem:
        raise NotDone(getattr(problem, "key", "not_opened"), f"the queue cannot be opened: {problem}", 3) from problem


# --- looking: takes no lock ---------------------------------------------------------------------------------------


def _list(reader: QueueReader, order: argparse.Namespace) -> Answer:
    states = tuple(State) if order.all else tuple(s for s in State if s not in FINISHED)
    entries, at, counts, runs = reader.entries(states), reader.handed_in_at(), reader.counts(), reader.owned()
    data = {
        "kiosk_runs": runs,
        "counts": {state.value: n for state, n in counts.items()},
        "entries": [_facts(entry, at.get(entry.seq, "")) for entry in entries],
    }
    lines = [LINE.format("number", "handed in", "state", "tries", "kB", "reason")] if entries else []
    lines += [_line(entry, at.get(entry.seq, "")) for entry in entries]
    total = ", ".join(f"{n} {state.value}" for state, n in counts.items()) or "nothing was ever handed in"
    kiosk = {True: "the kiosk runs", False: "the kiosk is stopped", None: "whether the kiosk runs is not known"}[runs]
    return Answer(data, [*(line.rstrip() for line in lines), f"{total}; {kiosk}"])


LINE = "{:<18}  {:<16}  {:<11}  {:>5}  {:>6}  {}"


def _line(entry: Entry, at: str) -> str:
    tries = f"{entry.attempts}{'!' if entry.slow else ''}"
    return LINE.format(grouped(entry.number), _local(at), entry.state.value, tries, entry.size // 1024, entry.reason)


def _show(reader: QueueReader, order: argparse.Namespace) -> Answer:
    entry = _found(reader, order.number)
    history, at = reader.history(entry), reader.handed_in_at().get(entry.seq, "")
    pages = len(reader.pages(entry))
    data = {
        **_facts(entry, at),
        "means": MEANS[entry.state],
        "pages": pages,
        "history": [{"at": stage.at, "what": stage.what} for stage in history],
    }
    lines = [
        f"number     {grouped(entry.number)}",
        f"id         {entry.id}",
        f"state      {entry.state.value}: {MEANS[entry.state]}",
        *([f"reason     {entry.reason}"] if entry.reason else []),
        f"size       {entry.size // 1024} kB, {pages} pages",
        f"tries      {entry.attempts}{', slow: still tried' if entry.slow and entry.state not in FINISHED else ''}",
        *([f"case       {entry.receipt.official_no}"] if entry.receipt and entry.receipt.official_no else []),
        *_told(history),
    ]
    return Answer(data, lines)


def _told(history: tuple[Stage, ...]) -> list[str]:
    return [f"{'history' if not n else '':<9}  {_local(s.at)}  {s.what}" for n, s in enumerate(history)]


def _check(reader: QueueReader, order: argparse.Namespace) -> Answer:
    complaint, damaged = reader.complaint(), reader.damaged()
    lines = [f"the database is damaged: {complaint}"] if complaint else []
    lines += [f"{grouped(entry.number)}  {entry.state.value}: a sealed file is gone or damaged" for entry in damaged]
    data = {"database": complaint or "ok", "damaged": [entry.number for entry in damaged]}
    kept = sum(reader.counts().values())
    return Answer(data, lines or [f"{kept} submissions, database and every sealed file are whole"], int(bool(lines)))


LOOKS: dict[str, Callable[[QueueReader, argparse.Namespace], Answer]] = {"list": _list, "show": _show, "check": _check}


# --- changing: as the owner, or not at all ------------------------------------------------------------------------


def _hold(kept: Queue, entry: Entry) -> Entry | None:
    return entry if entry.state is State.HELD else kept.hold(entry.id, "technician")


def _release(kept: Queue, entry: Entry) -> Entry | None:
    if entry.state is State.QUEUED:
        return entry
    return kept.retry(entry.id) if entry.state is State.HELD else None


def _retry(kept: Queue, entry: Entry) -> Entry | None:
    return entry if entry.state is State.QUEUED else kept.retry(entry.id)


Change = Callable[[Queue, Entry], Entry | None]
CHANGES: dict[str, Change] = {"hold": _hold, "release": _release, "retry": _retry}


def _change(folder: Path, change: Change, number: str) -> Answer:
    with QueueReader(folder / "queue") as reader:
        submission = _found(reader, number).id
    kept = _owned_queue(folder)
    try:
        before = kept.entry(submission)
        assert before is not None, "a row is never deleted"
        after = change(kept, before)
    finally:
        kept.close()
    if after is None:
        raise NotDone("not_in_this_state", f"{grouped(before.number)} {before.state.value}: {MEANS[before.state]}")
    data = {"number": after.number, "before": before.state.value, "state": after.state.value}
    said = "nothing to do, it" if after == before else "done, it now"
    return Answer(data, [f"{grouped(after.number)}  {said} is {after.state.value}: {MEANS[after.state]}"])


def _owned_queue(folder: Path) -> Queue:
    """The queue with its lock, taken over as the kiosk itself does at its start."""
    enrolled = load(folder)
    if enrolled is None:
        raise NotEnrolled("failed", "no_enrolment")
    keys = PlatformKeys(enrolled.keys.kid, enrolled.keys.seal_key, enrolled.keys.receipt_key)
    vault = Vault(folder / "queue", keys, enrolled.sign, enrolled.terminal)
    return Queue(folder / "queue", vault, enrolled.terminal, enrolled.epoch, SystemClock(), provisional)


# --- words --------------------------------------------------------------------------------------------------------


def _found(reader: QueueReader, said: str) -> Entry:
    entry = reader.find(said.strip().lower()) or reader.find(tidy(said))
    if entry is None and tidy(said).isdecimal() and not is_valid(said):
        raise NotDone("number_wrong", f"{said}: a digit is wrong, look at the slip again")
    if entry is None:
        raise NotDone("not_here", f"{said} was not handed in on this machine")
    return entry


def _facts(entry: Entry, handed_in_at: str) -> dict[str, Any]:
    receipt = entry.receipt
    return {
        "number": entry.number,
        "id": entry.id,
        "state": entry.state.value,
        "reason": entry.reason,
        "handed_in_at": handed_in_at,
        "tries": entry.attempts,
        "slow": entry.slow,
        "bytes": entry.size,
        "urgent": entry.urgent,
        "official_no": receipt.official_no if receipt else "",
        "received_at": receipt.received_at if receipt else "",
    }


def _local(at: str) -> str:
    """This machine's time of day; "" for a moment nobody noted."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M") if at else ""
