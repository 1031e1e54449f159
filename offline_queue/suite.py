"""Cipher suites behind one small interface, chosen by the number in the envelope.

Suite 1 is built in. Suite 2 is a slot (sm_suite.py): it exists once `register` was given the city's certified module.
"""
from __future__ import annotations

import hashlib
import secrets
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from offline_queue.errors import UnknownSuite

NONCE_BYTES = 12
NAMES = {1: "HPKE-X25519-AES256GCM", 2: "SM2-SM4GCM-SM3"}  # a number is never given to another suite


class Suite(Protocol):
    """`number` stands in the envelope. `aad` binds what is written in clear before the nonce. Signing is the device
    key's own: the Vault is handed its `sign`, which must be of the suite's kind (64 bytes)."""

    number: int
    key_bytes: int

    def wrap(self, key: bytes | bytearray, platform_key: bytes, info: bytes) -> bytes:
        """The submission's key for the platform alone, bound to `info`."""
        ...

    def seal(self, key: bytes | bytearray, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        """Ciphertext and a tag of 16 bytes."""
        ...

    def hash(self, data: bytes) -> str:
        """Lower-case hex, 64 digits: the name of a sealed file."""
        ...

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        """Whether the signature is this key's. False for anything that is no signature or no key."""
        ...


class HpkeX25519Aes256Gcm:
    """Suite 1. HPKE (RFC 9180) base mode wraps 32 bytes into 80: encapsulated key 32, key 32, tag 16. SHA-256 names,
    Ed25519 signs."""

    number = 1
    key_bytes = 32

    def __init__(self) -> None:
        self._hpke = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

    def wrap(self, key: bytes | bytearray, platform_key: bytes, info: bytes) -> bytes:
        return self._hpke.encrypt(bytes(key), X25519PublicKey.from_public_bytes(platform_key), info=info)

    def seal(self, key: bytes | bytearray, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, plain, aad)

    def hash(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


DEFAULT: Suite = HpkeX25519Aes256Gcm()
_REGISTERED: dict[int, Suite] = {DEFAULT.number: DEFAULT}


def register(suite: Suite) -> None:
    """Make a suite known, before the first Vault is opened. ValueError for a number without a name here."""
    if suite.number not in NAMES:
        raise ValueError(f"suite {suite.number} has no name: give it one in NAMES first")
    _REGISTERED[suite.number] = suite


def suite_of(number: int) -> Suite:
    """Raises UnknownSuite with the suite's name."""
    suite = _REGISTERED.get(number)
    if suite is None:
        raise UnknownSuite(NAMES.get(number, f"number {number}"))
    return suite


def registered() -> tuple[Suite, ...]:
    """The built-in one first."""
    return tuple(_REGISTERED.values())


def new_key(suite: Suite) -> bytearray:
    """A random key that can be overwritten."""
    return bytearray(secrets.token_bytes(suite.key_bytes))


def overwrite(key: bytearray) -> None:
    """As far as Python allows it: this copy is gone, copies the interpreter made may not be."""
    key[:] = bytes(len(key))
