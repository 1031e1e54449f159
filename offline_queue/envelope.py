"""The byte format of sealed files: written here, and read as far as it can be without the platform's key.

"KENV" | ver u8=1 | suite u8 | part u16 BE | schema u8 | id 16 | hlen u32 BE | header JSON | nonce 12
| ciphertext, tag 16
Part 0 is the head; the device's Ed25519 signature (64 bytes) over all bytes before it follows.
"""
from __future__ import annotations

import base64
import hashlib
import json
import secrets
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from offline_queue.files import MAGIC
from offline_queue.suite import NONCE_BYTES, Suite

VERSION = 1
SCHEMA = 1
SIGNATURE_BYTES = 64
TAG_BYTES = 16
PREFIX = struct.Struct(">4sBBHB16sI")

Header = Mapping[str, object]
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Opened:
    """The clear part of a sealed file."""

    suite: int
    part: int
    schema: int
    id: str
    header: Header


def common_header(suite: Suite, kid: str, submission: UUID, part: int, kind: str) -> dict[str, object]:
    """What every sealed file says in clear."""
    return {"suite": suite.number, "kid": kid, "id": str(submission), "part": part, "schema": SCHEMA, "kind": kind}


def opaque(case_key: str) -> str:
    """The caller's key of a case as it may stand on a disk or a stick: it says which submissions belong together and
    nothing else. "" stays ""."""
    return hashlib.sha256(case_key.encode()).hexdigest()[:32] if case_key else ""


def wrapped_key(suite: Suite, key: bytearray, platform_key: bytes, kid: str, submission: UUID) -> str:
    """The submission's key for the platform alone, base64. HPKE has no `aad` here: what must be bound is in `info`."""
    info = b"kiosk-envelope/1" + bytes([suite.number]) + kid.encode() + submission.bytes
    return base64.b64encode(suite.wrap(key, platform_key, info)).decode()


def seal(suite: Suite, key: bytearray, submission: UUID, part: int, header: Header, plain: bytes) -> bytes:
    """One sealed file (without the head's signature). The nonce is random: a part sealed twice never shares one."""
    clear = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    prefix = PREFIX.pack(MAGIC, VERSION, suite.number, part, SCHEMA, submission.bytes, len(clear))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return b"".join((prefix, clear, nonce, suite.seal(key, nonce, plain, prefix + clear)))


def signed(head: bytes, sign: Sign) -> bytes:
    """The head with the device's signature behind it."""
    signature = sign(head)
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError(f"a device signature has {SIGNATURE_BYTES} bytes, not {len(signature)}")
    return head + signature


def read_clear(data: bytes) -> Opened | None:
    """The clear part, or None when this is no whole envelope. Secrets stay sealed: the kiosk cannot open them."""
    if len(data) < PREFIX.size:
        return None
    magic, version, suite, part, schema, submission, length = PREFIX.unpack_from(data)
    tail = NONCE_BYTES + TAG_BYTES + (SIGNATURE_BYTES if part == 0 else 0)
    if magic != MAGIC or version != VERSION or len(data) < PREFIX.size + length + tail:
        return None
    try:
        header = json.loads(data[PREFIX.size : PREFIX.size + length])
    except ValueError:
        return None
    if not isinstance(header, dict):
        return None
    return Opened(suite, part, schema, str(UUID(bytes=submission)), header)
