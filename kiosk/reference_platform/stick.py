"""Takes in a stick from a kiosk without a line: the same three steps as over the line, and the answers onto the stick.

The layout stands in offline_queue/transport/folder.py; here it is read from its bytes, as a stranger's.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from kiosk.platform_client.contract import Digest, Short
from kiosk.platform_client.signing import canonical, from_base64, signature_holds, to_base64
from kiosk.reference_platform.arrivals import find, take_head
from kiosk.reference_platform.commits import commit
from kiosk.reference_platform.durable import keep
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.results import result_row
from kiosk.reference_platform.signed import PART, SMALL, Call, device_keys
from kiosk.reference_platform.tables import Result, Submission, Terminal

LARGEST = 64 * 1024 * 1024
RESULTS_FORM = "kiosk-stick-results/1"


class OnStick(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: UUID
    number: Short
    head: Digest
    pages: Annotated[tuple[Digest, ...], Field(max_length=500)]


class Index(BaseModel):
    model_config = ConfigDict(frozen=True)
    form: Literal["kiosk-stick/1"]
    terminal: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    results_since: Annotated[int, Field(ge=0, le=2**31 - 1)]
    submissions: tuple[OnStick, ...]


@dataclass(frozen=True)
class Brought:
    """What one kiosk's folder on a stick has brought. `refused`: file or submission, and why. `problem`: why nothing
    was taken ("" when it was): index_unreadable, stick_foreign, index_altered; stick_unwritable: taken, not answered.
    """

    folder: str
    new: int = 0
    known: int = 0
    results: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class FileRefused(Exception):
    """A file of the stick by its name, and why."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name)
        self.name, self.code = name, code


def import_stick(platform: Platform, root: Path) -> tuple[Brought, ...]:
    """Every kiosk's folder on it. May be done again, while the platform serves, and after the line has brought some of
    it: nothing comes to be twice."""
    return tuple(_folder(platform, place) for place in sorted(root.glob("kiosk-*")) if place.is_dir())


def _folder(platform: Platform, place: Path) -> Brought:
    name = place.name
    try:
        fields = json.loads(_read(place / "index.json"))
        index = Index.model_validate(fields)
    except (OSError, ValueError):
        return Brought(name, problem="index_unreadable")
    town = _town_of(platform, index.terminal)
    if town is None or name != f"kiosk-{index.terminal}":
        return Brought(name, problem="stick_foreign")
    if not _signed_by_device(fields, device_keys(platform.records, town, index.terminal)):
        return Brought(name, problem="index_altered")
    return _taken(platform, place, town, index)


def _taken(platform: Platform, place: Path, town: str, index: Index) -> Brought:
    new, refused = 0, []
    receipts: dict[str, str] = {}
    for one in index.submissions:
        try:
            before = _has_receipt(platform, town, index.terminal, str(one.id))
            receipts[str(one.id)] = _walk(platform, place, town, index.terminal, one)
            new += not before
        except FileRefused as bad:
            refused.append((bad.name, bad.code))
        except Refusal as no:
            refused.append((str(one.id), no.code))
    rows = _results(platform, town, index.terminal, index.results_since)
    try:
        _answer(platform, place, index, receipts, rows)
        problem = ""
    except OSError:
        problem = "stick_unwritable"
    return Brought(place.name, new, len(receipts) - new, len(rows), tuple(refused), problem)


def _walk(platform: Platform, place: Path, town: str, terminal: str, one: OnStick) -> str:
    """Head, parts, commit: the receipt. A submission one of whose files is not as it was sealed is left alone."""
    files = {sha: _whole(place, sha) for sha in (one.head, *one.pages)}
    if len(files[one.head]) > SMALL:
        raise Refusal("too_large")
    _, lacking = take_head(platform, Call(town, terminal, files[one.head]), str(one.id))
    upload = find(platform, Call(town, terminal, b""), str(one.id))
    assert upload is not None, "its head was taken just now"
    for page in lacking.missing:
        if page.sha not in files:
            raise FileRefused(f"files/{page.sha}", "file_missing")
        for n in page.parts:
            platform.blobs.put(upload.part_key(page.sha, n), files[page.sha][n * PART : (n + 1) * PART])
    return commit(platform, Call(town, terminal, b""), str(one.id))


def _whole(place: Path, sha: str) -> bytes:
    name = f"files/{sha}"
    try:
        data = _read(place / name)
    except FileNotFoundError:
        raise FileRefused(name, "file_missing") from None
    except OSError:
        raise FileRefused(name, "file_unreadable") from None
    if hashlib.sha256(data).hexdigest() != sha:
        raise FileRefused(name, "file_altered")
    return data


def _answer(
    platform: Platform, place: Path, index: Index, receipts: dict[str, str], rows: list[dict[str, Any]]
) -> None:
    for id, text in receipts.items():
        _put(place / "receipts" / f"{id}.json", text.encode())
    keys = platform.keys.current
    fields: dict[str, Any] = {
        "form": RESULTS_FORM, "terminal": index.terminal, "kid": keys.kid, "since": index.results_since,
        "results": rows, "cursor": rows[-1]["cursor"] if rows else index.results_since,
    }  # fmt: skip
    fields["signature"] = to_base64(keys.receipt.sign(canonical(fields)))
    _put(place / "results.json", json.dumps(fields, ensure_ascii=False).encode())


def _put(path: Path, data: bytes) -> None:
    """Whole or not at all; what lies there already is not worn out by writing it again."""
    if not path.exists() or path.read_bytes() != data:
        keep(path, data)


def _results(platform: Platform, town: str, terminal: str, since: int) -> list[dict[str, Any]]:
    after = (Result.town == town, Result.terminal == terminal, Result.cursor > since)
    with platform.records.reading() as session:
        found = session.scalars(select(Result).where(*after).order_by(Result.cursor))
        return [result_row(result).model_dump(mode="json") for result in found]


def _signed_by_device(fields: dict[str, Any], keys: tuple[bytes, ...]) -> bool:
    said = dict(fields)
    signature = from_base64(str(said.pop("signature", "")))
    return signature is not None and any(signature_holds(key, signature, canonical(said)) for key in keys)


def _town_of(platform: Platform, terminal: str) -> str | None:
    with platform.records.reading() as session:
        return session.scalar(select(Terminal.town).where(Terminal.terminal == terminal))


def _has_receipt(platform: Platform, town: str, terminal: str, id: str) -> bool:
    with platform.records.reading() as session:
        row = session.get(Submission, (town, terminal, id))
        return row is not None and row.receipt != ""


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise OSError("too large")
    return path.read_bytes()


SAYS: dict[str, Callable[[Brought], str]] = {
    "": lambda b: f"{b.new} new, {b.known} known, {b.results} results put on the stick",
    "index_unreadable": lambda _: "nothing taken: there is no whole index, let the kiosk export again",
    "stick_foreign": lambda _: "nothing taken: this platform does not know such a kiosk",
    "index_altered": lambda _: "nothing taken: the index is not as the kiosk signed it",
    "stick_unwritable": lambda b: f"{b.new} new, {b.known} known; the stick takes no receipts: is it full or locked?",
}


def in_words(brought: Brought) -> list[str]:
    refused = [f"{brought.folder}  refused {name}: {code}" for name, code in brought.refused]
    return [f"{brought.folder}  {SAYS[brought.problem](brought)}", *refused]


def as_data(brought: Brought) -> dict[str, Any]:
    return {
        "folder": brought.folder, "new": brought.new, "known": brought.known, "results": brought.results,
        "refused": [{"name": name, "code": code} for name, code in brought.refused], "problem": brought.problem,
    }  # fmt: skip
