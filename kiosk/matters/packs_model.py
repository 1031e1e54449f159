"""A pack: a signed, versioned set of matters. What its manifest says, and by which name a pack is refused."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Described

from kiosk.matters.data import Code, Data
from kiosk.matters.model import Matter
from kiosk.matters.paper import RemovedProof

FORMAT = "kiosk-matters/1"
Digest = Annotated[str, Described(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Described(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}$")]
TableName = Annotated[str, Described(pattern=r"^[a-z][a-z_]{0,40}\.json$")]
MOST_BYTES = 8 * 1024 * 1024  # of one file

Why = Literal[
    "no_key", "not_a_pack", "too_new", "unsigned", "foreign", "altered", "older", "conflicting", "base_missing",
    "incomplete", "tables_wrong", "folder_damaged",
]  # fmt: skip
SENTENCES: dict[Why, str] = {
    "no_key": "no pack key of the platform is here: name it with --key",
    "not_a_pack": "this file is no pack",
    "too_new": "the pack was made for a later version of this program",
    "unsigned": "the pack has no signature",
    "foreign": "the pack is another platform's, or of another set",
    "altered": "the pack was altered after it was signed",
    "older": "a newer pack is installed already",
    "conflicting": "a pack of the same version with other contents is installed already",
    "base_missing": "the pack is a delta to a version that is not installed: a full pack is needed",
    "incomplete": "a file the pack builds on is gone from this disk: a full pack is needed",
    "tables_wrong": "the tables all matters rest on are wrong",
    "folder_damaged": "the folder of the installed set cannot be read: install into a new one",
}


class FileRow(Data):
    sha256: Digest
    size: int = Described(ge=0, le=MOST_BYTES)


class EntryRow(Data):
    """One matter of the set: its version and every file of its folder."""

    version: int = Described(ge=1)
    files: dict[FileName, FileRow]

    @property
    def digest(self) -> str:
        """Changes when any file of the entry changes."""
        return hashlib.sha256(canonical({name: row.sha256 for name, row in self.files.items()})).hexdigest()


class Tombstone(Data):
    """A proof that was abolished for a matter. It stays for good: no later or earlier pack brings the proof back."""

    code: Code
    proof: RemovedProof
    since: int  # the pack that said so first

    def covers(self, paper: str, name: str) -> bool:
        return paper == self.proof.paper or name == self.proof.name.zh


class Manifest(Data):
    """The whole set as it is after this pack, also in a delta; only the files that changed are carried then."""

    format: Literal["kiosk-matters/1"]
    set: str = Described(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    version: int = Described(ge=1)
    base: int | None = None  # a delta: the version it builds on
    base_digest: Digest | None = None  # and the SHA-256 of that version's manifest
    entries: dict[Code, EntryRow]
    tables: dict[TableName, FileRow]
    tombstones: tuple[Tombstone, ...] = ()


class Quarantined(Data):
    """An entry that is not served, and why. `kept`: the version that stays in its place, if there is one."""

    code: Code
    version: int
    reason: str
    kept: int | None


class State(Data):
    """What a folder holds: written beside the set, so that it appears and disappears with it."""

    set: str
    version: int
    manifest: Digest
    served: dict[Code, EntryRow]
    tables: dict[TableName, FileRow]
    tombstones: tuple[Tombstone, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()


@dataclass(frozen=True)
class Refused:
    why: Why
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.why}: {SENTENCES[self.why]}{f' ({self.detail})' if self.detail else ''}"


class PackRefused(Exception):
    """Carries the refusal up to `install`, which returns it as a value."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.refused = Refused(why, detail)


def canonical(data: object) -> bytes:
    """The same bytes for the same data, always: what is signed and digested."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def tombstones(earlier: Iterable[Tombstone], matters: Iterable[Matter], version: int) -> tuple[Tombstone, ...]:
    """All that were there, and a new one for each proof these matters list as abolished."""
    found = {(one.code, one.proof.name.zh, one.proof.paper): one for one in earlier}
    for matter in matters:
        for proof in matter.removed_proofs:
            found.setdefault((matter.code, proof.name.zh, proof.paper), Tombstone(
                code=matter.code, proof=proof, since=version,
            ))  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def brought_back(matter: Matter, stones: Iterable[Tombstone]) -> tuple[str, ...]:
    """The ids of papers this matter asks for although they were abolished."""
    own = [stone for stone in stones if stone.code == matter.code]
    return tuple(
        paper.id for paper in matter.papers if any(stone.covers(paper.id, paper.name.zh) for stone in own)
    )


def without_abolished(matter: Matter, stones: Iterable[Tombstone]) -> Matter:
    """The matter without the papers that were abolished since; what they covered need not be answered any more."""
    own = [stone for stone in stones if stone.code == matter.code]
    gone = [paper for paper in matter.papers if paper.id in brought_back(matter, own)]
    if not gone:
        return matter
    known = {proof.name.zh for proof in matter.removed_proofs}
    said = [one.proof for one in own if any(one.covers(paper.id, paper.name.zh) for paper in gone)]
    return matter.model_copy(update={
        "papers": tuple(paper for paper in matter.papers if paper not in gone),
        "fields": tuple(
            field.model_copy(update={"covered_by": "", "required": False})
            if field.covered_by in {paper.id for paper in gone} else field
            for field in matter.fields
        ),
        "removed_proofs": (*matter.removed_proofs, *(proof for proof in said if proof.name.zh not in known)),
    })  # fmt: skip
