"""Makes a pack from a catalogue's folder: all of it, or a delta to an earlier pack."""
from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.matters.check import check_catalogue
from kiosk.matters.load import Catalogue, CatalogueProblem, load_catalogue
from kiosk.matters.packs_file import Pack, rows, write_pack
from kiosk.matters.packs_model import EntryRow, FileRow, Manifest, Tombstone, brought_back, tombstones


def make_pack(folder: Path, out: Path, key: Ed25519PrivateKey, name: str, base: Pack | None, version: int) -> Manifest:
    """Raises CatalogueProblem: the catalogue is wrong, an entry changed under its old version, a version goes back."""
    catalogue = load_catalogue(folder)
    contents = {path: path.read_bytes() for path in _files(folder, catalogue)}
    rows_of = {
        path: FileRow(sha256=hashlib.sha256(data).hexdigest(), size=len(data)) for path, data in contents.items()
    }
    entries = {
        matter.code: EntryRow(version=matter.version, files=_in(folder / matter.code, rows_of))
        for matter in catalogue.matters
    }
    stones = tombstones(base.manifest.tombstones if base else (), catalogue.matters, version)
    manifest = Manifest(
        format="kiosk-matters/1", set=name, version=version, base=base.manifest.version if base else None,
        base_digest=base.digest if base else None, entries=entries, tables=_in(folder, rows_of), tombstones=stones,
    )  # fmt: skip
    wrong = [*check_catalogue(catalogue), *_history(manifest, base), *_back(catalogue, stones)]
    if wrong:
        raise CatalogueProblem("\n".join(wrong))
    there = {row.sha256 for row in rows(base.manifest)} if base else set()
    carried = {row.sha256: contents[path] for path, row in rows_of.items() if row.sha256 not in there}
    write_pack(out, manifest, carried, key)
    return manifest


def _files(folder: Path, catalogue: Catalogue) -> Iterator[Path]:
    """The tables, and every file in the folders of the matters."""
    yield from sorted(folder.glob("*.json"))
    for matter in catalogue.matters:
        yield from sorted(path for path in (folder / matter.code).iterdir() if path.is_file())


def _in(folder: Path, rows_of: dict[Path, FileRow]) -> dict[str, FileRow]:
    return {path.name: row for path, row in rows_of.items() if path.parent == folder}


def _history(manifest: Manifest, base: Pack | None) -> Iterator[str]:
    """A published version never changes and never goes back: drafts and cases rely on it."""
    if base is None:
        return
    if manifest.set != base.manifest.set or manifest.version <= base.manifest.version:
        yield f"version: {manifest.version} does not follow {base.manifest.set} {base.manifest.version}"
    for code, entry in manifest.entries.items():
        before = base.manifest.entries.get(code)
        if before and entry.version < before.version:
            yield f"{code}: version {entry.version} is older than {before.version} in the base"
        elif before and entry.version == before.version and entry.digest != before.digest:
            yield f"{code}: changed, but still version {entry.version}"


def _back(catalogue: Catalogue, stones: tuple[Tombstone, ...]) -> Iterator[str]:
    for matter in catalogue.matters:
        yield from (f"{matter.code}: papers.{paper} was abolished" for paper in brought_back(matter, stones))
