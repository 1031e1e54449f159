"""Seals what a visit hands over: pages at capture, the answers at hand-in. The key dies with the draft."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from uuid_utils.compat import uuid7

from offline_queue.envelope import Sign, common_header, seal, signed, wrapped_key
from offline_queue.errors import FileDamaged, NotKept
from offline_queue.files import keep, read_checked, remove, sync_folder
from offline_queue.model import PlatformKeys, SealedPage
from offline_queue.suite import DEFAULT, Suite, new_key, overwrite

HEAD_BYTES = 65_536  # what the platform takes as one head
LAST_PART = 65_535


class Vault:
    """Makes drafts and looks after sealed files under `folder`. `device_key_signer(bytes)` → 64 bytes Ed25519."""

    def __init__(
        self, folder: Path, platform_keys: PlatformKeys, device_key_signer: Sign, terminal: str, suite: Suite = DEFAULT,
    ) -> None:
        self.folder, self.terminal, self.suite = Path(folder), terminal, suite
        self._sign = device_key_signer
        self._keys = platform_keys
        self._known = {platform_keys.kid: platform_keys}
        for name in ("tmp", "files", "quarantine"):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def platform_keys(self) -> PlatformKeys:
        return self._keys

    def use_keys(self, keys: PlatformKeys) -> None:
        """New submissions are sealed to `keys`; receipts under earlier key ids are still believed."""
        self._known[keys.kid] = keys
        self._keys = keys

    def receipt_key(self, kid: str) -> bytes | None:
        """Raw Ed25519 key for a receipt's key id, None when the id is not known."""
        known = self._known.get(kid)
        return known.receipt_key if known else None

    def believes(self, kid: str, signature: bytes, data: bytes) -> bool:
        """Whether the platform signed `data` under this key id."""
        key = self.receipt_key(kid)
        return key is not None and self.suite.verify(key, signature, data)

    def open_draft(self, kind: str = "application") -> Draft:
        """A new submission id and a new random key, in memory only."""
        return Draft(self, kind)

    def sign(self, head: bytes) -> bytes:
        return signed(head, self._sign)

    def signature(self, data: bytes) -> bytes:
        """The device's own signature over something else than a head."""
        return self._sign(data)

    def keep(self, data: bytes) -> str:
        """On the disk for good, under the name returned. NotKept when the disk is full or fails."""
        sha = self.suite.hash(data)
        keep(self.folder, data, sha)
        return sha

    def read(self, sha: str, length: int | None = None) -> bytes:
        """A sealed file's bytes, checked against its name. FileDamaged otherwise."""
        data = read_checked(self.folder / "files" / sha)
        if length is not None and len(data) != length:
            raise FileDamaged(sha)
        return data

    def drop(self, shas: tuple[str, ...]) -> None:
        """Unlink files nobody needs any more."""
        for sha in shas:
            remove(self.folder / "files" / sha)
        if shas:
            sync_folder(self.folder / "files")


@dataclass(frozen=True)
class Order:
    """What decides when it is sent, written into the head so that the database can be made anew from it. `case`:
    envelope.opaque of the caller's key."""

    case: str = ""
    urgent: bool = False
    service_class: int = 0

    def header(self) -> dict[str, object]:
        return {"case": self.case, "urgent": self.urgent, "class": self.service_class}


NO_ORDER = Order()


class Draft:
    """One submission before hand-in: id, key and the pages sealed so far. Belongs to one thread."""

    def __init__(self, vault: Vault, kind: str) -> None:
        self._vault, self._uuid, self.kind = vault, UUID(bytes=uuid7().bytes), kind
        self._platform = vault.platform_keys
        self._key = new_key(vault.suite)
        self._pages: dict[int, SealedPage] = {}
        self._next_part = 1
        self._open = True

    @property
    def id(self) -> str:
        return str(self._uuid)

    @property
    def open(self) -> bool:
        """False once it was handed in or abandoned: its key is overwritten."""
        return self._open

    @property
    def pages(self) -> tuple[SealedPage, ...]:
        return tuple(self._pages.values())

    def seal_page(self, data: bytes) -> SealedPage:
        """Seal one page and put it on the disk. A page taken again gets a new part. NotKept: disk_full, disk_error."""
        self._must_be_open()
        if self._next_part > LAST_PART:
            raise NotKept("too_many_pages")
        part, self._next_part = self._next_part, self._next_part + 1
        sealed = self._seal(part, {}, data)
        page = SealedPage(part, self._vault.keep(sealed), len(sealed))
        self._pages[part] = page
        return page

    def drop_page(self, part: int) -> None:
        """Forget a page and unlink its file; a part that is not there is fine."""
        page = self._pages.pop(part, None)
        if page is not None:
            self._vault.drop((page.sha,))

    def abandon(self) -> None:
        """The visit ended without hand-in: files unlinked, key overwritten. After a hand-in it does nothing."""
        if self._open:
            self._vault.drop(tuple(page.sha for page in self._pages.values()))
            self.forget()

    def forget(self) -> None:
        """Overwrite the key; from here on only the platform can open what was sealed."""
        self._open = False
        self._pages.clear()
        overwrite(self._key)

    def seal_head(
        self, number: str, seq: int, created: Mapping[str, object], body: bytes, order: Order = NO_ORDER,
    ) -> SealedPage:
        """Seal and sign the answers with the manifest of the pages, and put the head on the disk. NotKept."""
        self._must_be_open()
        header = {**self._head_header(number, seq, created), **order.header()}
        head = self._vault.sign(self._seal(0, header, body))
        if len(head) > HEAD_BYTES:
            raise NotKept("head_too_large", f"{len(head)} bytes")
        sha = self._vault.keep(head)
        return SealedPage(0, sha, len(head))

    def _head_header(self, number: str, seq: int, created: Mapping[str, object]) -> dict[str, object]:
        keys = self._platform
        return {
            "number": number,
            "seq": seq,
            "device": self._vault.terminal,
            "wrapped": wrapped_key(self._vault.suite, self._key, keys.seal_key, keys.kid, self._uuid),
            "created": dict(created),
            "manifest": [{"part": p.part, "sha": p.sha, "length": p.length} for p in self._pages.values()],
        }

    def _seal(self, part: int, more: Mapping[str, object], plain: bytes) -> bytes:
        header = common_header(self._vault.suite, self._platform.kid, self._uuid, part, self.kind)
        return seal(self._vault.suite, self._key, self._uuid, part, {**header, **more}, plain)

    def _must_be_open(self) -> None:
        if not self._open:
            raise NotKept("draft_closed")

    def __repr__(self) -> str:
        return f"Draft({self.id}, {len(self._pages)} pages, {'open' if self._open else 'closed'})"
