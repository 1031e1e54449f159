"""A scripted platform: the contract's logic with faults on demand. Knows nothing of our code but the byte format,
which it opens with a reader of its own. platform_server.py puts it on a socket."""
from __future__ import annotations

import base64
import hashlib
import json
import math
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.support.envelope_reader import open_submission, split

PART = 131_072
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fault:
    """`how`: cut_before (nothing was read), cut_mid (half of a part was read and is kept), cut_after (stored, no
    answer), half (half an answer), silent, trickle, rubbish, redirect, anonymous (no X-Server-Time), wrong_signature,
    foreign_kid, status, fine (nothing goes wrong this time)."""

    how: str
    status: int = 0
    code: str = "busy"
    retryable: bool | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Reply:
    status: int
    data: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        return b"" if self.data is None else json.dumps(self.data, ensure_ascii=False).encode()


@dataclass
class Kept:
    head: bytes
    digest: str
    manifest: list[dict[str, Any]]
    parts: dict[tuple[str, int], bytes] = field(default_factory=dict)
    halves: dict[tuple[str, int], bytes] = field(default_factory=dict)
    receipt: dict[str, Any] | None = None


class PlatformDouble:
    """The contract's logic. `fault(call, …)` scripts what happens to the next such call: head, part, ask, commit,
    results, health, any. `seen` counts calls; `effects` counts submissions that came into being."""

    def __init__(self) -> None:
        self.seal_key, self.receipt_key = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.device_key: Ed25519PublicKey | None = None  # None: signatures of requests are not looked at
        self.kept: dict[str, Kept] = {}
        self.results: list[dict[str, Any]] = []
        self.effects = 0
        self.part_bytes = 0  # of all bodies of parts that were read
        self.seen: defaultdict[str, int] = defaultdict(int)
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = threading.Lock()

    def fault(self, call: str, *faults: Fault, times: int = 1) -> None:
        self._faults[call].extend(faults * times)

    def heal(self) -> None:
        self._faults.clear()

    def next_fault(self, call: str) -> Fault | None:
        self.seen[call] += 1
        waiting = self._faults[call] or self._faults["any"]
        return waiting.popleft() if waiting else None

    def opened(self, submission: str) -> tuple[dict[str, Any], bytes, list[bytes]]:
        """Header, answers and pages as the platform reads them."""
        kept = self.kept[submission]
        pages = {row["sha"]: b"".join(self._blob(kept, row)) for row in kept.manifest}
        assert self.device_key is not None
        return open_submission(kept.head, pages, self.seal_key, self.device_key)

    def answer(self, call: str, groups: tuple[str, ...], body: bytes, fault: Fault | None = None) -> Reply:
        """The contract, with what a fault does to the answer itself."""
        if fault is not None and fault.how == "status":
            return problem(fault.status, fault.code, fault.retryable, dict(fault.headers))
        with self._lock:
            match call:
                case "head":
                    return self._head(groups[0], body)
                case "part":
                    return self._part(groups, body, cut=False)
                case "ask":
                    return self._ask(groups)
                case "commit":
                    return self._commit(groups[0], fault)
                case "results":
                    return self._results(int(groups[0]), int(groups[1]))
                case _:
                    return Reply(204)

    def _head(self, submission: str, body: bytes) -> Reply:
        digest, known = hashlib.sha256(body).hexdigest(), self.kept.get(submission)
        if known is not None and known.digest != digest:
            return problem(409, "other_digest")
        if known is None:
            header = split(body).header
            assert header["id"] == submission
            self.kept[submission] = Kept(body, digest, header["manifest"])
            self.effects += 1
        return Reply(201 if known is None else 200, {"missing": self._missing(self.kept[submission])})

    def cut_mid(self, groups: tuple[str, ...], body: bytes) -> None:
        """What was read of a part before the line was cut."""
        with self._lock:
            self._part(groups, body, cut=True)

    def _part(self, groups: tuple[str, ...], body: bytes, cut: bool) -> Reply:
        """`groups`: id, sha, part, and where the body begins in it."""
        self.part_bytes += len(body)
        kept, place, start = self.kept.get(groups[0]), (groups[1], int(groups[2])), int(groups[3])
        if kept is None:
            return problem(404, "unknown_id")
        have = kept.parts.get(place, kept.halves.get(place, b""))
        if start > len(have):
            reply = problem(416, "range_unexpected", retryable=True)
            reply.data = {**(reply.data or {}), "have": len(have)}
            return reply
        now = have[:start] + body
        size = self._size(kept, *place)
        if cut or len(now) < size:
            kept.halves[place] = now
            return Reply(200, {"n": place[1], "have": len(now)})
        kept.parts[place] = now
        kept.halves.pop(place, None)
        return Reply(204)

    def _ask(self, groups: tuple[str, ...]) -> Reply:
        kept, place = self.kept.get(groups[0]), (groups[1], int(groups[2]))
        if kept is None:
            return problem(404, "unknown_id")
        return Reply(200, {"n": place[1], "have": len(kept.parts.get(place, kept.halves.get(place, b"")))})

    def _size(self, kept: Kept, sha: str, n: int) -> int:
        length = next(row["length"] for row in kept.manifest if row["sha"] == sha)
        return int(min(PART, length - n * PART))

    def _commit(self, submission: str, fault: Fault | None) -> Reply:
        kept = self.kept.get(submission)
        if kept is None:
            return problem(404, "unknown_id")
        if missing := self._missing(kept):
            reply = problem(409, "parts_missing")
            reply.data = {**(reply.data or {}), "missing": missing}
            return reply
        if kept.receipt is None:
            kept.receipt = self._receipt(submission, kept)
        receipt = dict(kept.receipt)
        if fault is not None and fault.how == "wrong_signature":
            receipt["official_no"] = "X-1"
        if fault is not None and fault.how == "foreign_kid":
            receipt = self._sign({**{k: v for k, v in receipt.items() if k != "signature"}, "kid": "k9"})
        return Reply(200, receipt)

    def _receipt(self, submission: str, kept: Kept) -> dict[str, Any]:
        return self._sign({
            "id": submission, "number": split(kept.head).header["number"], "head_sha": kept.digest,
            "received_at": START.isoformat(), "official_no": f"441900-{self.effects:05d}", "state": "received",
            "kid": "k1",
        })

    def _sign(self, fields: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        return {**fields, "signature": base64.b64encode(self.receipt_key.sign(text)).decode()}

    def _results(self, since: int, limit: int) -> Reply:
        rows = [row for row in self.results if row["cursor"] > since][:limit]
        return Reply(200, {"results": rows, "cursor": rows[-1]["cursor"] if rows else since})

    def _missing(self, kept: Kept) -> list[dict[str, Any]]:
        lacks = ((row["sha"], [n for n in _parts(row) if (row["sha"], n) not in kept.parts]) for row in kept.manifest)
        return [{"sha": sha, "parts": parts, "half": self._half(kept, sha, parts)} for sha, parts in lacks if parts]

    def _half(self, kept: Kept, sha: str, parts: list[int]) -> list[dict[str, int]]:
        return [{"n": n, "have": len(kept.halves[sha, n])} for n in parts if (sha, n) in kept.halves]

    def _blob(self, kept: Kept, row: dict[str, Any]) -> list[bytes]:
        return [kept.parts[row["sha"], n] for n in _parts(row)]


def _parts(row: dict[str, Any]) -> range:
    return range(math.ceil(row["length"] / PART))


def problem(
    status: int, code: str, retryable: bool | None = None, headers: dict[str, str] | None = None,
) -> Reply:
    data: dict[str, Any] = {"type": "about:blank", "title": code, "status": status, "code": code, "zh": "", "en": ""}
    if retryable is not None:
        data["retryable"] = retryable
    return Reply(status, data, headers or {})
