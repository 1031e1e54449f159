"""Installs a pack: everything is checked beside the old set, which is served until the one rename at the end."""
from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.matters import packs_folder as disk
from kiosk.matters.check import check_catalogue
from kiosk.matters.load import Catalogue, CatalogueProblem, read_matter, read_matters
from kiosk.matters.packs_file import MANIFEST, SIGNATURE, Pack, read_pack
from kiosk.matters.packs_keys import pin, trusted_key
from kiosk.matters.packs_model import (
    EntryRow,
    FileRow,
    PackRefused,
    Quarantined,
    Refused,
    State,
    brought_back,
    canonical,
    tombstones,
)
from kiosk.matters.tables import Tables, read_tables


@dataclass(frozen=True)
class Installed:
    """`changed` is false when this very pack was installed already."""

    state: State
    changed: bool


def install(pack: Path, folder: Path, key: Ed25519PublicKey | None = None) -> Installed | Refused:
    """`key` is kept with the first pack it signed; another key is refused from then on. Raises OSError."""
    try:
        with disk.locked(folder):
            trusted = trusted_key(folder / disk.KEY, key)
            opened = read_pack(pack, trusted)
            pin(folder / disk.KEY, trusted)
            return _install(opened, folder)
    except PackRefused as refusal:
        return refusal.refused


def forget(folder: Path, referenced: Collection[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Drop the earlier versions no draft and no case refers to any more; what was dropped. Nothing else ever does."""
    gone = []
    with disk.locked(folder):
        for path in sorted((folder / disk.KEPT).glob("*/*")):
            one = path.parent.name, int(path.name) if path.name.isdecimal() else 0
            if one not in referenced:
                shutil.rmtree(path)
                gone.append(one)
    return tuple(one for one in gone if one[1])


def _install(pack: Pack, folder: Path) -> Installed | Refused:
    served = disk.current(folder)
    before = disk.state_of(served) if served else None
    if before and _same(pack, before):
        return Installed(before, changed=False)
    name = f"{pack.manifest.version:06d}-{pack.digest[:12]}"
    draft = disk.fresh_draft(folder, name)
    try:
        state = _Build(pack, folder, served, before, draft).build()
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for code, entry in (before.served if before else {}).items():
        if served and state.served.get(code) != entry and disk.whole(served / disk.MATTERS / code, entry):
            disk.keep(folder, served, code, entry)
    disk.swap(folder, draft, name)
    disk.clear(folder, folder / disk.SETS / name, served)
    return Installed(state, changed=True)


def _same(pack: Pack, before: State) -> bool:
    """Whether it is installed already. Raises PackRefused when it may not follow what is."""
    manifest = pack.manifest
    if manifest.set != before.set:
        raise PackRefused("foreign", f"{manifest.set} instead of {before.set}")
    if manifest.version < before.version:
        raise PackRefused("older", f"{manifest.version} after {before.version}")
    if manifest.version == before.version and pack.digest != before.manifest:
        raise PackRefused("conflicting", f"version {manifest.version}")
    return manifest.version == before.version


class _Build:
    """The new set, file by file, in its draft folder."""

    def __init__(self, pack: Pack, folder: Path, served: Path | None, before: State | None, draft: Path) -> None:
        self._pack, self._folder, self._served, self._before, self._draft = pack, folder, served, before, draft
        manifest = pack.manifest
        if manifest.base is not None and (before is None or manifest.base_digest != before.manifest):
            raise PackRefused("base_missing", f"builds on {manifest.base}, here is {before.version if before else 0}")
        self._stones = tombstones((*(before.tombstones if before else ()), *manifest.tombstones), (), manifest.version)
        self._here = _by_digest(served) if served else {}

    def build(self) -> State:
        manifest = self._pack.manifest
        matters = self._draft / disk.MATTERS
        self._write(matters, manifest.tables)
        try:
            tables = read_tables(matters)
        except CatalogueProblem as fault:
            raise PackRefused("tables_wrong", str(fault).replace(f"{matters}/", "")) from fault
        served: dict[str, EntryRow] = {}
        held: list[Quarantined] = []
        for code, entry in manifest.entries.items():
            fault_of_it = self._try(code, entry, tables)
            if fault_of_it is None:
                served[code] = entry
                continue
            stays = self._stay(code, tables)
            served |= {code: stays} if stays else {}
            kept = stays.version if stays else None
            held.append(Quarantined(code=code, version=entry.version, reason=fault_of_it, kept=kept))
        self._check_together(tables, bool(held))
        state = State(
            set=manifest.set, version=manifest.version, manifest=self._pack.digest, served=served,
            tables=manifest.tables, tombstones=self._stones, quarantined=tuple(held),
        )  # fmt: skip
        (self._draft / MANIFEST).write_bytes(self._pack.manifest_bytes)
        (self._draft / SIGNATURE).write_bytes(self._pack.signature)
        (self._draft / disk.STATE).write_bytes(canonical(state.model_dump(mode="json")))
        return state

    def _try(self, code: str, entry: EntryRow, tables: Tables) -> str | None:
        """Write the entry and check it; why it must not be served, and then it lies in quarantine."""
        place = self._draft / disk.MATTERS / code
        self._write(place, entry.files)
        reason = next(self._faults(code, entry, place, tables), None)
        if reason is not None:
            place.rename(self._draft / disk.QUARANTINE / code)
        return reason

    def _faults(self, code: str, entry: EntryRow, place: Path, tables: Tables) -> Iterator[str]:
        before = self._before.served.get(code) if self._before else None
        if before and entry.version < before.version:
            yield f"version {entry.version} is older than {before.version}"
        if before and entry.version == before.version and entry.digest != before.digest:
            yield f"version {entry.version} was installed with other contents"
        earlier = self._folder / disk.KEPT / code / str(entry.version)
        if earlier.is_dir() and not disk.whole(earlier, entry):
            yield f"version {entry.version} was installed with other contents"
        try:
            matter = read_matter(place / "matter.json", tables)
        except CatalogueProblem as fault:
            yield str(fault).replace(f"{place.parent}/", "")
            return
        if matter.version != entry.version:
            yield f"version: {matter.version} in the file, {entry.version} in the manifest"
        for paper in brought_back(matter, self._stones):
            yield f"papers.{paper}: was abolished, and no pack brings it back"

    def _stay(self, code: str, tables: Tables) -> EntryRow | None:
        """The version before, in the place of one in quarantine: if it is whole, and right with the new tables too."""
        entry = self._before.served.get(code) if self._before else None
        if entry is None or self._served is None or not disk.whole(self._served / disk.MATTERS / code, entry):
            return None
        place = self._draft / disk.MATTERS / code
        shutil.copytree(self._served / disk.MATTERS / code, place)
        try:
            read_matter(place / "matter.json", tables)
        except CatalogueProblem:
            shutil.rmtree(place)
            return None
        return entry

    def _check_together(self, tables: Tables, mixed: bool) -> None:
        """What only the whole set shows is the pack's fault, unless an old version stayed among the new ones."""
        matters, _ = read_matters(self._draft / disk.MATTERS, tables)
        problems = check_catalogue(Catalogue(matters, tables))
        if problems and not mixed:
            raise PackRefused("tables_wrong", problems[0])

    def _write(self, place: Path, files: Mapping[str, FileRow]) -> None:
        place.mkdir(parents=True, exist_ok=True)
        for name, row in files.items():
            data = self._pack.files.get(row.sha256)
            if data is None:
                path = self._here.get(row.sha256)
                data = path.read_bytes() if path else b""
            if hashlib.sha256(data).hexdigest() != row.sha256:
                raise PackRefused("incomplete", name)
            (place / name).write_bytes(data)



def _by_digest(served: Path) -> dict[str, Path]:
    """Every file of the set that is served, by what it holds: a delta builds on them, those in quarantine too."""
    paths = [path for part in (disk.MATTERS, disk.QUARANTINE) for path in (served / part).rglob("*") if path.is_file()]
    return {digest: path for path in paths if (digest := disk.digest_of(path))}
