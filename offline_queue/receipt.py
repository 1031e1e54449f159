"""What makes a receipt believable: the platform's signature over its canonical JSON, our id, our head's digest."""
from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from offline_queue.model import Entry, Receipt

FIELDS = ("id", "number", "head_sha", "received_at", "official_no", "state", "kid")


def canonical(fields: Mapping[str, object]) -> bytes:
    """Sorted keys, no spaces, UTF-8: the bytes the platform signs."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def receipt_from(text: str) -> Receipt | None:
    """The receipt in a JSON text, or None when a field lacks or is no text. The signature is not looked at."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    # official_no is "" or null until there is one
    values = {name: data.get(name) or "" for name in FIELDS} if "signature" in data else {}
    if not values or not all(isinstance(value, str) for value in values.values()):
        return None
    return Receipt(**values, text=text)


def believable(text: str, entry: Entry, key_of: Callable[[str], bytes | None]) -> Receipt | None:
    """The receipt when it is the platform's word about exactly this submission, else None.

    `key_of(kid)` → raw Ed25519 public key, None for an unknown key id.
    """
    receipt = receipt_from(text)
    if receipt is None or (receipt.id, receipt.head_sha) != (entry.id, entry.head_sha):
        return None
    if receipt.number != entry.number:
        return None
    key = key_of(receipt.kid)
    return receipt if key is not None and _signature_holds(text, key) else None


def _signature_holds(text: str, key: bytes) -> bool:
    fields = json.loads(text)
    signature = fields.pop("signature")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(signature, validate=True), canonical(fields))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
