"""GET /results: what became of this kiosk's cases, in order; the kiosk remembers how far it has read."""
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlalchemy import select

from kiosk.platform_client.contract import ResultPage, ResultRow, Words
from kiosk.reference_platform.answers import json_answer
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.signed import SMALL, Call, signed
from kiosk.reference_platform.tables import Result
from kiosk.reference_platform.told import told

router = APIRouter()
LAST = 2**31 - 1


@router.get("/results", **told({200: ResultPage}, "body_invalid"))
def results(
    call: Annotated[Call, Depends(signed(SMALL))],
    platform: Annotated[Platform, Depends(platform_of)],
    since: Annotated[int, Query(ge=0, le=LAST)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    after = (Result.town == call.town, Result.terminal == call.terminal, Result.cursor > since)
    with platform.records.reading() as session:
        found = session.scalars(select(Result).where(*after).order_by(Result.cursor).limit(limit))
        rows = tuple(result_row(result) for result in found)
    return json_answer(200, ResultPage(results=rows, cursor=rows[-1].cursor if rows else since))


def result_row(result: Result) -> ResultRow:
    return ResultRow(
        cursor=result.cursor, id=result.id, number=result.number, official_no=result.official_no, matter=result.matter,
        state=result.state, at=result.at, text=Words(zh=result.zh, en=result.en),
        rule_version=result.ruling.rule_version if result.ruling is not None else "",
    )
