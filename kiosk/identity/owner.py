"""Whose an earlier case is, without keeping a number: a keyed hash that only this kiosk can make."""
from __future__ import annotations

from hashlib import sha256
from hmac import new as keyed_hash

from kiosk.numbers import tidy


def owner_tag(secret: bytes, number: str) -> str:
    """64 hex digits, the same for every card that carries this number. `secret`: at least 16 random bytes."""
    if len(secret) < 16:
        raise ValueError("the secret is too short")
    return keyed_hash(secret, b"owner/1\n" + tidy(number).encode(), sha256).hexdigest()
