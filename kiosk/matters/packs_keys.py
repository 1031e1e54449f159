"""The platform's pack key: made once beside the platform, its public half kept by every kiosk that trusts it."""
from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.matters.packs_folder import DRAFT, sync, write_synced
from kiosk.matters.packs_model import PackRefused

PUBLIC = ".pub"


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The private key in `path` (PEM, for its owner only), made at the first use with `<path>.pub` beside it.

    Raises ValueError when the file holds something else.
    """
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path}: not an Ed25519 key")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Raises ValueError when the file holds something else."""
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path}: not an Ed25519 key")
    return key


def trusted_key(path: Path, given: Ed25519PublicKey | None) -> Ed25519PublicKey:
    """The key kept in `path`, or the one given where none is kept yet. Raises PackRefused."""
    if not path.exists():
        if given is None:
            raise PackRefused("no_key")
        return given
    try:
        kept = public_key(path)
    except ValueError as fault:
        raise PackRefused("folder_damaged", path.name) from fault
    if given is not None and given.public_bytes_raw() != kept.public_bytes_raw():
        raise PackRefused("foreign", f"this folder trusts another key; {path.name} says which")
    return kept


def pin(path: Path, key: Ed25519PublicKey) -> None:
    """Keep the key of the first pack whose signature held."""
    if not path.exists():
        draft = path.with_name(f"{path.name}{DRAFT}")
        write_synced(draft, _pem(key))
        draft.replace(path)
        sync(path.parent)


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}{DRAFT}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    write_synced(path.with_name(path.name + PUBLIC), _pem(key.public_key()))
    draft.rename(path)


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
