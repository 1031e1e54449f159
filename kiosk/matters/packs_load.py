"""The installed set as a catalogue, and the earlier versions that drafts and cases began with."""
from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from kiosk.matters import packs_folder as disk
from kiosk.matters.load import Catalogue, CatalogueProblem, load_catalogue, read_matter
from kiosk.matters.model import Matter
from kiosk.matters.packs_model import EntryRow, PackRefused, Quarantined, State, without_abolished
from kiosk.matters.tables import Tables, read, read_tables

log = logging.getLogger(__name__)
DAMAGED = "damaged on this disk"


@dataclass(frozen=True)
class InstalledSet:
    """`catalogue` asks for no paper that was abolished, whatever version of a matter it holds."""

    state: State
    catalogue: Catalogue
    quarantined: tuple[Quarantined, ...]
    _folder: Path
    _with_program: Path | None

    def matter(self, code: str, version: int) -> Matter:
        """This matter as a draft or a case began with it. Raises KeyError when that version is not here any more."""
        here = {one.code: one for one in self.catalogue.matters}.get(code)
        if here is not None and here.version == version:
            return here
        places = [self._folder / disk.KEPT / code / str(version)]
        places += [self._with_program / code] if self._with_program else []
        for place in places:
            if (place / "matter.json").is_file():
                matter = read(place / "matter.json", TypeAdapter(Matter))
                if matter.version == version:
                    return without_abolished(matter, self.state.tombstones)
        raise KeyError(f"{code} version {version}")


def load_installed(folder: Path, with_program: Path | None = None) -> InstalledSet | None:
    """None where nothing is installed. `with_program`: the catalogue the program came with, for versions before the
    first pack. An entry that is damaged on the disk is not served. Raises CatalogueProblem."""
    try:
        served = disk.current(folder)
        if served is None:
            return None
        state = disk.state_of(served)
    except PackRefused as refusal:
        raise CatalogueProblem(f"{folder}: {refusal.refused}") from refusal
    place = served / disk.MATTERS
    if not disk.whole(place, EntryRow(version=state.version, files=state.tables)):
        raise CatalogueProblem(f"{place}: a table is {DAMAGED}")
    tables = read_tables(place)
    found: list[Matter] = []
    held = list(state.quarantined)
    for code, entry in state.served.items():
        try:
            found.append(without_abolished(_whole_matter(place / code, entry, tables), state.tombstones))
        except CatalogueProblem as fault:
            held.append(Quarantined(code=code, version=entry.version, reason=str(fault), kept=None))
    if not found:
        raise CatalogueProblem(f"{place}: no matter found")
    catalogue = Catalogue(tuple(sorted(found, key=lambda matter: matter.code)), tables)
    return InstalledSet(state, catalogue, tuple(held), folder, with_program)


def served_catalogue(folder: Path, with_program: Path) -> Catalogue:
    """The installed set, or what the program came with where none is installed or the installed one cannot be read:
    a kiosk with an older catalogue serves better than none. Raises CatalogueProblem when neither can be read."""
    try:
        installed = load_installed(folder, with_program)
    except CatalogueProblem as fault:
        log.error("the installed matters cannot be read, those of the program are served: %s", fault)
        installed = None
    if installed is None:
        return load_catalogue(with_program)
    for one in installed.quarantined:
        log.warning("matter %s %d is not served: %s", one.code, one.version, one.reason)
    return installed.catalogue


def _whole_matter(place: Path, entry: EntryRow, tables: Tables) -> Matter:
    if not disk.whole(place, entry):
        raise CatalogueProblem(f"{place.name}: {DAMAGED}")
    return read_matter(place / "matter.json", tables)
