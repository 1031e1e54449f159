"""Who speaks: reads a request's body up to a limit and checks the kiosk's signature over it.

A request sent twice is not refused: every write of the contract is idempotent, and the line may lose any answer.
"""
from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.platform_client.signing import body_sha, from_base64, signature_holds, signed_text
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.records import Records
from kiosk.reference_platform.tables import Device, Terminal

SMALL = 64 * 1024
PART = 128 * 1024
SILENT_S = 60.0  # a body of which nothing comes for so long belongs to a kiosk that is gone


@dataclass(frozen=True, repr=False)
class Call:
    """A request whose signature held. `nonce`: its own word, the same only when it is sent again."""

    town: str
    terminal: str
    body: bytes
    nonce: str = ""


@dataclass(frozen=True)
class Known:
    town: str
    public_key: bytes


@dataclass(frozen=True, repr=False)
class Sender:
    """Whoever signed the head of a request whose body is still coming. `sha`: what the body has to be."""

    town: str
    terminal: str
    sha: str


def signed(limit: int) -> Callable[[Request], Awaitable[Call]]:
    """A dependency. Raises Refusal too_large or not_authorised."""

    async def call(request: Request) -> Call:
        body = await capped_body(request, limit)
        platform = await platform_of(request)
        known = await run_in_threadpool(check, platform, request, body)
        return Call(known.town, request.headers["x-kiosk"], body, request.headers.get("x-nonce", ""))

    return call


async def capped_body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > limit:
            raise Refusal("too_large")
    return bytes(body)


async def sender(request: Request) -> Sender:
    """A dependency for bodies that are taken in as they come: the signature over the request's head is checked first.
    Raises Refusal not_authorised."""
    platform = await platform_of(request)
    known = await run_in_threadpool(signer, platform, request)
    return Sender(known.town, request.headers["x-kiosk"], request.headers["x-body-sha256"])


async def body_blocks(request: Request, overtaken: asyncio.Event, sha: str) -> AsyncIterator[bytes]:
    """The body as it comes. Raises ClientDisconnect when the line is cut, Refusal overtaken when a newer request takes
    over or nothing comes any more, digest_mismatch at the end when it was not the body that was signed."""
    found = hashlib.sha256()
    over = asyncio.ensure_future(overtaken.wait())
    try:
        more = True
        while more:
            coming = asyncio.ensure_future(request.receive())
            await asyncio.wait({coming, over}, timeout=SILENT_S, return_when=asyncio.FIRST_COMPLETED)
            if over.done() or not coming.done():
                coming.cancel()
                raise Refusal("overtaken")
            message = coming.result()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            block, more = message.get("body", b""), message.get("more_body", False)
            found.update(block)
            yield block
    finally:
        over.cancel()
    if found.hexdigest() != sha:
        raise Refusal("digest_mismatch")


def check(platform: Platform, request: Request, body: bytes) -> Known:
    known = signer(platform, request)
    if request.headers.get("x-body-sha256", "") != body_sha(body):
        raise Refusal("not_authorised")
    return known


def signer(platform: Platform, request: Request) -> Known:
    """Whose signature the request's head bears; that the body is the signed one is still to be seen."""
    said = [request.headers.get(name, "") for name in ("x-nonce", "x-time", "x-body-sha256")]
    known = _device(platform.records, request.headers.get("x-kiosk", ""))
    signature = from_base64(request.headers.get("x-signature", ""))
    text = signed_text(request.method, _target(request), *said)
    if known is None or signature is None or not signature_holds(known.public_key, signature, text):
        raise Refusal("not_authorised")
    return known


def device_keys(records: Records, town: str, terminal: str) -> tuple[bytes, ...]:
    """Every key this kiosk ever enrolled with: what it sealed before a re-enrolment stays its own."""
    with records.reading() as session:
        rows = session.scalars(select(Device).where(Device.town == town, Device.terminal == terminal))
        return tuple(row.public_key for row in rows)


def _device(records: Records, terminal: str) -> Known | None:
    """The newest key of a terminal: an older one may be on a disk that was stolen."""
    with records.reading() as session:
        device = session.scalar(
            select(Device).join(Terminal, (Terminal.town == Device.town) & (Terminal.terminal == Device.terminal))
            .where(Terminal.terminal == terminal, Device.epoch == Terminal.epoch)
        )
        return None if device is None else Known(device.town, device.public_key)


def _target(request: Request) -> str:
    """Path and query as they stood in the request line."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope.get("query_string") or b""
    return bytes(path + (b"?" + query if query else b"")).decode("latin-1")
