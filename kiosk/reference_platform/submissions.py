"""PUT /submissions/{id}, its parts, and the commit: the only way in."""
from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kiosk.platform_client.contract import CommitReceipt, HalfPart, Missing
from kiosk.reference_platform.answers import json_answer, json_text
from kiosk.reference_platform.arrivals import take_head
from kiosk.reference_platform.commits import commit
from kiosk.reference_platform.parts import ask_part, find_slot, take_part
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.signed import PART, SMALL, Call, Sender, sender, signed
from kiosk.reference_platform.told import told

LONGEST_WAIT_S = 20.0
LOOK_AGAIN_S = 0.05
router = APIRouter()
Here = Annotated[Platform, Depends(platform_of)]
SmallCall = Annotated[Call, Depends(signed(SMALL))]
Signed = Annotated[Sender, Depends(sender)]
Sha = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
PartNumber = Annotated[int, Path(ge=0, le=65_535)]


async def let_in(platform: Here, x_waiting: Annotated[str, Header()] = "") -> AsyncIterator[None]:
    """Before anything is read of a new submission: when too many are at it, its kiosk gets a ticket for all it has."""
    items = int(x_waiting) if x_waiting.isdecimal() and len(x_waiting) < 7 else 1
    after = platform.gate.enter(platform.clock.steady(), items)
    if after is not None:
        raise Refusal("busy", retry_after=after)
    try:
        yield
    finally:
        platform.gate.leave(platform.clock.steady())


@router.put("/submissions/{id}", dependencies=[Depends(let_in)], **told(
    {201: Missing, 200: Missing}, "id_conflict", "envelope_malformed", "envelope_header", "device_signature",
    "number_invalid", "body_invalid", "not_found", file=SMALL,
))
def put_head(id: UUID, call: SmallCall, platform: Here) -> Response:
    new, missing = take_head(platform, call, str(id))
    return json_answer(201 if new else 200, missing)


@router.put("/submissions/{id}/blobs/{sha}/parts/{n}", **told(
    {204: None, 200: HalfPart}, "unknown_submission", "part_unexpected", "digest_mismatch", "overtaken",
    "range_unexpected", "body_invalid", "not_found", file=PART,
    headers={"Content-Range": "Which stretch of the part this is (RFC 9110)."},
))
async def put_part(
    request: Request, id: UUID, sha: Sha, n: PartNumber, who: Signed, platform: Here,
    content_digest: Annotated[str, Header()] = "", repr_digest: Annotated[str, Header()] = "",
) -> Response:
    """204 when the whole part is here, 200 with how far it has come when a stretch of it was sent."""
    slot = await run_in_threadpool(find_slot, platform, who, str(id), sha, n)
    taken = await take_part(platform, request, who, slot, repr_digest or content_digest)
    return Response(status_code=204) if taken.have == slot.length else json_answer(200, taken)


@router.get("/submissions/{id}/blobs/{sha}/parts/{n}", **told(
    {200: HalfPart}, "unknown_submission", "part_unexpected", "body_invalid", "not_found",
))
async def get_part(id: UUID, sha: Sha, n: PartNumber, call: SmallCall, platform: Here) -> Response:
    """How much of a part is here: where to go on after a cut."""
    slot = await run_in_threadpool(find_slot, platform, call, str(id), sha, n)
    return json_answer(200, await ask_part(platform, slot))


@router.post("/submissions/{id}/commit", **told(
    {200: CommitReceipt}, "unknown_submission", "parts_missing", "device_signature", "envelope_malformed",
    "envelope_header", "unknown_key", "envelope_key", "envelope_content", "application_invalid",
    "body_invalid", "not_found",
))
async def post_commit(id: UUID, call: SmallCall, platform: Here, prefer: Annotated[str, Header()] = "") -> Response:
    """`Prefer: wait=10`: the last parts are on their way over other connections, so wait for them before saying no."""
    until = platform.clock.steady() + wait_in(prefer)
    while True:
        try:
            return json_text(200, await run_in_threadpool(commit, platform, call, str(id)))
        except Refusal as refusal:
            if refusal.code != "parts_missing" or platform.clock.steady() >= until:
                raise
        await asyncio.sleep(LOOK_AGAIN_S)


def wait_in(prefer: str) -> float:
    """Seconds from RFC 7240's `wait`; 0 when there is none."""
    found = re.search(r"(?:^|[,;]) *wait *= *(\d{1,4}) *(?:$|[,;])", prefer)
    return min(float(found[1]), LONGEST_WAIT_S) if found else 0.0
