"""POST /enrolments: a code and a device key make a kiosk; the same pair always gets the same answer."""
from __future__ import annotations

from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from kiosk.platform_client.contract import Enrolment, EnrolmentAnswer, Place, read
from kiosk.platform_client.signing import from_base64
from kiosk.reference_platform.answers import body_of, json_answer
from kiosk.reference_platform.codes import code_digest
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.records import next_value
from kiosk.reference_platform.signed import SMALL, capped_body
from kiosk.reference_platform.tables import Code, Device, Terminal
from kiosk.reference_platform.told import told

router = APIRouter()
FIRST_TERMINAL = 10_000
LAST_EPOCH = 9


@router.post(
    "/enrolments",
    **told(
        {201: EnrolmentAnswer, 200: EnrolmentAnswer}, "unknown_code", "code_used", "epochs_used_up",
        "device_key_invalid", reads=Enrolment, limit=SMALL, signed=False,
    ),
)
async def enrolments(request: Request, platform: Annotated[Platform, Depends(platform_of)]) -> Response:
    body = body_of(Enrolment, await capped_body(request, SMALL))
    return await run_in_threadpool(_enrol, platform, body)


def _enrol(platform: Platform, body: Enrolment) -> Response:
    key = _raw_key(body.device_key)
    with platform.records.writing() as session:
        code = session.scalar(select(Code).where(Code.code_sha == code_digest(body.code)).with_for_update())
        if code is None:
            raise Refusal("unknown_code")
        if code.answer:
            if code.device_key != body.device_key:
                raise Refusal("code_used")
            return json_answer(200, read(EnrolmentAnswer, code.answer))
        answer = _admitted(platform, session, code, body, key)
        code.device_key, code.answer = body.device_key, answer.model_dump_json()
    return json_answer(201, answer)


def _admitted(platform: Platform, session: Session, code: Code, body: Enrolment, key: bytes) -> EnrolmentAnswer:
    terminal = _enrolled(session, code) if code.terminal else None
    if terminal is None:
        name = f"{FIRST_TERMINAL + next_value(session, '', '', 'terminal'):05d}"
        terminal = Terminal(town=code.town, terminal=name, epoch=0, site=code.site)
        session.add(terminal)
    elif terminal.epoch >= LAST_EPOCH:
        raise Refusal("epochs_used_up")
    else:
        terminal.epoch += 1
    session.add(Device(
        town=terminal.town, terminal=terminal.terminal, epoch=terminal.epoch, public_key=key, serial=body.serial,
        model=body.model, enrolled_at=platform.now_text(),
    ))
    return EnrolmentAnswer(
        terminal=terminal.terminal, epoch=terminal.epoch, keys=platform.keys.current.public(),
        site=read(Place, terminal.site), status_url=platform.settings.status_url,
    )


def _enrolled(session: Session, code: Code) -> Terminal | None:
    return session.get(Terminal, (code.town, code.terminal), with_for_update=True)


def _raw_key(text: str) -> bytes:
    key = from_base64(text)
    try:
        Ed25519PublicKey.from_public_bytes(key or b"")
    except ValueError as error:
        raise Refusal("device_key_invalid") from error
    return key or b""
