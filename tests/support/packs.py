"""A small catalogue to pack, change and pack again, and packs spoilt in one way each."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.assets import asset
from kiosk.matters.packs_file import MANIFEST, SIGNATURE, key_id, read_pack, signed_bytes, write_pack
from kiosk.matters.packs_folder import MATTERS, current
from kiosk.matters.packs_install import Installed, install
from kiosk.matters.packs_make import make_pack
from kiosk.matters.packs_model import FileRow, Manifest, Refused, canonical

CODES = ("DG-MZ-001", "DG-SB-004", "DG-WJ-001")
Change = Callable[[dict[str, Any]], object]


class Shop:
    """The platform's side: a catalogue, its key, and the packs made from it so far."""

    def __init__(self, folder: Path, codes: tuple[str, ...] = CODES) -> None:
        self.folder, self.catalogue, self.key = folder, folder / "catalogue", Ed25519PrivateKey.generate()
        self.catalogue.mkdir(parents=True)
        for table in asset("matters").glob("*.json"):
            shutil.copy(table, self.catalogue)
        for code in codes:
            shutil.copytree(asset("matters", code), self.catalogue / code)

    def change(self, code: str, change: Change, version: int | None = None) -> None:
        """Write the matter anew, one version on unless told otherwise."""
        path = self.catalogue / code / "matter.json"
        matter = json.loads(path.read_text(encoding="utf-8"))
        change(matter)
        matter["version"] = matter["version"] + 1 if version is None else version
        path.write_text(json.dumps(matter, ensure_ascii=False), encoding="utf-8")

    def pack(self, version: int, base: Path | None = None, name: str = "dongguan") -> Path:
        out = self.folder / f"{version}-{'delta' if base else 'full'}.pack"
        before = read_pack(base, self.key.public_key()) if base else None
        make_pack(self.catalogue, out, self.key, name, before, version)
        return out

    def install(self, pack: Path, into: Path) -> Installed | Refused:
        return install(pack, into, self.key.public_key())

    def resigned(self, pack: Path, change: Callable[[Manifest, dict[str, bytes]], Manifest]) -> Path:
        """A pack no honest packer makes, with a signature that holds: what is wrong with it is its contents."""
        opened = read_pack(pack, self.key.public_key())
        files = dict(opened.files)
        out = pack.with_name(f"resigned-{pack.name}")
        write_pack(out, change(opened.manifest, files), files, self.key)
        return out

    def forced(self, pack: Path, code: str, change: Change, version: int) -> Path:
        """The pack with an entry no packer lets through, under this version."""
        def altered(manifest: Manifest, files: dict[str, bytes]) -> Manifest:
            path = self.catalogue / code / "matter.json"
            matter = json.loads(path.read_text(encoding="utf-8"))
            change(matter)
            data = json.dumps(matter).encode()
            row = FileRow(sha256=hashlib.sha256(data).hexdigest(), size=len(data))
            files.pop(manifest.entries[code].files["matter.json"].sha256, None)
            files[row.sha256] = data
            entry = manifest.entries[code].model_copy(
                update={"files": {"matter.json": row}, "version": version}
            )
            return manifest.model_copy(update={"entries": manifest.entries | {code: entry}})

        return self.resigned(pack, altered)


def rewritten(pack: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The ZIP with members changed by somebody who has no key."""
    with zipfile.ZipFile(pack) as before:
        members = {name: before.read(name) for name in before.namelist()}
    change(members)
    out = pack.with_name(f"rewritten-{pack.name}")
    with zipfile.ZipFile(out, "w") as after:
        for name, data in members.items():
            after.writestr(name, data)
    return out


def signed_by(key: Ed25519PrivateKey, says: Ed25519PrivateKey | None = None) -> Callable[[dict[str, bytes]], object]:
    """Sign the manifest with `key`; with `says`, under the id of another key."""

    def sign(members: dict[str, bytes]) -> None:
        id = key_id((says or key).public_key())
        value = key.sign(signed_bytes(members[MANIFEST])).hex()
        members[SIGNATURE] = canonical({"key": id, "signature": value})

    return sign


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the set that is served."""
    served = current(folder)
    assert served is not None
    return {str(path.relative_to(served)): path.read_bytes() for path in served.rglob("*") if path.is_file()}


def served_matter(folder: Path, code: str) -> Path:
    served = current(folder)
    assert served is not None
    return served / MATTERS / code / "matter.json"
