"""Suites behind one interface. The SM slot is filled here by a module that stands outside the program: it wraps with
HPKE over P-256 and signs with ECDSA in SM2's place, for SM2 itself belongs to the city's certified module."""
from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from offline_queue import PlatformKeys, Queue, Room, State, UnknownSuite, Vault, suite
from offline_queue.envelope import read_clear
from offline_queue.files import read_checked
from offline_queue.sm_suite import Sm2Sm4GcmSm3
from offline_queue.suite import DEFAULT, register, suite_of
from tests.support.queue_builders import TERMINAL, HandClock, number, open_desk
from tests.support.transport_double import TransportDouble

HPKE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)


class OutsideModule:
    """Keys as uncompressed points; signatures as r and s, 32 bytes each."""

    def __init__(self) -> None:
        self.device, self.platform = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def wrap(self, key: bytes, platform_key: bytes, info: bytes) -> bytes:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), platform_key)
        return HPKE.encrypt(key, point, info=info)

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self.device.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        try:
            point.verify(encode_dss_signature(r, s), data, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    def public(self, key: ec.EllipticCurvePrivateKey) -> bytes:
        return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[OutsideModule]:
    monkeypatch.setattr(suite, "_REGISTERED", {DEFAULT.number: DEFAULT})
    yield OutsideModule()


def sm_queue(folder: Path, module: OutsideModule) -> tuple[Vault, Queue]:
    register(Sm2Sm4GcmSm3(module))
    point = module.public(module.platform)
    vault = Vault(folder, PlatformKeys("k1", point, point), module.sign, TERMINAL, suite_of(2))
    room = Room(folder, min_free=0, reserve=65_536)
    return vault, Queue(folder, vault, TERMINAL, 0, HandClock(), number, room=room)


def test_sm4_gcm_has_the_bytes_of_rfc_8998(module: OutsideModule) -> None:
    plain = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    sealed = Sm2Sm4GcmSm3(module).seal(
        bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD"), plain,
        bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"),
    )
    assert sealed.hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )


def test_sm3_has_the_digest_of_its_standard(module: OutsideModule) -> None:
    digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert Sm2Sm4GcmSm3(module).hash(b"abc") == digest


def test_registered_module_seals_names_and_signs_and_its_platform_opens(tmp_path: Path, module: OutsideModule) -> None:
    vault, queue = sm_queue(tmp_path, module)
    draft = vault.open_draft()
    page = draft.seal_page(b"page")
    entry = queue.put(draft, b"answers", "")
    head = (tmp_path / "files" / entry.head_sha).read_bytes()
    digest = Hash(SM3())
    digest.update(head)
    assert digest.finalize().hex() == entry.head_sha
    assert module.verify(module.public(module.device), head[-64:], head[:-64])
    clear = read_clear(head)
    assert clear is not None and clear.suite == clear.header["suite"] == 2
    info = b"kiosk-envelope/1" + b"\x02" + b"k1" + bytes.fromhex(entry.id.replace("-", ""))
    key = HPKE.decrypt(base64.b64decode(str(clear.header["wrapped"])), module.platform, info=info)
    assert [opened(key, head[:-64]), opened(key, (tmp_path / "files" / page.sha).read_bytes())] == [b"answers", b"page"]
    queue.close()


def opened(key: bytes, data: bytes) -> bytes:
    start = 29 + int.from_bytes(data[25:29], "big")
    opening = Cipher(SM4(key), modes.GCM(data[start : start + 12], data[-16:])).decryptor()
    opening.authenticate_additional_data(data[:start])
    return opening.update(data[start + 12 : -16]) + opening.finalize()


def test_suite_in_a_header_that_nobody_registered_is_refused_by_its_name(tmp_path: Path, module: OutsideModule) -> None:
    vault, queue = sm_queue(tmp_path, module)
    entry = queue.put(vault.open_draft(), b"answers", "")
    queue.close()
    del suite._REGISTERED[2]
    with pytest.raises(UnknownSuite, match="SM2-SM4GCM-SM3"):
        read_checked(tmp_path / "files" / entry.head_sha)
    for asked, said in ((2, "SM2-SM4GCM-SM3"), (7, "number 7")):
        with pytest.raises(UnknownSuite, match=said):
            suite_of(asked)


def test_submission_of_a_suite_that_is_not_registered_waits_and_the_others_go(
    tmp_path: Path, module: OutsideModule,
) -> None:
    vault, queue = sm_queue(tmp_path, module)
    waiting = queue.put(vault.open_draft(), b"answers", "")
    queue.close()
    del suite._REGISTERED[2]
    desk = open_desk(tmp_path)
    other = desk.hand_in()
    report = desk.sync(TransportDouble(desk.platform)).run_once()
    assert desk.queue.check_files() == []
    states = {e.id: (e.state, e.reason) for e in desk.queue.entries()}
    assert states == {waiting.id: (State.QUEUED, "suite_unknown"), other.id: (State.ACCEPTED, "")}
    assert "suite_unknown" in report.alarms
    desk.queue.close()


def test_spoilt_suite_byte_is_damage_and_no_unknown_suite(tmp_path: Path, module: OutsideModule) -> None:
    desk = open_desk(tmp_path)
    entry = desk.hand_in()
    data = bytearray(desk.file(entry.head_sha).read_bytes())
    data[5] ^= 0x40
    desk.file(entry.head_sha).write_bytes(data)
    assert [e.state for e in desk.queue.check_files()] == [State.QUARANTINED]
    desk.queue.close()


def test_number_without_a_name_is_not_registered(module: OutsideModule) -> None:
    class Nameless(Sm2Sm4GcmSm3):
        number = 9

    with pytest.raises(ValueError, match="has no name"):
        register(Nameless(module))


def test_receipts_of_the_other_suite_are_checked_by_its_module(tmp_path: Path, module: OutsideModule) -> None:
    vault, queue = sm_queue(tmp_path, module)
    entry = queue.put(vault.open_draft(), b"answers", "")
    fields = {"id": entry.id, "number": entry.number, "head_sha": entry.head_sha, "received_at": "", "official_no": "",
              "state": "received", "kid": "k1"}  # fmt: skip
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    r, s = decode_dss_signature(module.platform.sign(canonical, ec.ECDSA(SHA256())))
    good = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    for signature, state in ((module.sign(canonical), None), (good, State.ACCEPTED)):
        taken = queue.receive(json.dumps({**fields, "signature": base64.b64encode(signature).decode()}))
        assert (taken.state if taken else None) == state
    queue.close()
