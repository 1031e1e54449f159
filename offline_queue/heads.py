"""Reads heads as they lie on the disk: what a sealed submission says about itself in clear."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_queue.envelope import Header, read_clear
from offline_queue.errors import UnknownSuite
from offline_queue.files import is_named
from offline_queue.model import SealedPage
from offline_queue.vault import HEAD_BYTES, Order

Created = tuple[str, float, str, float | None]  # wall, steady seconds, boot, the platform's clock minus ours


@dataclass(frozen=True)
class FoundHead:
    """`whole`: its bytes hash to its name, as far as anybody here can tell. `pages`: its manifest."""

    path: Path
    whole: bool
    length: int
    id: str
    number: str
    seq: int
    kind: str
    order: Order
    created: Created
    pages: tuple[SealedPage, ...]

    @property
    def sha(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return self.length + sum(page.length for page in self.pages)


def heads_in(folder: Path, known: frozenset[str] = frozenset()) -> Iterator[FoundHead]:
    """Every head in a folder of sealed files, but those whose names are `known`."""
    for path in sorted(folder.iterdir()):
        if path.name not in known and (head := read_head(path)) is not None:
            yield head


def read_head(path: Path) -> FoundHead | None:
    """None for anything that is no head, or not readable as one any more."""
    try:
        if path.stat().st_size > HEAD_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    clear = read_clear(data)
    if clear is None or clear.part != 0 or clear.header.get("id") != clear.id:
        return None
    try:
        return _head(path, data, clear.id, clear.header)
    except (KeyError, TypeError, ValueError):
        return None


def _head(path: Path, data: bytes, id: str, header: Header) -> FoundHead:
    manifest = header["manifest"]
    if not isinstance(manifest, list):
        raise TypeError("manifest")
    pages = tuple(SealedPage(int(row["part"]), str(row["sha"]), int(row["length"])) for row in manifest)
    order = Order(str(header.get("case", "")), bool(header.get("urgent")), int(str(header.get("class", 0))))
    return FoundHead(
        path, _whole(path.name, data), len(data), id, str(header["number"]), int(str(header["seq"])),
        str(header["kind"]), order, _created(header.get("created")), pages,
    )


def _whole(name: str, data: bytes) -> bool:
    try:
        return is_named(name, data)
    except UnknownSuite:
        return True


def _created(said: object) -> Created:
    stamp = said if isinstance(said, dict) else {}
    offset = stamp.get("offset")
    return (
        str(stamp.get("wall", "")), float(stamp.get("mono", 0.0)), str(stamp.get("boot", "")),
        None if offset is None else float(offset),
    )
