"""Suite 2, SM2-SM4GCM-SM3: the slot for the city's certified cipher module. SM2 is never computed by this program.

How to fill it: write a class with the three methods of `SmModule` over the module's own SDK, and before the first Vault
is opened call `register(Sm2Sm4GcmSm3(module))`. Give the Vault this suite, the platform's SM2 keys, and as
`device_key_signer` a function that lets the module sign with the device key it holds (64 bytes, r and s).
SM4-GCM (RFC 8998) and SM3 come from the same library as suite 1.
"""
from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3, Hash


class SmModule(Protocol):
    """What the certified module is asked for. Keys are in the form the module and the platform agree on."""

    def wrap(self, key: bytes, platform_key: bytes, info: bytes) -> bytes:
        """`key` (16 bytes) encrypted with SM2 to `platform_key`. `info` must be bound to it: unwrapping with another
        one has to fail."""
        ...

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        """An SM2 signature of 64 bytes; False for anything else."""
        ...


class Sm2Sm4GcmSm3:
    """Suite 2 around a module."""

    number = 2
    key_bytes = 16

    def __init__(self, module: SmModule) -> None:
        self._module = module

    def wrap(self, key: bytes | bytearray, platform_key: bytes, info: bytes) -> bytes:
        return self._module.wrap(bytes(key), platform_key, info)

    def seal(self, key: bytes | bytearray, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
        sealing = Cipher(SM4(bytes(key)), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(aad)
        return sealing.update(plain) + sealing.finalize() + sealing.tag

    def hash(self, data: bytes) -> str:
        digest = Hash(SM3())
        digest.update(data)
        return digest.finalize().hex()

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        return self._module.verify(public_key, signature, data)
