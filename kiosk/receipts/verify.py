"""Was this slip made by one of our kiosks? Reads a scanned address and checks its signature."""
from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.receipts.sign import signed_words


@dataclass(frozen=True)
class SlipClaim:
    """What a slip says about itself. `signature` is 64 bytes, not checked yet."""

    number: str
    terminal: str
    signature: bytes


def read_claim(url: str) -> SlipClaim | None:
    """Take a scanned address apart; None when it is not a slip's address. Checks no signature."""
    try:
        query = parse_qs(urlsplit(url).query, strict_parsing=True)
    except ValueError:
        return None
    number, terminal, text = (query.get(name, [""])[0] for name in ("n", "k", "s"))
    if not (len(number) == 14 and _digits(number) and len(terminal) == 5 and _digits(terminal)):
        return None
    try:
        signature = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return SlipClaim(number, terminal, signature) if len(signature) == 64 else None


def is_genuine(claim: SlipClaim, key: Ed25519PublicKey) -> bool:
    """Whether the terminal's key made this claim."""
    try:
        key.verify(claim.signature, signed_words(claim.number, claim.terminal))
    except InvalidSignature:
        return False
    return True


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
