"""A stick as a way to the platform: the sealed files, an index signed by the device, and what comes back.

    kiosk-12345/index.json       {form, terminal, made_at, results_since, submissions: [{id, number, head, pages}]},
                                 `signature`: the device's, base64, over the canonical JSON of all the other fields
    kiosk-12345/files/<sha>      heads and pages as they lie in the kiosk
    kiosk-12345/receipts/<id>.json   what a commit answers, as the platform wrote it
    kiosk-12345/results.json     {form, terminal, kid, since, results, cursor}, `signature`: the platform's

Everything is written aside, synced and renamed, the index last: a stick that is pulled out half way holds the index of
the time before, or none. A lost one reveals numbers and sizes, nothing else.
"""
from __future__ import annotations

import base64
import errno
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_queue.envelope import Sign
from offline_queue.errors import StickProblem
from offline_queue.files import FULL, remove, sync_folder, write_synced
from offline_queue.model import ResultPage
from offline_queue.receipt import Believes, canonical, signed_by_platform
from offline_queue.transport.answers import results_in

FORM = "kiosk-stick/1"
RESULTS_FORM = "kiosk-stick-results/1"
SPARE = 1_048_576  # for the index and what comes back
LARGEST = 64 * 1024 * 1024  # of a file that is read from a stick


@dataclass(frozen=True)
class Listed:
    """One submission in the index; names of files."""

    id: str
    number: str
    head: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class BroughtResults:
    """Results after `since`, believed."""

    since: int
    page: ResultPage


class Stick:
    """The folder of one kiosk on a stick. Every call may raise StickProblem."""

    def __init__(self, root: Path, terminal: str) -> None:
        self._root, self._terminal = root, terminal
        self._place = root / f"kiosk-{terminal}"

    # --- at the kiosk, before the way --------------------------------------------------------------------------------

    def open_for_writing(self, size: int) -> None:
        """`size`: bytes that will be written at most."""
        if not self._root.is_dir():
            raise StickProblem("stick_unreadable", f"there is no folder {self._root}")
        try:
            (self._place / "files").mkdir(parents=True, exist_ok=True)
            (self._place / "receipts").mkdir(exist_ok=True)
            found = os.statvfs(self._place)
            there = sum(path.stat().st_size for path in (self._place / "files").iterdir())
        except OSError as error:
            raise _trouble(error) from error
        free = found.f_bavail * found.f_frsize + there
        if free < size + SPARE:
            raise StickProblem("stick_full", f"{_mb(size + SPARE)} MB are needed, {_mb(free)} MB are free")

    def put(self, sha: str, data: bytes) -> None:
        """One sealed file, unless it lies there whole already."""
        path = self._place / "files" / sha
        aside = path.with_name(f"{sha}.new")
        try:
            if path.exists() and path.read_bytes() == data:
                return
            remove(aside)
            write_synced(aside, data)
            os.rename(aside, path)
        except OSError as error:
            remove(aside)
            raise _trouble(error) from error

    def close_index(self, submissions: Iterable[Listed], made_at: str, results_since: int, sign: Sign) -> None:
        """From here on the stick counts. `results_since`: the last result this kiosk knows."""
        fields: dict[str, object] = {
            "form": FORM, "terminal": self._terminal, "made_at": made_at, "results_since": results_since,
            "submissions": [
                {"id": one.id, "number": one.number, "head": one.head, "pages": list(one.pages)} for one in submissions
            ],
        }
        fields["signature"] = base64.b64encode(sign(canonical(fields))).decode()
        path = self._place / "index.json"
        aside = path.with_name("index.json.new")
        try:
            _sync(self._place / "files")
            remove(aside)
            write_synced(aside, json.dumps(fields, ensure_ascii=False).encode())
            os.rename(aside, path)
            _sync(self._place)
            _sync(self._root)
        except OSError as error:
            remove(aside)
            raise _trouble(error) from error

    # --- at the kiosk, after it --------------------------------------------------------------------------------------

    def open_for_reading(self) -> None:
        """StickProblem stick_foreign for a stick of other kiosks, stick_unanswered for one that was not away yet."""
        try:
            others = sorted(path.name for path in self._root.iterdir() if path.name.startswith("kiosk-"))
            if self._place.name not in others:
                raise StickProblem("stick_foreign", ", ".join(others) or "nothing of any kiosk is on it")
            answered = any((self._place / "receipts").glob("*.json")) or (self._place / "results.json").exists()
        except OSError as error:
            raise StickProblem("stick_unreadable", str(error)) from error
        if not answered:
            raise StickProblem("stick_unanswered", "it was not at the centre yet")

    def receipts(self) -> Iterator[tuple[str, str]]:
        """Name and text of each; a text that cannot be read is ""."""
        for path in sorted((self._place / "receipts").glob("*.json")):
            yield f"receipts/{path.name}", _text(path)

    def results(self, believes: Believes) -> BroughtResults | None:
        """None when none came. StickProblem stick_altered when they are not the platform's word to this kiosk."""
        path = self._place / "results.json"
        if not path.exists():
            return None
        altered = StickProblem("stick_altered", path.name)
        try:
            fields = json.loads(_text(path))
            kid, since = str(fields["kid"]), int(fields["since"])
            ours = (fields["form"], fields["terminal"]) == (RESULTS_FORM, self._terminal)
        except (ValueError, KeyError, TypeError):
            raise altered from None
        page = results_in(fields)
        if not ours or page is None or not signed_by_platform(fields, kid, believes):
            raise altered
        return BroughtResults(since, page)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.stat().st_size <= LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _sync(folder: Path) -> None:
    """Some file systems of sticks know no sync of a folder."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def _trouble(error: OSError) -> StickProblem:
    why = os.strerror(error.errno or 0)
    return StickProblem("stick_full" if error.errno in FULL else "stick_unwritable", why)


def _mb(size: int) -> int:
    return -(-size // 1_000_000)
