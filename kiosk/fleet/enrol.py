"""Becoming a kiosk of the platform: a code and a device key once, and from then on known without the network."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.errors import TechnicianProblem
from kiosk.fleet.device_key import device_key, keep_private, load_device_key
from kiosk.matters.text import Text
from kiosk.platform_client.client import ask_enrolment
from kiosk.platform_client.contract import Enrolment, EnrolmentAnswer, Words, read
from kiosk.platform_client.exchange import NoAnswer
from kiosk.platform_client.signing import from_base64, to_base64
from kiosk.session.model import Site

ENROLLED_FILE = "enrolled.json"


class NotEnrolled(TechnicianProblem):
    """The platform did not take this machine. `why`: down, silent, failed, rubbish; `code`: unknown_code …"""

    def __init__(self, why: str, code: str = "") -> None:
        super().__init__("not_enrolled", why=why, code=code)
        self.why, self.code = why, code

    def __str__(self) -> str:
        return f"this kiosk is not enrolled: {self.code or self.why}"


@dataclass(frozen=True)
class PlatformKeys:
    """What the platform is known by: raw X25519 to seal to, raw Ed25519 to check receipts with."""

    kid: str
    seal_key: bytes
    receipt_key: bytes


@dataclass(frozen=True, repr=False)
class Enrolled:
    """Who this kiosk is. `device_key` signs requests, heads and slips and never leaves the machine."""

    terminal: str  # five digits
    epoch: int
    site: Site
    keys: PlatformKeys
    status_url: str
    device_key: Ed25519PrivateKey

    @property
    def device_public(self) -> bytes:
        return self.device_key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """64 bytes Ed25519."""
        return self.device_key.sign(data)

    def __repr__(self) -> str:
        return f"Enrolled({self.terminal}, epoch {self.epoch})"


Ask = Callable[[str, Enrolment], EnrolmentAnswer | NoAnswer]


def enrol(
    base_url: str, code: str, folder: Path, serial: str, model: str = "", ask: Ask = ask_enrolment
) -> Enrolled:
    """What is kept in `folder`, or for a new code the platform's answer, kept before it is returned.

    The code that was used is remembered by its digest: the same settings file starts without the network, a new code
    (lost database, new epoch) asks again. Raises NotEnrolled when the platform does not take the code or cannot be
    reached: a kiosk without a number of its own may not mint any.
    """
    kept = load(folder)
    if kept is not None and (not code or _code_of(folder) == _digest(code)):
        return kept
    if not code:
        raise NotEnrolled("failed", "no_code")
    try:
        key = device_key(folder)
    except ValueError as error:
        raise NotEnrolled("failed", "device_key_damaged") from error
    public = to_base64(key.public_key().public_bytes_raw())
    answer = ask(base_url, Enrolment(code=code, device_key=public, serial=serial, model=model))
    if isinstance(answer, NoAnswer):
        raise NotEnrolled(answer.why, answer.code)
    enrolled = _enrolled(answer, key)
    if enrolled is None:
        raise NotEnrolled("rubbish")
    text = json.dumps({"code_sha": _digest(code), "answer": answer.model_dump()}, ensure_ascii=False, indent=1)
    keep_private(folder / ENROLLED_FILE, text.encode())
    return enrolled


def load(folder: Path) -> Enrolled | None:
    """Who this kiosk is, from its folder alone; None when it was never enrolled or its record is damaged."""
    try:
        answer = read(EnrolmentAnswer, json.dumps(_kept(folder)["answer"]))
        key = load_device_key(folder)
    except (KeyError, ValueError):
        return None
    return _enrolled(answer, key) if key is not None else None


def _enrolled(answer: EnrolmentAnswer, key: Ed25519PrivateKey) -> Enrolled | None:
    seal_key, receipt_key = from_base64(answer.keys.seal_key), from_base64(answer.keys.receipt_key)
    if seal_key is None or receipt_key is None or (len(seal_key), len(receipt_key)) != (32, 32):
        return None
    place = answer.site
    site = Site(_text(place.town), _text(place.village), _text(place.centre), answer.terminal)
    keys = PlatformKeys(answer.keys.kid, seal_key, receipt_key)
    return Enrolled(answer.terminal, answer.epoch, site, keys, answer.status_url, key)


def _text(words: Words) -> Text:
    return Text(zh=words.zh, en=words.en)


def _kept(folder: Path) -> dict[str, object]:
    try:
        kept = json.loads((folder / ENROLLED_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _code_of(folder: Path) -> object:
    return _kept(folder).get("code_sha")


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
