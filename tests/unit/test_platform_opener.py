import dataclasses
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.reference_platform.blobs import FolderBlobs
from kiosk.reference_platform.keys import KeyRing, load_keys
from kiosk.reference_platform.opener import Head, Opened, PageListed, Rejected, open_head, open_page, read_head
from tests.support.platform import Envelope, TestKiosk

PAGE = b"RIFF....WEBP" * 50


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return load_keys(tmp_path)


@pytest.fixture
def kiosk(keys: KeyRing) -> TestKiosk:
    answer = {"terminal": "12345", "epoch": 0, "keys": keys.current.public().model_dump()}
    return TestKiosk(None, answer=answer)  # type: ignore[arg-type]  # nothing goes over a wire here


def read(kiosk: TestKiosk, envelope: Envelope) -> Head:
    head = read_head(envelope.head, [kiosk.key.public_key().public_bytes_raw()])
    assert isinstance(head, Head)
    return head


def opened(kiosk: TestKiosk, envelope: Envelope, keys: KeyRing) -> Opened:
    found = open_head(read(kiosk, envelope), keys.seal_key)
    assert isinstance(found, Opened)
    return found


def test_a_sealed_application_and_its_page_are_opened(kiosk: TestKiosk, keys: KeyRing) -> None:
    envelope = kiosk.seal({"a": "某"}, PAGE)
    head, found = read(kiosk, envelope), opened(kiosk, envelope, keys)
    assert found.application == b'{"a": "\\u67d0"}'
    assert open_page(envelope.pages[0], head.clear.manifest[0], head, found.key) == PAGE
    assert (head.sha, head.clear.number) == (hashlib.sha256(envelope.head).hexdigest(), envelope.number)


def test_every_changed_byte_of_a_head_is_noticed(kiosk: TestKiosk) -> None:
    envelope, public = kiosk.seal({"a": 1}), kiosk.key.public_key().public_bytes_raw()
    for place in range(0, len(envelope.head), 7):
        changed = bytearray(envelope.head)
        changed[place] ^= 0x55
        assert isinstance(read_head(bytes(changed), [public]), Rejected)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 100, 200])
def test_a_head_cut_short_is_rejected(kiosk: TestKiosk, length: int) -> None:
    head = kiosk.seal({"a": 1}).head[:length]
    assert isinstance(read_head(head, [kiosk.key.public_key().public_bytes_raw()]), Rejected)


def test_any_earlier_key_of_the_kiosk_may_have_signed(kiosk: TestKiosk) -> None:
    envelope, other = kiosk.seal({}), Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert isinstance(read_head(envelope.head, [other, kiosk.key.public_key().public_bytes_raw()]), Head)
    assert read_head(envelope.head, [other]) == Rejected("device_signature")
    assert read_head(envelope.head, []) == Rejected("device_signature")


def test_a_key_of_another_platform_opens_nothing(kiosk: TestKiosk, keys: KeyRing, tmp_path: Path) -> None:
    head = read(kiosk, kiosk.seal({}))
    other = load_keys(tmp_path / "other")
    assert open_head(head, other.seal_key) == Rejected("unknown_key")
    assert open_head(head, lambda _kid: other.current.seal) == Rejected("envelope_key")


def test_a_page_of_another_submission_does_not_pass_for_this_one(kiosk: TestKiosk, keys: KeyRing) -> None:
    mine, other = kiosk.seal({}, PAGE), kiosk.seal({}, PAGE)
    head, found = read(kiosk, mine), opened(kiosk, mine, keys)
    page = head.clear.manifest[0]
    assert open_page(other.pages[0], page, head, found.key) == Rejected("envelope_header")


def test_a_changed_page_is_noticed(kiosk: TestKiosk, keys: KeyRing) -> None:
    envelope = kiosk.seal({}, PAGE)
    head, found = read(kiosk, envelope), opened(kiosk, envelope, keys)
    changed = bytearray(envelope.pages[0])
    changed[-1] ^= 1
    assert open_page(bytes(changed), head.clear.manifest[0], head, found.key) == Rejected("envelope_content")


def test_a_page_under_another_part_number_is_noticed(kiosk: TestKiosk, keys: KeyRing) -> None:
    envelope = kiosk.seal({}, PAGE, PAGE)
    head, found = read(kiosk, envelope), opened(kiosk, envelope, keys)
    second: PageListed = head.clear.manifest[1]
    assert open_page(envelope.pages[0], second, head, found.key) == Rejected("envelope_header")


def test_two_pages_with_one_number_are_no_manifest(kiosk: TestKiosk) -> None:
    envelope = kiosk.seal({}, PAGE)
    row = {"part": 1, "sha": "a" * 64, "length": 1}
    twice = kiosk.seal({}, manifest=[row, row])
    public = [kiosk.key.public_key().public_bytes_raw()]
    assert read_head(twice.head, public) == Rejected("envelope_header")
    assert isinstance(read_head(dataclasses.replace(envelope).head, public), Head)


def test_keys_are_made_once_and_kept_privately(keys: KeyRing, tmp_path: Path) -> None:
    assert load_keys(tmp_path).current.public() == keys.current.public()
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert keys.current.kid not in repr(keys.current.seal)


def test_a_blob_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    with pytest.raises(KeyError):
        blobs.get("town/kiosk/id/x.0")
    blobs.put("town/kiosk/id/x.0", b"1")
    blobs.put("town/kiosk/id/x.0", b"2")
    assert (blobs.get("town/kiosk/id/x.0"), blobs.has("town/kiosk/id/x.1")) == (b"2", False)
    assert [p.name for p in (tmp_path / "town/kiosk/id").iterdir()] == ["x.0"]
    blobs.drop("town/kiosk/id/x.0")
    assert not blobs.has("town/kiosk/id/x.0")
