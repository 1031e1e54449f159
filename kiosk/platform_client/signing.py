"""What is signed and how it is written: requests, receipts, and the labels of sealed questions. Used by both sides.

A request's signature covers "METHOD\\npath-with-query\\nnonce\\ntime\\nsha256-of-body". The time is the kiosk's and may
be wrong by years: it is bound, not believed.
"""
from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = "/k/v1"
FACTS_INFO = b"kiosk-facts/1"
Sign = Callable[[bytes], bytes]


def body_sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def signed_text(method: str, target: str, nonce: str, time: str, sha: str) -> bytes:
    """`target`: path with query, as it stands in the request line."""
    return "\n".join((method, target, nonce, time, sha)).encode()


def signed_headers(
    terminal: str, sign: Sign, method: str, target: str, body: bytes, nonce: str, time: str
) -> dict[str, str]:
    """The five headers of a signed request. `sign(bytes)` gives 64 bytes Ed25519."""
    sha = body_sha(body)
    return {
        "X-Kiosk": terminal,
        "X-Nonce": nonce,
        "X-Time": time,
        "X-Body-SHA256": sha,
        "X-Signature": to_base64(sign(signed_text(method, target, nonce, time, sha))),
    }


def canonical(fields: Mapping[str, object]) -> bytes:
    """Sorted keys, no spaces, UTF-8: the bytes a receipt's signature covers."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signature_holds(public: bytes, signature: bytes, signed: bytes) -> bool:
    """`public`: raw Ed25519, 32 bytes. False for anything that is not this key's signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """The bytes, or None when the text is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
