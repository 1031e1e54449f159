"""Takes in one part of a page, as it comes: what arrived before a cut stays, and the next request goes on at its end.

Without Content-Range a body is the whole part. With it, it is a stretch that begins no later than what is here ends;
Repr-Digest then says what the whole part has to be.
"""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from kiosk.platform_client.contract import HalfPart
from kiosk.platform_client.signing import to_base64
from kiosk.reference_platform.arrivals import find
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.problems import Refusal
from kiosk.reference_platform.signed import PART, Call, Sender, body_blocks

RANGE = re.compile(r"bytes (\d{1,9})-(\d{1,9})/(\d{1,9})")


@dataclass(frozen=True)
class Slot:
    """Where a part belongs. `key`: its place; `n`: its number in the page; `length`: its bytes."""

    key: str
    n: int
    length: int


@dataclass(frozen=True)
class Stretch:
    """Bytes `start` up to `end` of a part."""

    start: int
    end: int


def find_slot(platform: Platform, who: Call | Sender, id: str, sha: str, n: int) -> Slot:
    """Raises Refusal unknown_submission or part_unexpected."""
    upload = find(platform, who, id)
    if upload is None:
        raise Refusal("unknown_submission")
    page = next((page for page in upload.pages if page.sha == sha), None)
    if page is None or n * PART >= page.length:
        raise Refusal("part_unexpected")
    return Slot(upload.part_key(sha, n), n, min(PART, page.length - n * PART))


def how_far(platform: Platform, slot: Slot) -> HalfPart:
    whole = platform.blobs.has(slot.key)
    return HalfPart(n=slot.n, have=slot.length if whole else platform.halves.have(slot.key))


async def ask_part(platform: Platform, slot: Slot) -> HalfPart:
    """Whoever asks is about to send: an older request for this part ends, so that the answer stays true."""
    platform.newest.overtake(slot.key)
    return await run_in_threadpool(how_far, platform, slot)


async def take_part(platform: Platform, request: Request, who: Sender, slot: Slot, digest: str) -> HalfPart:
    """Take in one body. The part is durable when the answer says that all of it is here."""
    with platform.newest.turn(slot.key) as overtaken:
        before = await run_in_threadpool(how_far, platform, slot)
        stretch = _stretch(request, slot)
        if stretch.start > before.have:
            raise Refusal("range_unexpected", have=before.have)
        at = stretch.start
        try:
            async for block in body_blocks(request, overtaken, who.sha):
                if at + len(block) > stretch.end:
                    raise Refusal("too_large" if at + len(block) > PART else "part_unexpected")
                if before.have < slot.length and block:
                    platform.halves.write(slot.key, at, block)
                at += len(block)
        except Refusal as refusal:
            if refusal.code == "digest_mismatch":
                platform.halves.drop(slot.key)
            raise
        if at != stretch.end:
            raise Refusal("part_unexpected")
        if before.have == slot.length or at < slot.length:
            return await run_in_threadpool(how_far, platform, slot)
        return await run_in_threadpool(_keep, platform, slot, digest)


def content_digest(data: bytes) -> str:
    """RFC 9530."""
    return f"sha-256=:{to_base64(hashlib.sha256(data).digest())}:"


def _stretch(request: Request, slot: Slot) -> Stretch:
    said = request.headers.get("content-range", "")
    found = RANGE.fullmatch(said)
    if said and found is None:
        raise Refusal("part_unexpected")
    start, last, whole = (int(text) for text in found.groups()) if found else (0, slot.length - 1, slot.length)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > PART:
        raise Refusal("too_large")
    if whole != slot.length or not start <= last < whole or (length and length != str(last + 1 - start)):
        raise Refusal("part_unexpected")
    return Stretch(start, last + 1)


def _keep(platform: Platform, slot: Slot, digest: str) -> HalfPart:
    """All bytes are here: they count only if they are what the kiosk said. A wrong beginning starts the part anew."""
    data = platform.halves.read(slot.key)
    right = len(data) == slot.length and digest == content_digest(data)
    if right:
        platform.blobs.put(slot.key, data)
    platform.halves.drop(slot.key)
    if not right and not platform.blobs.has(slot.key):
        raise Refusal("digest_mismatch")
    return HalfPart(n=slot.n, have=slot.length)
