"""The headers that say which kiosk speaks: Ed25519 over method, path, nonce, time and body digest (pure)."""
from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable


def signed_headers(
    terminal: str, sign: Callable[[bytes], bytes], method: str, path: str, body: bytes, nonce: str, time: str,
) -> dict[str, str]:
    """`path` with its query, as the platform sees it. The signed text joins the five values with line feeds."""
    digest = hashlib.sha256(body).hexdigest()
    text = "\n".join((method, path, nonce, time, digest)).encode()
    return {
        "X-Kiosk": terminal,
        "X-Nonce": nonce,
        "X-Time": time,
        "X-Body-SHA256": digest,
        "X-Signature": base64.b64encode(sign(text)).decode(),
    }


def content_digest(body: bytes) -> str:
    """RFC 9530 Content-Digest."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
