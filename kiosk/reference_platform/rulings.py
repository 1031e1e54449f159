"""How a result came to be, and how a person decides a case: received → accepted → approved or rejected."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.matters.benefits import result_text
from kiosk.matters.model import Matter
from kiosk.matters.text import Text
from kiosk.numbers import tidy
from kiosk.platform_client.contract import Application, CommitmentGiven, read
from kiosk.reference_platform.arrivals import MANIFEST, Upload
from kiosk.reference_platform.opener import Rejected, open_head, read_head
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.records import next_value
from kiosk.reference_platform.signed import device_keys
from kiosk.reference_platform.tables import Result, Ruling, Submission

Order = Literal["accept", "approve", "reject"]
STATES = {"accept": "accepted", "approve": "approved", "reject": "rejected"}
OPEN = {"accept": ("received",), "approve": ("received", "accepted"), "reject": ("received", "accepted")}
ACCEPTED = Text(zh="已经收下，正在办。", en="Accepted; it is being worked on.")


class NotDecided(Exception):
    """Why nothing changed: case_unknown, case_closed, reason_missing, case_unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ruled(result: Result, by: str, rule_version: str, commitments: Iterable[CommitmentGiven] = ()) -> Ruling:
    """The record beside a result. What was promised is named by template and words, never by who promised."""
    promised = [one.model_dump(include={"requirement", "template", "version", "text_hash"}) for one in commitments]
    return Ruling(
        town=result.town, terminal=result.terminal, cursor=result.cursor, by=by, rule_version=rule_version,
        promised=json.dumps(promised, sort_keys=True),
    )  # fmt: skip


def decide_case(platform: Platform, number: str, order: Order, reason: str = "") -> str:
    """A person's decision about the case with this number (ours or the kiosk's): the new state. It is told to the
    kiosk like any result. Nobody is refused without a reason. Raises NotDecided."""
    if order == "reject" and not reason.strip():
        raise NotDecided("reason_missing")
    upload, matter, application = _opened(platform, number)
    with platform.records.writing() as session:
        row = session.get_one(Submission, (upload.town, upload.terminal, upload.id), with_for_update=True)
        if row.state not in OPEN[order]:
            raise NotDecided("case_closed")
        row.state = STATES[order]
        text = _says(order, reason.strip(), matter, application)
        result = _next_result(session, row, platform.now_text(), text)
        session.add_all((result, ruled(result, "person", matter.rule_version, application.commitments)))
        return row.state


def _opened(platform: Platform, number: str) -> tuple[Upload, Matter, Application]:
    with platform.records.reading() as session:
        said = tidy(number)
        same = (Submission.number == said) | (Submission.official_no == said)
        row = session.scalar(select(Submission).where(same, Submission.receipt != ""))
        if row is None:
            raise NotDecided("case_unknown")
        upload = Upload(row.town, row.terminal, row.id, row.head_sha, MANIFEST.validate_json(row.manifest))
    keys = device_keys(platform.records, upload.town, upload.terminal)
    head = read_head(platform.blobs.get(upload.head_key()), keys)
    opened = head if isinstance(head, Rejected) else open_head(head, platform.keys.seal_key)
    if isinstance(opened, Rejected):
        raise NotDecided("case_unreadable")
    application = read(Application, opened.application)
    known = {matter.code: matter for matter in platform.catalogue.matters}
    if application.matter not in known:
        raise NotDecided("case_unreadable")
    return upload, known[application.matter], application


def _says(order: Order, reason: str, matter: Matter, application: Application) -> Text:
    if order == "accept":
        return Text(zh=reason) if reason else ACCEPTED
    if order == "reject":
        return Text(zh=reason)
    try:
        return Text(zh=reason) if reason else result_text(matter, {}, application.form)
    except (LookupError, ValueError):
        return matter.result.name  # its sentence asks for an answer the form does not hold


def _next_result(session: Session, row: Submission, at: str, text: Text) -> Result:
    return Result(
        town=row.town, terminal=row.terminal, cursor=next_value(session, row.town, row.terminal, "result"), id=row.id,
        number=row.number, official_no=row.official_no, matter=row.matter, state=row.state, at=at,
        zh=text.zh, en=text.en,
    )  # fmt: skip
