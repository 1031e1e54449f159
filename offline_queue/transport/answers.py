"""Reads what came back over HTTP: is it the platform speaking, and what does it mean (pure).

An answer is the platform's only when it has X-Server-Time and the form the contract gives it: JSON for 200 and 201,
problem+json for errors, nothing for 204. Everything else (captive portal, proxy page, redirect, half a body) is the
line's failure, whatever its status says: a proxy's 403 must never reject a submission.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from offline_queue.model import IdUnknown, Missing, Refused, Result, ResultPage, Scope, Trouble, TryLater

BUSY = (408, 425, 429)
DEVICE_CODES = ("clock_skew", "certificate_date")


@dataclass(frozen=True)
class Answer:
    """An answer of the platform. `data`: the JSON object, empty for 204."""

    status: int
    data: Mapping[str, object]
    text: str
    retry_after: float | None
    server_time: datetime | None


def read_answer(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer | TryLater:
    """`headers` must look names up without regard to case."""
    at = _moment(headers.get("X-Server-Time", ""))
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    data = _object(body)
    problem = status >= 400 and kind == "application/problem+json" and data is not None and "code" in data
    normal = (status in (200, 201) and kind == "application/json" and data is not None) or (status == 204 and not body)
    if at is None or not (problem or normal):
        return TryLater(Scope.ITEM, Trouble.FAILED if status >= 500 else Trouble.RUBBISH, line_failed=True)
    after = _retry_after(headers.get("Retry-After", ""), data or {}, now)
    return Answer(status, data or {}, body.decode("utf-8", "replace"), after, at)


def not_taken(answer: Answer, id_may_be_unknown: bool) -> TryLater | Refused | IdUnknown:
    """What an error answer means for the item; 409 is the caller's."""
    code = str(answer.data.get("code", ""))
    if answer.status == 401 or code in DEVICE_CODES:
        return TryLater(Scope.DEVICE, Trouble.FAILED, answer.retry_after, code=code or "not_authorised")
    if answer.status in BUSY or answer.status >= 500 or answer.data.get("retryable") is True:
        ticket = answer.status in (429, 503) and answer.retry_after is not None
        return TryLater(Scope.PLATFORM if ticket else Scope.ITEM, Trouble.FAILED, answer.retry_after, code=code)
    if answer.status == 404 and id_may_be_unknown:
        return IdUnknown()
    if answer.status < 400:
        return unexpected()
    return Refused(code)


def unexpected() -> TryLater:
    """The platform's form, but not an answer to what was asked."""
    return TryLater(Scope.ITEM, Trouble.RUBBISH, line_failed=True)


def missing_in(data: Mapping[str, object]) -> Missing | None:
    """The `missing` list, None when it is not one: [{"sha": …, "parts": [n …], "half": [{"n": …, "have": …} …]}]."""
    rows = data.get("missing")
    if not isinstance(rows, list):
        return None
    found: list[tuple[str, tuple[int, ...]]] = []
    half: list[tuple[str, int, int]] = []
    for row in rows:
        sha, parts = (row.get("sha"), row.get("parts")) if isinstance(row, dict) else (None, None)
        if not isinstance(sha, str) or not isinstance(parts, list) or not all(type(n) is int for n in parts):
            return None
        found.append((sha, tuple(parts)))
        half.extend((sha, n, have) for n, have in _half(row.get("half", [])))
    return Missing(tuple(found), tuple(half))


def _half(rows: object) -> list[tuple[int, int]]:
    """What is no list of halves is none: the part is then sent from its beginning."""
    pairs = [(row.get("n"), row.get("have")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [(n, have) for n, have in pairs if type(n) is int and type(have) is int]


def results_in(data: Mapping[str, object]) -> ResultPage | None:
    """A page of results, None when it is not one."""
    rows, cursor = data.get("results"), data.get("cursor")
    if not isinstance(rows, list) or type(cursor) is not int:
        return None
    try:
        return ResultPage(tuple(_result(row) for row in rows), cursor)
    except (KeyError, TypeError, ValueError):
        return None


def _result(row: Mapping[str, object]) -> Result:
    text = row["text"]
    if not isinstance(text, dict):
        raise TypeError("text")
    names = ("id", "number", "official_no", "matter", "state", "at")
    words = {name: str(row[name] if row[name] is not None else "") for name in names}
    return Result(cursor=int(str(row["cursor"])), **words, zh=str(text["zh"]), en=str(text["en"]))


def _object(body: bytes) -> dict[str, object] | None:
    try:
        data = json.loads(body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _moment(text: str) -> datetime | None:
    """An ISO moment; without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _retry_after(header: str, data: Mapping[str, object], now: datetime) -> float | None:
    """Seconds, from a number, an HTTP date or the problem's own field; None when there is none or it is nonsense."""
    own = data.get("retry_after")
    if not header and isinstance(own, int | float) and not isinstance(own, bool):
        return float(own)
    if header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())
