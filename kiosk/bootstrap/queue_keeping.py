"""`kiosk queue` orders about all of it: out on a stick, back from a stick, and the database made anew."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kiosk.bootstrap.delivery import result_row
from kiosk.bootstrap.queue_changes import enrolled_as, owned_queue
from kiosk.bootstrap.queue_words import Answer, NotDone
from kiosk.clock import SystemClock
from kiosk.errors import KINDS
from kiosk.language import Words
from kiosk.settings import load_settings
from kiosk.store import Store
from kiosk.submission.number import grouped, provisional
from offline_queue import Entry, Imported, Mended, Room, export_to, import_from, rebuild_at_rest

STICK = {  # by code, as in offline_queue/errors.py
    "stick_full": "the stick has too little room, nothing counts as exported",
    "stick_unwritable": "the stick takes nothing, nothing counts as exported; is it locked, or was it pulled out?",
    "stick_unreadable": "the stick cannot be read",
    "stick_foreign": "nothing of this kiosk is on the stick",
    "stick_altered": "not as the platform signed it, nothing was taken",
    "stick_unanswered": "the stick carries no answers; `kiosk platform import-stick` at the centre writes them",
}


def _export(folder: Path, order: argparse.Namespace) -> Answer:
    queue, vault = owned_queue(folder)
    try:
        done = export_to(order.to, queue, vault, SystemClock().now(), _last_result(folder))
        mended = queue.mended
    finally:
        queue.close()
    data = {"exported": _numbers(done.entries), "left_out": {e.number: code for e, code in done.left_out}}
    kilobytes = sum(entry.size for entry in done.entries) // 1024
    lines = [f"{len(done.entries)} submissions, {kilobytes} kB, lie on the stick; the line sends them as well"]
    lines += [f"{grouped(entry.number)}  left out: {code}" for entry, code in done.left_out]
    return Answer(data, [*_told(mended, order), *lines], int(bool(done.left_out)))


def _import(folder: Path, order: argparse.Namespace) -> Answer:
    queue, vault = owned_queue(folder)
    try:
        found = import_from(order.source, queue, vault)
        mended = queue.mended
    finally:
        queue.close()
    taken, why = _keep_results(folder, found)
    data = {
        "accepted": _numbers(found.accepted),
        "known": _numbers(found.known),
        "refused": list(found.refused),
        "results": taken,
        "results_left": why,
    }
    lines = [f"{len(found.accepted)} delivered, {len(found.known)} known before, {taken} new results"]
    lines += [f"{name}: {STICK['stick_altered']}" for name in found.refused]
    lines += [f"results: {why}"] if why else []
    return Answer(data, [*_told(mended, order), *lines], int(bool(found.refused or why)))


def _keep_results(folder: Path, found: Imported) -> tuple[int, str]:
    """How many were new, and why none were taken. A gap would hide results for ever: the kiosk asks for what comes
    after the last one it knows."""
    if found.results is None:
        return 0, ""
    store = Store(folder / "service.db")
    try:
        last = store.last_cursor()
        if found.results.since > last:
            return 0, f"they begin after {found.results.since}, here {last} is the last one: export again"
        return sum(store.record_result(result_row(one)) for one in found.results.page.results), ""
    finally:
        store.close()


def _last_result(folder: Path) -> int:
    if not (folder / "service.db").exists():
        return 0
    store = Store(folder / "service.db")
    try:
        return store.last_cursor()
    finally:
        store.close()


def _rebuild(folder: Path, order: argparse.Namespace) -> Answer:
    place = folder / "queue"
    if not place.is_dir():
        raise NotDone("store_unreadable", f"there is no queue in {folder}", 3)
    enrolled = enrolled_as(folder)
    mended = rebuild_at_rest(
        place, Room(place), enrolled.terminal, enrolled.epoch, provisional, now=SystemClock().now()
    )
    return Answer(_as_data(mended), _in_words(mended), int(bool(mended.damaged)))


def _as_data(mended: Mended) -> dict[str, Any]:
    return {
        "why": mended.why,
        "copy": mended.copy,
        "saved": mended.saved,
        "from_files": mended.from_files,
        "held": mended.held,
        "damaged": mended.damaged,
    }


def _in_words(mended: Mended) -> list[str]:
    sources = f"{mended.saved} rows were saved, {mended.from_files} come from their sealed files"
    held = f"{mended.held} had no row and are held: perhaps nobody saw their number"
    return [
        f"the database was made anew: {sources}",
        *([held] * bool(mended.held)),
        *([f"{mended.damaged} have a damaged file and wait for a person"] * bool(mended.damaged)),
        *aside([mended.copy] * bool(mended.copy)),
    ]


def _told(mended: Mended | None, order: argparse.Namespace) -> list[str]:
    """When the order itself met a damage, it is said in the words of the kiosk as well."""
    if mended is None:
        return []
    words = Words(load_settings(order.settings).language)
    said = (words.say(f"trouble.queue_mended.{part}") for part in ("title", "saved", "do"))
    return [f"{KINDS['queue_mended'].code} {' '.join(said)}", *_in_words(mended)]


def aside(copies: Iterable[str]) -> list[str]:
    return [f"a damaged database is kept in queue/damaged/{name}: look at it, then remove it" for name in copies]


def _numbers(entries: Iterable[Entry]) -> list[str]:
    return [entry.number for entry in entries]


KEEPS: dict[str, Callable[[Path, argparse.Namespace], Answer]] = {
    "export": _export,
    "import": _import,
    "rebuild": _rebuild,
}
