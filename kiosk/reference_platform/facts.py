"""POST /facts/query: what shared data says about one person, for one matter and no more than it needs."""
from __future__ import annotations

from typing import Annotated

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi import APIRouter, Depends
from fastapi.responses import Response

from kiosk.platform_client.contract import FactsAnswer, FactsQuery, FactValue, WhoIsAsked
from kiosk.platform_client.signing import FACTS_INFO, from_base64
from kiosk.reference_platform.answers import body_of, json_answer
from kiosk.reference_platform.opener import HPKE
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.shares import known_about
from kiosk.reference_platform.signed import SMALL, Call, signed
from kiosk.reference_platform.told import told

router = APIRouter()
UNKNOWN = FactValue(value=None)


@router.post("/facts/query", **told({200: FactsAnswer}, "facts_unreadable", reads=FactsQuery, limit=SMALL))
def query(
    call: Annotated[Call, Depends(signed(SMALL))], platform: Annotated[Platform, Depends(platform_of)]
) -> Response:
    asked = body_of(FactsQuery, call.body)
    who = _who(platform, asked.sealed)
    needed = _needed(platform, asked.matter)
    known = known_about(platform.sources, who.number, who.name, platform.today())
    values = {name: known.get(name, UNKNOWN) if name in needed else UNKNOWN for name in asked.names}
    return json_answer(200, FactsAnswer(values=values))


def _needed(platform: Platform, matter: str) -> frozenset[str]:
    """What the matter itself asks for; nothing else is told, whoever asks."""
    known = {one.code for one in platform.catalogue.matters}
    return frozenset(platform.catalogue.share_names(matter)) if matter in known else frozenset()


def _who(platform: Platform, sealed: str) -> WhoIsAsked:
    """The newest key first: a kiosk may still hold an older one."""
    data = from_base64(sealed) or b""
    for pair in reversed(platform.keys.pairs):
        plain = _unsealed(data, pair.seal)
        if plain is not None:
            return body_of(WhoIsAsked, plain)
    raise Refusal("facts_unreadable")


def _unsealed(data: bytes, key: X25519PrivateKey) -> bytes | None:
    try:
        return HPKE.decrypt(data, key, info=FACTS_INFO)
    except (InvalidTag, ValueError):
        return None
