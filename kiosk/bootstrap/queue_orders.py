"""`kiosk queue`: what is kept here and on its way, and a technician's orders about it. Numbers, states, codes only."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

from kiosk.bootstrap.queue_changes import CHANGES, change
from kiosk.bootstrap.queue_keeping import KEEPS, STICK, aside
from kiosk.bootstrap.queue_words import MEANS, Answer, NotDone, facts_of, found_in, local
from kiosk.errors import Problem
from kiosk.settings import SettingsProblem, load_settings
from kiosk.submission.number import grouped
from offline_queue import Entry, OwnedElsewhere, QueueProblem, QueueReader, Stage, State, StickProblem

RUNS = "the kiosk runs and owns its queue: nothing was changed. Stop the kiosk, give the order, start it again"
REMEDY = {"store_damaged": ". The next start of the kiosk makes it anew, or `kiosk queue rebuild`"}
FINISHED = (State.ACCEPTED, State.PURGED, State.CLOSED, State.GONE)


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
        if order.verb in KEEPS:
            return KEEPS[order.verb](folder, order)
        return change(folder, CHANGES[order.verb], order.number)
    except SettingsProblem as problem:
        raise NotDone("settings", str(problem), 2) from problem
    except OwnedElsewhere as owned:
        raise NotDone(owned.code, RUNS, 3) from owned
    except StickProblem as problem:
        raise NotDone(problem.code, f"{STICK[problem.code]}: {problem.detail}", 1) from problem
    except QueueProblem as problem:
        to_do = REMEDY.get(problem.code, "")
        raise NotDone(problem.code, f"the queue cannot be opened: {problem}{to_do}", 3) from problem
    except (Problem, OSError) as problem:
        raise NotDone(getattr(problem, "key", "not_opened"), f"the queue cannot be opened: {problem}", 3) from problem


# --- looking: takes no lock ---------------------------------------------------------------------------------------


def _list(reader: QueueReader, order: argparse.Namespace) -> Answer:
    states = tuple(State) if order.all else tuple(s for s in State if s not in FINISHED)
    entries, at, counts, runs = reader.entries(states), reader.handed_in_at(), reader.counts(), reader.owned()
    data = {
        "kiosk_runs": runs,
        "counts": {state.value: n for state, n in counts.items()},
        "entries": [facts_of(entry, at.get(entry.seq, "")) for entry in entries],
    }
    lines = [LINE.format("number", "handed in", "state", "tries", "kB", "reason")] if entries else []
    lines += [_line(entry, at.get(entry.seq, "")) for entry in entries]
    total = ", ".join(f"{n} {state.value}" for state, n in counts.items()) or "nothing was ever handed in"
    kiosk = {True: "the kiosk runs", False: "the kiosk is stopped", None: "whether the kiosk runs is not known"}[runs]
    return Answer(data, [*(line.rstrip() for line in lines), f"{total}; {kiosk}"])


LINE = "{:<18}  {:<16}  {:<11}  {:>5}  {:>6}  {}"


def _line(entry: Entry, at: str) -> str:
    tries = f"{entry.attempts}{'!' if entry.slow else ''}"
    return LINE.format(grouped(entry.number), local(at), entry.state.value, tries, entry.size // 1024, entry.reason)


def _show(reader: QueueReader, order: argparse.Namespace) -> Answer:
    entry = found_in(reader, order.number)
    history, at = reader.history(entry), reader.handed_in_at().get(entry.seq, "")
    pages = len(reader.pages(entry))
    data = {
        **facts_of(entry, at),
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
    return [f"{'history' if not n else '':<9}  {local(s.at)}  {s.what}" for n, s in enumerate(history)]


def _check(reader: QueueReader, order: argparse.Namespace) -> Answer:
    complaint, damaged, copies = reader.complaint(), reader.damaged(), reader.set_aside()
    lines = [f"the database is damaged: {complaint}"] if complaint else []
    lines += [f"{grouped(entry.number)}  {entry.state.value}: a sealed file is gone or damaged" for entry in damaged]
    data = {"database": complaint or "ok", "damaged": [entry.number for entry in damaged], "set_aside": list(copies)}
    kept, status = sum(reader.counts().values()), int(bool(lines))
    lines = lines or [f"{kept} submissions, database and every sealed file are whole"]
    return Answer(data, [*lines, *aside(copies)], status)


LOOKS: dict[str, Callable[[QueueReader, argparse.Namespace], Answer]] = {"list": _list, "show": _show, "check": _check}
