"""An independent reader of sealed files, written from the byte layout alone: what a platform would do with them."""
from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


@dataclass(frozen=True)
class SealedFile:
    part: int
    id: bytes
    header: dict[str, Any]
    clear: bytes  # every byte before the nonce
    nonce: bytes
    sealed: bytes
    signature: bytes
    before_signature: bytes


def split(data: bytes) -> SealedFile:
    assert data[:4] == b"KENV"
    assert data[4:6] == b"\x01\x01"
    part = int.from_bytes(data[6:8], "big")
    assert data[8] == 1
    length = int.from_bytes(data[25:29], "big")
    clear, rest = data[: 29 + length], data[29 + length :]
    body, signature = (rest[:-64], rest[-64:]) if part == 0 else (rest, b"")
    header = json.loads(clear[29:])
    before = data[: len(data) - len(signature)]
    return SealedFile(part, data[9:25], header, clear, body[:12], body[12:], signature, before)


def unwrap(head: SealedFile, platform_key: X25519PrivateKey) -> bytes:
    wrapped = base64.b64decode(head.header["wrapped"])
    assert len(wrapped) == 80
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    info = b"kiosk-envelope/1" + b"\x01" + head.header["kid"].encode() + head.id
    return suite.decrypt(wrapped, platform_key, info=info)


def open_sealed(file: SealedFile, key: bytes) -> bytes:
    return AESGCM(key).decrypt(file.nonce, file.sealed, file.clear)


def open_submission(
    head_bytes: bytes, pages: dict[str, bytes], platform_key: X25519PrivateKey, device_key: Ed25519PublicKey,
) -> tuple[dict[str, Any], bytes, list[bytes]]:
    """Header, answers and pages in manifest order; raises when anything does not fit."""
    head = split(head_bytes)
    device_key.verify(head.signature, head.before_signature)
    key = unwrap(head, platform_key)
    opened = []
    for row in head.header["manifest"]:
        data = pages[row["sha"]]
        assert hashlib.sha256(data).hexdigest() == row["sha"]
        assert len(data) == row["length"]
        page = split(data)
        assert (page.part, page.id) == (row["part"], head.id)
        opened.append(open_sealed(page, key))
    return head.header, open_sealed(head, key), opened
