"""What makes a receipt believable: the platform's signature over its canonical JSON, our id, our head's digest."""
from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

from offline_queue.model import Entry, Receipt

Believes = Callable[[str, bytes, bytes], bool]  # key id, signature, signed bytes → the platform's own
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


def believable(text: str, entry: Entry, believes: Believes) -> Receipt | None:
    """The receipt when it is the platform's word about exactly this submission, else None."""
    receipt = receipt_from(text)
    if receipt is None or (receipt.id, receipt.head_sha) != (entry.id, entry.head_sha):
        return None
    if receipt.number != entry.number:
        return None
    return receipt if signed_by_platform(json.loads(text), receipt.kid, believes) else None


def signed_by_platform(fields: dict[str, object], kid: str, believes: Believes) -> bool:
    """Whether `signature` covers all the other fields."""
    said = dict(fields)
    signature = said.pop("signature", None)
    if not isinstance(signature, str):
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    return believes(kid, raw, canonical(said))
