"""Cipher suites behind one small interface, chosen by the number in the envelope."""
from __future__ import annotations

import secrets
from typing import Protocol

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Suite(Protocol):
    """`number` stands in the envelope. `aad` binds what is written in clear before the nonce."""

    number: int
    key_bytes: int

    def wrap(self, key: bytes | bytearray, platform_key: bytes, info: bytes) -> bytes: ...
    def seal(self, key: bytes | bytearray, nonce: bytes, plain: bytes, aad: bytes) -> bytes: ...


class HpkeX25519Aes256Gcm:
    """Suite 1. HPKE (RFC 9180) base mode wraps 32 bytes into 80: encapsulated key 32, key 32, tag 16."""

    number = 1
    key_bytes = 32

    def __init__(self) -> None:
        self._hpke = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

    def wrap(self, key: bytes | bytearray, platform_key: bytes, info: bytes) -> bytes:
        return self._hpke.encrypt(bytes(key), X25519PublicKey.from_public_bytes(platform_key), info=info)

    def seal(self, key: bytes | bytearray, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, plain, aad)


DEFAULT: Suite = HpkeX25519Aes256Gcm()


def new_key(suite: Suite) -> bytearray:
    """A random key that can be overwritten."""
    return bytearray(secrets.token_bytes(suite.key_bytes))


def overwrite(key: bytearray) -> None:
    """As far as Python allows it: this copy is gone, copies the interpreter made may not be."""
    key[:] = bytes(len(key))
