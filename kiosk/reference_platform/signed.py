"""Who speaks: reads a request's body up to a limit and checks the kiosk's signature over it.

A request sent twice is not refused: every write of the contract is idempotent, and the line may lose any answer.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from kiosk.platform_client.signing import body_sha, from_base64, signature_holds, signed_text
from kiosk.reference_platform.platform import Platform, platform_of
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.records import Records
from kiosk.reference_platform.tables import Device, Terminal

SMALL = 64 * 1024
PART = 128 * 1024


@dataclass(frozen=True, repr=False)
class Call:
    """A request whose signature held."""

    town: str
    terminal: str
    body: bytes


@dataclass(frozen=True)
class Known:
    town: str
    public_key: bytes


def signed(limit: int) -> Callable[[Request], Awaitable[Call]]:
    """A dependency. Raises Refusal too_large or not_authorised."""

    async def call(request: Request) -> Call:
        body = await capped_body(request, limit)
        platform = await platform_of(request)
        known = await run_in_threadpool(check, platform, request, body)
        return Call(known.town, request.headers["x-kiosk"], body)

    return call


async def capped_body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > limit:
            raise Refusal("too_large")
    return bytes(body)


def check(platform: Platform, request: Request, body: bytes) -> Known:
    said = [request.headers.get(name, "") for name in ("x-nonce", "x-time", "x-body-sha256")]
    known = _device(platform.records, request.headers.get("x-kiosk", ""))
    signature = from_base64(request.headers.get("x-signature", ""))
    text = signed_text(request.method, _target(request), *said)
    if known is None or signature is None or said[2] != body_sha(body):
        raise Refusal("not_authorised")
    if not signature_holds(known.public_key, signature, text):
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
