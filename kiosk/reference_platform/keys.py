"""The platform's own keys: one to seal to and one to sign receipts with, made at the first start, under one key id."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.platform_client.contract import PlatformKeySet
from kiosk.platform_client.signing import to_base64
from kiosk.reference_platform.durable import keep_first

KEYS_FILE = "keys.json"


@dataclass(frozen=True, repr=False)
class KeyPair:
    kid: str
    seal: X25519PrivateKey
    receipt: Ed25519PrivateKey

    def public(self) -> PlatformKeySet:
        return PlatformKeySet(
            kid=self.kid,
            seal_key=to_base64(self.seal.public_key().public_bytes_raw()),
            receipt_key=to_base64(self.receipt.public_key().public_bytes_raw()),
        )


class KeyRing:
    """All keys ever used, the newest last: what was sealed to an older one can still be opened."""

    def __init__(self, pairs: tuple[KeyPair, ...]) -> None:
        self.pairs = pairs

    @property
    def current(self) -> KeyPair:
        return self.pairs[-1]

    def seal_key(self, kid: str) -> X25519PrivateKey | None:
        return next((pair.seal for pair in self.pairs if pair.kid == kid), None)


def load_keys(folder: Path) -> KeyRing:
    """The keys in `folder`, made now if there are none (file 0600)."""
    path = folder / KEYS_FILE
    if not path.exists():
        keep_first(path, json.dumps([_new_pair()]).encode())
    rows = json.loads(path.read_bytes())
    return KeyRing(tuple(_pair(row) for row in rows))


def _new_pair() -> dict[str, str]:
    seal, receipt = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    kid = hashlib.sha256(seal.public_key().public_bytes_raw()).hexdigest()[:12]
    return {"kid": kid, "seal": seal.private_bytes_raw().hex(), "receipt": receipt.private_bytes_raw().hex()}


def _pair(row: dict[str, str]) -> KeyPair:
    return KeyPair(
        row["kid"],
        X25519PrivateKey.from_private_bytes(bytes.fromhex(row["seal"])),
        Ed25519PrivateKey.from_private_bytes(bytes.fromhex(row["receipt"])),
    )
