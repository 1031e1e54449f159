"""The file of a pack: a ZIP with manifest, signature, and files by their digest. The signature is looked at first."""
from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from kiosk.matters.packs_model import FORMAT, MOST_BYTES, FileRow, Manifest, PackRefused, canonical

MANIFEST, SIGNATURE, FILES = "manifest.json", "manifest.sig", "files/"
MOST_MEMBERS = 20_000
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same set gives the same bytes


@dataclass(frozen=True)
class Pack:
    """A pack whose signature holds. `files`: what it carries, by digest; each matched its own."""

    manifest: Manifest
    manifest_bytes: bytes
    signature: bytes
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.manifest_bytes).hexdigest()


def key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def signed_bytes(manifest: bytes) -> bytes:
    """What is signed; the first words keep this signature from meaning anything elsewhere."""
    return b"kiosk-matters-pack/1\n" + manifest


def write_pack(path: Path, manifest: Manifest, files: dict[str, bytes], key: Ed25519PrivateKey) -> None:
    said = canonical(manifest.model_dump(mode="json"))
    signature = {"key": key_id(key.public_key()), "signature": key.sign(signed_bytes(said)).hex()}
    members = {MANIFEST: said, SIGNATURE: canonical(signature)}
    members |= {FILES + digest: files[digest] for digest in sorted(files)}
    draft = path.with_name(f".{path.name}.new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in members.items():
            pack.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    draft.replace(path)


def read_pack(path: Path, key: Ed25519PublicKey) -> Pack:
    """Raises PackRefused: not_a_pack, unsigned, foreign, altered or too_new; OSError where the file cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, key)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as fault:
        raise PackRefused("not_a_pack", str(fault)[:80]) from fault


def _checked(archive: zipfile.ZipFile, key: Ed25519PublicKey) -> Pack:
    names = archive.namelist()
    if MANIFEST not in names or len(names) > MOST_MEMBERS:
        raise PackRefused("not_a_pack", "no manifest" if MANIFEST not in names else "too many files")
    if SIGNATURE not in names:
        raise PackRefused("unsigned")
    said, signature = _member(archive, MANIFEST), _member(archive, SIGNATURE)
    _check_signature(said, signature, key)
    manifest = _manifest(said)
    listed = {row.sha256: row for row in rows(manifest)}
    carried = {name.removeprefix(FILES) for name in names if name not in (MANIFEST, SIGNATURE)}
    if not carried <= listed.keys() or len(names) != len(set(names)):
        raise PackRefused("altered", "it carries a file its manifest does not name")
    files = {digest: _file(archive, listed[digest]) for digest in sorted(carried)}
    return Pack(manifest, said, signature, files)


def rows(manifest: Manifest) -> list[FileRow]:
    return [*manifest.tables.values(), *(row for entry in manifest.entries.values() for row in entry.files.values())]


def _check_signature(said: bytes, signature: bytes, key: Ed25519PublicKey) -> None:
    try:
        told = json.loads(signature)
        signer, value = str(told["key"]), bytes.fromhex(told["signature"])
    except (ValueError, KeyError, TypeError) as fault:
        raise PackRefused("unsigned", "its signature cannot be read") from fault
    if signer != key_id(key):
        raise PackRefused("foreign", f"signed with key {signer[:16]}")
    try:
        key.verify(value, signed_bytes(said))
    except InvalidSignature as fault:
        raise PackRefused("altered", "the signature does not hold") from fault


def _manifest(said: bytes) -> Manifest:
    data = json.loads(said)
    if isinstance(data, dict) and data.get("format") != FORMAT:
        raise PackRefused("too_new", str(data.get("format"))[:40])
    try:
        return Manifest.model_validate(data)
    except ValidationError as fault:
        raise PackRefused("not_a_pack", f"manifest: {fault.errors()[0]['loc']}") from fault


def _file(archive: zipfile.ZipFile, row: FileRow) -> bytes:
    data = _member(archive, FILES + row.sha256)
    if len(data) != row.size or hashlib.sha256(data).hexdigest() != row.sha256:
        raise PackRefused("altered", f"file {row.sha256[:12]} does not match its digest")
    return data


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most MOST_BYTES, whatever the archive says about its size. A damaged member was altered."""
    try:
        with archive.open(name) as file:
            data = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as fault:
        raise PackRefused("altered", f"{name[:24]} is damaged") from fault
    if len(data) > MOST_BYTES:
        raise PackRefused("altered", f"{name[:24]} is too large")
    return data
