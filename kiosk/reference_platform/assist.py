"""Calls for a person, heartbeats, configuration, health: what kiosk and platform tell each other besides cases."""
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from kiosk.platform_client.contract import (
    AssistAnswer,
    Config,
    Heartbeat,
    HeartbeatAnswer,
    Place,
    read,
)
from kiosk.platform_client.contract import (
    AssistCall as Called,
)
from kiosk.platform_client.signing import body_sha
from kiosk.reference_platform.answers import body_of, json_answer
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.records import insert_if_absent, next_value, put_row
from kiosk.reference_platform.signed import SMALL, Call, signed
from kiosk.reference_platform.tables import AssistCall, LastHeartbeat, Terminal
from kiosk.reference_platform.told import told

router = APIRouter()
Here = Annotated[Platform, Depends(platform_of)]
SmallCall = Annotated[Call, Depends(signed(SMALL))]
RECONNECT_WINDOW_S = 60  # kiosks spread their first call after an outage over this time


@router.get("/health", **told({204: None}, signed=False))
async def health() -> Response:
    return Response(status_code=204)


@router.get("/config", **told({200: Config}))
def config(call: SmallCall, platform: Here) -> Response:
    with platform.records.reading() as session:
        site = read(Place, session.get_one(Terminal, (call.town, call.terminal)).site)
    settings = {"accept_card_only": platform.settings.accept_card_only, "reconnect_window_s": RECONNECT_WINDOW_S}
    return json_answer(200, Config(site=site, keys=platform.keys.current.public(), settings=settings))


@router.post("/assist-calls", **told({201: AssistAnswer}, reads=Called, limit=SMALL))
def assist(call: SmallCall, platform: Here) -> Response:
    called = body_of(Called, call.body)
    with platform.records.writing() as session:
        insert_if_absent(
            session, AssistCall, town=call.town, terminal=call.terminal,
            n=next_value(session, call.town, call.terminal, "assist"), stop=called.stop, at=platform.now_text(),
            nonce_sha=body_sha(call.nonce.encode()), answered_by="",
        )
    return json_answer(201, AssistAnswer(answered_by=None))


@router.post("/heartbeat", **told({200: HeartbeatAnswer}, reads=Heartbeat, limit=SMALL))
def heartbeat(call: SmallCall, platform: Here) -> Response:
    said = body_of(Heartbeat, call.body)
    keys = {"town": call.town, "terminal": call.terminal}
    with platform.records.writing() as session:
        put_row(session, LastHeartbeat, keys, {"at": platform.now_text(), "body": said.model_dump_json()})
    return json_answer(200, HeartbeatAnswer())
