"""Turns an upload that is complete into a case: opened, decided, numbered, and acknowledged by one receipt for ever."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.platform_client.contract import Application, CommitReceipt, read
from kiosk.platform_client.signing import canonical, to_base64
from kiosk.reference_platform.arrivals import Upload, find, missing, whole_page
from kiosk.reference_platform.decide import Case, Decision, decide
from kiosk.reference_platform.keys import KeyPair
from kiosk.reference_platform.moments import day_here, moment_text
from kiosk.reference_platform.numbers import official_number
from kiosk.reference_platform.opener import Head, Rejected, open_head, open_page, read_head
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.records import next_value
from kiosk.reference_platform.rulings import ruled
from kiosk.reference_platform.shares import known_about
from kiosk.reference_platform.signed import Call, device_keys
from kiosk.reference_platform.tables import Result, Submission


@dataclass(frozen=True, repr=False)
class Arrived:
    """A submission as far as it was understood, in memory only."""

    head: Head
    application: Application
    parts: frozenset[int]


def commit(platform: Platform, call: Call, id: str) -> str:
    """The receipt's JSON text. Raises Refusal: unknown_submission, parts_missing, or why it cannot be opened."""
    upload = find(platform, call, id)
    if upload is None:
        raise Refusal("unknown_submission")
    given = _receipt_of(platform, upload)
    if given:
        return given
    pages = _pages(platform, upload)
    arrived = _opened(platform, upload, pages)
    if isinstance(arrived, Rejected):
        _mark_unreadable(platform, upload, arrived)
        raise Refusal(arrived.code)
    received = platform.clock.now()
    return _filed(platform, upload, arrived, _decision(platform, arrived, received), received)


def _receipt_of(platform: Platform, upload: Upload) -> str:
    with platform.records.reading() as session:
        return _row(session, upload).receipt


def _pages(platform: Platform, upload: Upload) -> dict[int, bytes]:
    """Part → sealed file. All missing parts are named at once."""
    lacking = missing(platform, upload)
    pages = {} if lacking.missing else {p.part: whole_page(platform.blobs, upload, p) for p in upload.pages}
    if None in pages.values():
        lacking = missing(platform, upload)
    if lacking.missing:
        raise Refusal("parts_missing", missing=lacking.model_dump(mode="json")["missing"])
    return {part: file for part, file in pages.items() if file is not None}


def _opened(platform: Platform, upload: Upload, pages: dict[int, bytes]) -> Arrived | Rejected:
    file = platform.blobs.get(upload.head_key())
    head = read_head(file, device_keys(platform.records, upload.town, upload.terminal))
    if isinstance(head, Rejected):
        return head
    opened = open_head(head, platform.keys.seal_key)
    if isinstance(opened, Rejected):
        return opened
    for page in upload.pages:
        plain = open_page(pages[page.part], page, head, opened.key)
        if isinstance(plain, Rejected):
            return plain
    try:
        application = read(Application, opened.application)
    except ValueError:
        return Rejected("application_invalid")
    return Arrived(head, application, frozenset(pages))


def _decision(platform: Platform, arrived: Arrived, received: datetime) -> Decision:
    applicant = arrived.application.applicant
    name = applicant.name or applicant.name_en
    shares = known_about(platform.sources, applicant.number, name, day_here(received))
    values = {fact: known.value for fact, known in shares.items()}
    case = Case(arrived.application, arrived.parts, arrived.head.clear.created.offset, values, received)
    return decide(case, platform.catalogue, platform.settings.accept_card_only)


def _filed(platform: Platform, upload: Upload, arrived: Arrived, decision: Decision, received: datetime) -> str:
    """Number, receipt and result in one transaction; a second commit gets the first's receipt."""
    with platform.records.writing() as session:
        row = _row(session, upload, to_write=True)
        if row.receipt:
            return row.receipt
        day = day_here(received)
        n = next_value(session, upload.town, "", f"official/{day:%y%m%d}")
        row.official_no = official_number(upload.town, day, n)
        row.matter, row.state, row.reason = arrived.application.matter, decision.state, ""
        row.clock_doubt, row.received_at = decision.clock_doubt, moment_text(received)
        row.receipt = signed_receipt(row, platform.keys.current)
        result = _result(session, row, decision)
        session.add_all((result, ruled(result, "rules", decision.rule_version, arrived.application.commitments)))
        return row.receipt


def signed_receipt(row: Submission, keys: KeyPair) -> str:
    fields = {
        "id": row.id, "number": row.number, "head_sha": row.head_sha, "received_at": row.received_at,
        "official_no": row.official_no, "state": row.state, "kid": keys.kid,
    }
    signature = to_base64(keys.receipt.sign(canonical(fields)))
    return CommitReceipt(**fields, signature=signature).model_dump_json()


def _result(session: Session, row: Submission, decision: Decision) -> Result:
    return Result(
        town=row.town, terminal=row.terminal, cursor=next_value(session, row.town, row.terminal, "result"), id=row.id,
        number=row.number, official_no=row.official_no, matter=row.matter, state=row.state, at=row.received_at,
        zh=decision.text.zh, en=decision.text.en,
    )


def _mark_unreadable(platform: Platform, upload: Upload, why: Rejected) -> None:
    with platform.records.writing() as session:
        row = _row(session, upload, to_write=True)
        if not row.receipt:
            row.state, row.reason = "unreadable", why.code


def _row(session: Session, upload: Upload, to_write: bool = False) -> Submission:
    return session.get_one(Submission, (upload.town, upload.terminal, upload.id), with_for_update=to_write)
