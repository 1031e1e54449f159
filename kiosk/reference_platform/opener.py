"""Reads the sealed file format and opens it with the platform's keys; whatever does not hold gets a named reason.

"KENV" | ver u8=1 | suite u8 | part u16 BE | schema u8 | id 16 | hlen u32 BE | header JSON | nonce 12
| ciphertext, tag 16. Part 0, the head, ends with the device's Ed25519 signature (64 bytes) over all bytes before it.
The AEAD's associated data is every byte before the nonce.
"""
from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform_client.contract import Digest
from kiosk.platform_client.signing import from_base64, signature_holds

PREFIX = struct.Struct(">4sBBHB16sI")
NONCE, TAG, SIGNATURE = 12, 16, 64
LARGEST_PAGE = 64 * 1024 * 1024
HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Rejected:
    """`code`: envelope_malformed, envelope_header, device_signature, unknown_key, envelope_key, envelope_content."""

    code: str


class Clear(BaseModel):
    """The header of any sealed file."""

    model_config = ConfigDict(frozen=True)
    suite: Literal[1]
    kid: Annotated[str, Field(max_length=100)]
    id: UUID
    part: Annotated[int, Field(ge=0, le=65535)]
    layout: Annotated[int, Field(alias="schema")]
    kind: Literal["application"]


class PageListed(BaseModel):
    model_config = ConfigDict(frozen=True)
    part: Annotated[int, Field(ge=1, le=65535)]
    sha: Digest
    length: Annotated[int, Field(ge=1, le=LARGEST_PAGE)]


class Created(BaseModel):
    """`offset`: seconds the platform was ahead of the kiosk when last heard; None when it never was."""

    model_config = ConfigDict(frozen=True)
    wall: str = ""
    offset: Annotated[float, Field(allow_inf_nan=False)] | None = None


class HeadClear(Clear):
    number: Annotated[str, Field(pattern=r"^[0-9]{14}$")]
    seq: Annotated[int, Field(ge=0, le=2**53)]
    device: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    wrapped: Annotated[str, Field(max_length=1000)]
    created: Created
    manifest: Annotated[tuple[PageListed, ...], Field(max_length=500)]


@dataclass(frozen=True, repr=False)
class Sealed:
    """A file taken apart; `aad` is all before the nonce."""

    header: Clear
    aad: bytes
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, repr=False)
class Head:
    sha: str
    clear: HeadClear
    sealed: Sealed


@dataclass(frozen=True, repr=False)
class Opened:
    """`key` opens the pages."""

    application: bytes
    key: bytes


def read_head(file: bytes, device_keys: Iterable[bytes]) -> Head | Rejected:
    """Check form and device signature; nothing is opened. `device_keys`: raw Ed25519, any may sign."""
    signed, signature = file[:-SIGNATURE], file[-SIGNATURE:]
    sealed = _take_apart(signed, HeadClear)
    if isinstance(sealed, Rejected):
        return sealed
    clear = sealed.header
    assert isinstance(clear, HeadClear)
    if clear.part != 0 or len({page.part for page in clear.manifest}) != len(clear.manifest):
        return Rejected("envelope_header")
    if not any(signature_holds(key, signature, signed) for key in device_keys):
        return Rejected("device_signature")
    return Head(hashlib.sha256(file).hexdigest(), clear, sealed)


def open_head(head: Head, seal_key: Callable[[str], X25519PrivateKey | None]) -> Opened | Rejected:
    """The application. `seal_key(kid)` finds the platform's key."""
    clear = head.clear
    key = seal_key(clear.kid)
    if key is None:
        return Rejected("unknown_key")
    wrapped = from_base64(clear.wrapped)
    info = b"kiosk-envelope/1" + bytes([clear.suite]) + clear.kid.encode() + clear.id.bytes
    try:
        secret = HPKE.decrypt(wrapped or b"", key, info=info)
    except (InvalidTag, ValueError):
        return Rejected("envelope_key")
    if len(secret) != 32:
        return Rejected("envelope_key")
    plain = _decrypt(head.sealed, secret)
    return plain if isinstance(plain, Rejected) else Opened(plain, secret)


def open_page(file: bytes, page: PageListed, head: Head, key: bytes) -> bytes | Rejected:
    """The plaintext (WebP) of one page that the head lists."""
    sealed = _take_apart(file, Clear)
    if isinstance(sealed, Rejected):
        return sealed
    if (sealed.header.id, sealed.header.part, sealed.header.kid) != (head.clear.id, page.part, head.clear.kid):
        return Rejected("envelope_header")
    return _decrypt(sealed, key)


def _take_apart(file: bytes, kind: type[Clear]) -> Sealed | Rejected:
    if len(file) < PREFIX.size:
        return Rejected("envelope_malformed")
    magic, version, suite, part, schema, id, length = PREFIX.unpack_from(file)
    start = PREFIX.size + length
    if (magic, version, suite, schema) != (b"KENV", 1, 1, 1) or len(file) < start + NONCE + TAG:
        return Rejected("envelope_malformed")
    try:
        header = kind.model_validate_json(file[PREFIX.size : start])
    except ValueError:
        return Rejected("envelope_header")
    if (header.suite, header.part, header.layout, header.id.bytes) != (suite, part, schema, id):
        return Rejected("envelope_header")
    return Sealed(header, file[:start], file[start : start + NONCE], file[start + NONCE :])


def _decrypt(sealed: Sealed, key: bytes) -> bytes | Rejected:
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, sealed.aad)
    except InvalidTag:
        return Rejected("envelope_content")
