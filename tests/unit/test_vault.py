from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from offline_queue import NotKept
from offline_queue.envelope import read_clear, seal
from offline_queue.suite import DEFAULT, new_key
from tests.support.envelope_reader import open_sealed, open_submission, split, unwrap
from tests.support.queue_builders import TERMINAL, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.queue.close()


def test_clear_prefix_has_the_bytes_of_the_contract() -> None:
    submission = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    data = seal(DEFAULT, new_key(DEFAULT), submission, 3, {"a": 1}, b"")
    expected = b"KENV" + bytes([1, 1, 0, 3, 1]) + submission.bytes + bytes([0, 0, 0, 7]) + b'{"a":1}'
    assert data[: len(expected)] == expected
    assert len(data) == len(expected) + 12 + 16


def test_platform_opens_what_was_handed_in(desk: Desk) -> None:
    entry = desk.hand_in(b'{"matter":"x"}', (b"page one", b"page two"))
    files = desk.queue.parcel(entry)
    pages = {page.sha: desk.file(page.sha).read_bytes() for page in files.pages}
    header, body, opened = open_submission(files.head, pages, desk.platform.seal_key, desk.device.public_key())
    assert (body, opened) == (b'{"matter":"x"}', [b"page one", b"page two"])
    assert set(header) == {
        "suite", "kid", "id", "part", "schema", "kind", "number", "seq", "device", "wrapped", "created", "manifest",
        "case", "urgent", "class",
    }
    assert (header["number"], header["seq"], header["device"]) == (entry.number, entry.seq, TERMINAL)
    assert set(header["created"]) == {"wall", "mono", "boot", "offset"}


def test_page_header_says_nothing_about_its_owner(desk: Desk) -> None:
    page = desk.vault.open_draft().seal_page(b"x")
    header = split(desk.file(page.sha).read_bytes()).header
    assert set(header) == {"suite", "kid", "id", "part", "schema", "kind"}


@pytest.mark.parametrize("where", ["clear", "sealed", "tag"])
def test_one_flipped_bit_does_not_open(desk: Desk, where: str) -> None:
    data = bytearray(desk.queue.parcel(desk.hand_in(b"answers")).head)
    key = unwrap(split(bytes(data)), desk.platform.seal_key)
    nonce_at = len(split(bytes(data)).clear)
    data[{"clear": nonce_at - 4, "sealed": nonce_at + 12, "tag": -65}[where]] ^= 1
    with pytest.raises((InvalidTag, json.JSONDecodeError)):
        open_sealed(split(bytes(data)), key)


def test_head_of_another_device_is_not_believed(desk: Desk) -> None:
    head = split(desk.queue.parcel(desk.hand_in()).head)
    with pytest.raises(InvalidSignature):
        desk.platform.receipt_key.public_key().verify(head.signature, head.before_signature)


def test_sealed_file_is_named_by_its_hash_and_readable_by_its_owner_only(desk: Desk) -> None:
    page = desk.vault.open_draft().seal_page(b"x" * 1000)
    path = desk.file(page.sha)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == page.sha
    assert (path.stat().st_size, path.stat().st_mode & 0o777) == (page.length, 0o600)
    assert not list((desk.folder / "tmp").iterdir())


def test_nothing_handed_in_lies_in_the_clear(desk: Desk) -> None:
    desk.hand_in("王小明 441900".encode(), ("身份证 441900".encode(),), case_key="c")
    everything = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert "王小明".encode() not in everything
    assert b"441900" not in everything


def test_page_taken_again_gets_a_new_part_and_the_old_file_goes(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    blurred = draft.seal_page(b"blurred")
    draft.drop_page(blurred.part)
    again = draft.seal_page(b"sharp")
    assert (blurred.part, again.part, draft.pages) == (1, 2, (again,))
    assert not desk.file(blurred.sha).exists()


def test_same_page_twice_is_sealed_differently(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    assert draft.seal_page(b"same").sha != draft.seal_page(b"same").sha


def test_abandoned_draft_leaves_no_file_and_no_key(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    draft.seal_page(b"x")
    draft.abandon()
    draft.abandon()
    assert not list((desk.folder / "files").iterdir())
    assert bytes(draft._key) == bytes(32)


def test_key_is_overwritten_after_hand_in_and_the_files_stay(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    page = draft.seal_page(b"x")
    desk.queue.put(draft, b"answers", "")
    draft.abandon()
    assert bytes(draft._key) == bytes(32)
    assert desk.file(page.sha).exists()
    with pytest.raises(NotKept, match="draft_closed"):
        draft.seal_page(b"late")


def test_answers_too_long_for_one_head_are_not_kept_and_the_draft_stays_open(desk: Desk) -> None:
    draft = desk.vault.open_draft()
    with pytest.raises(NotKept, match="head_too_large"):
        desk.queue.put(draft, os.urandom(70_000), "")
    assert desk.queue.put(draft, b"short", "").seq == 1


def test_new_keys_seal_new_drafts_and_old_receipts_are_still_believed(desk: Desk) -> None:
    old = desk.vault.platform_keys
    new = type(old)("k2", old.seal_key, bytes(32))
    desk.vault.use_keys(new)
    assert split(desk.queue.parcel(desk.hand_in()).head).header["kid"] == "k2"
    assert (desk.vault.receipt_key("k1"), desk.vault.receipt_key("k3")) == (old.receipt_key, None)


@given(st.binary(max_size=200))
def test_rubbish_is_never_taken_for_an_envelope(data: bytes) -> None:
    assert read_clear(data) is None


@given(st.integers(0, 400))
def test_cut_envelope_is_never_taken_for_a_whole_one(length: int) -> None:
    data = seal(DEFAULT, new_key(DEFAULT), UUID(int=5), 1, {"number": "1"}, bytes(300))
    found = read_clear(data[:length])
    assert found is None or length >= 29 + 14 + 28
