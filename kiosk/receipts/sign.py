"""The address in a slip's QR code: the number, the terminal and a signature; nothing about the person."""
from __future__ import annotations

import base64
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signed_words(number: str, terminal: str) -> bytes:
    """What is signed: `slip/1|number|terminal`, ASCII. `number` is 14 digits without spaces."""
    return f"slip/1|{number}|{terminal}".encode("ascii")


def slip_url(status_url: str, number: str, terminal: str, key: Ed25519PrivateKey) -> str:
    """`{status_url}?n=<number>&k=<terminal>&s=<base64url, no padding, of the 64-byte signature>`."""
    signature = base64.urlsafe_b64encode(key.sign(signed_words(number, terminal))).rstrip(b"=").decode("ascii")
    return f"{status_url}?{urlencode({'n': number, 'k': terminal, 's': signature})}"
