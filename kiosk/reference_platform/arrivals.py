"""Takes in heads, and knows what each submission still lacks; everything is durable before it is acknowledged."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from math import ceil

from pydantic import TypeAdapter

from kiosk.platform_client.contract import HalfPart, Missing, MissingParts
from kiosk.reference_platform.blobs import Blobs
from kiosk.reference_platform.opener import Head, PageListed, Rejected, read_head
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.records import insert_if_absent
from kiosk.reference_platform.signed import PART, Call, Sender, device_keys
from kiosk.reference_platform.tables import Clash, Submission
from kiosk.submission.number import is_valid

MANIFEST = TypeAdapter(tuple[PageListed, ...])


@dataclass(frozen=True)
class Upload:
    """One submission on its way: where its files lie and which pages belong to it."""

    town: str
    terminal: str
    id: str
    head_sha: str
    pages: tuple[PageListed, ...]

    def head_key(self) -> str:
        return f"{self.town}/{self.terminal}/{self.id}/{self.head_sha}.head"

    def part_key(self, sha: str, n: int) -> str:
        return f"{self.town}/{self.terminal}/{self.id}/{sha}.{n}"


def take_head(platform: Platform, call: Call, id: str) -> tuple[bool, Missing]:
    """Whether it is new, and what is missing. Raises Refusal; a head that came before with other bytes is a clash."""
    known = find(platform, call, id)
    if known is not None and known.head_sha == hashlib.sha256(call.body).hexdigest():
        return False, missing(platform, known)
    head = _checked(platform, call, id)
    upload = Upload(call.town, call.terminal, id, head.sha, head.clear.manifest)
    if known is None:
        platform.blobs.put(upload.head_key(), call.body)
        if _inserted(platform, upload, head):
            return True, missing(platform, upload)
    known = find(platform, call, id)
    if known is not None and known.head_sha == head.sha:
        return False, missing(platform, known)
    with platform.records.writing() as session:
        keys = {"town": call.town, "terminal": call.terminal, "id": id, "head_sha": head.sha}
        insert_if_absent(session, Clash, **keys, at=platform.now_text())
    raise Refusal("id_conflict")


def find(platform: Platform, call: Call | Sender, id: str) -> Upload | None:
    with platform.records.reading() as session:
        row = session.get(Submission, (call.town, call.terminal, id))
        if row is None:
            return None
        return Upload(row.town, row.terminal, row.id, row.head_sha, MANIFEST.validate_json(row.manifest))


def missing(platform: Platform, upload: Upload) -> Missing:
    rows = []
    for page in upload.pages:
        lacking = tuple(n for n in _parts(page) if not platform.blobs.has(upload.part_key(page.sha, n)))
        come = ((n, platform.halves.have(upload.part_key(page.sha, n))) for n in lacking)
        half = tuple(HalfPart(n=n, have=have) for n, have in come if have)
        if lacking:
            rows.append(MissingParts(sha=page.sha, parts=lacking, half=half))
    return Missing(missing=tuple(rows))


def whole_page(blobs: Blobs, upload: Upload, page: PageListed) -> bytes | None:
    """A page's sealed file. None when its bytes are not what the manifest promised: its parts are dropped, so that
    they are missing again and come once more."""
    try:
        file = b"".join(blobs.get(upload.part_key(page.sha, n)) for n in _parts(page))
    except KeyError:
        return None
    if hashlib.sha256(file).hexdigest() == page.sha:
        return file
    for n in _parts(page):
        blobs.drop(upload.part_key(page.sha, n))
    return None


def _parts(page: PageListed) -> range:
    return range(ceil(page.length / PART))


def _checked(platform: Platform, call: Call, id: str) -> Head:
    head = read_head(call.body, device_keys(platform.records, call.town, call.terminal))
    if isinstance(head, Rejected):
        raise Refusal(head.code)
    clear = head.clear
    if str(clear.id) != id or clear.device != call.terminal:
        raise Refusal("envelope_header")
    if not is_valid(clear.number) or not clear.number.startswith(call.terminal):
        raise Refusal("number_invalid")
    return head


def _inserted(platform: Platform, upload: Upload, head: Head) -> bool:
    manifest = json.dumps([page.model_dump() for page in upload.pages])
    with platform.records.writing() as session:
        return insert_if_absent(
            session, Submission, town=upload.town, terminal=upload.terminal, id=upload.id, number=head.clear.number,
            head_sha=head.sha, manifest=manifest, first_at=platform.now_text(), state="uploading", reason="", matter="",
            official_no="", clock_doubt=False, received_at="", receipt="",
        )
