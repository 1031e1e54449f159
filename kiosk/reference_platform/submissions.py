"""PUT /submissions/{id}, its parts, and the commit: the only way in."""
from __future__ import annotations

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path
from fastapi.responses import Response

from kiosk.platform_client.signing import to_base64
from kiosk.reference_platform.answers import json_answer, json_text
from kiosk.reference_platform.arrivals import take_head, take_part
from kiosk.reference_platform.commits import commit
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.signed import PART, SMALL, Call, signed

router = APIRouter()
Here = Annotated[Platform, Depends(platform_of)]
SmallCall = Annotated[Call, Depends(signed(SMALL))]
PartCall = Annotated[Call, Depends(signed(PART))]
Sha = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
PartNumber = Annotated[int, Path(ge=0, le=65_535)]


@router.put("/submissions/{id}")
def put_head(id: UUID, call: SmallCall, platform: Here) -> Response:
    new, missing = take_head(platform, call, str(id))
    return json_answer(201 if new else 200, missing)


@router.put("/submissions/{id}/blobs/{sha}/parts/{n}", status_code=204)
def put_part(
    id: UUID, sha: Sha, n: PartNumber, call: PartCall, platform: Here, content_digest: Annotated[str, Header()] = ""
) -> Response:
    if content_digest != f"sha-256=:{to_base64(hashlib.sha256(call.body).digest())}:":
        raise Refusal("digest_mismatch")
    take_part(platform, call, str(id), sha, n)
    return Response(status_code=204)


@router.post("/submissions/{id}/commit")
def post_commit(id: UUID, call: SmallCall, platform: Here) -> Response:
    return json_text(200, commit(platform, call, str(id)))
