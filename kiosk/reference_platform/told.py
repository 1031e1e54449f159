"""What a route tells the published document about itself: what it reads, what it answers, what it may refuse.

`@router.put(path, **told({201: Missing}, "id_conflict"))`: the words stand where the route stands. Codes that every
call shares are added here.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import Response

from kiosk.platform_client.contract import Body
from kiosk.reference_platform.problems import KINDS

SCHEMAS = "#/components/schemas/"
SIGNED = ("kiosk", "nonce", "time", "bodySha256", "signature")
FURTHER: dict[str, dict[str, Any]] = {  # fields that a problem of this code has besides those of all problems
    "parts_missing": {"missing": {"type": "array", "items": {"$ref": SCHEMAS + "MissingParts"}}},
    "range_unexpected": {"have": {"type": "integer"}},
}
Answers = Mapping[int, type[Body] | type[dict[str, Any]] | None]


def told(
    answers: Answers, *codes: str, reads: type[Body] | None = None, file: int = 0, limit: int = 0,
    headers: Mapping[str, str] | None = None, signed: bool = True,
) -> dict[str, Any]:
    """Arguments of a route. `answers`: the good ones, None for no body, dict for any object. `reads`: a JSON body of
    at most `limit` bytes; `file`: a body of so many bytes at most; `headers`: what the route reads of them by itself,
    with words."""
    more: dict[str, Any] = {"security": [{name: [] for name in SIGNED}] if signed else []}
    if reads is not None:
        more["requestBody"] = _body("application/json", {"$ref": SCHEMAS + reads.__name__}, limit)
    if file:
        more["requestBody"] = _body("application/octet-stream", {"type": "string", "format": "binary"}, file)
    if headers:
        more["parameters"] = [_header(name, words) for name, words in headers.items()]
    shared = {"failed": True, "busy": signed or reads, "too_large": signed or reads, "body_invalid": reads,
              "not_authorised": signed}  # fmt: skip
    good = {status: _good(status, body) for status, body in answers.items()}
    bad = _problems({*codes, *(code for code, may in shared.items() if may)})
    return {
        "status_code": next(iter(answers)), "response_class": Response, "responses": good | bad, "openapi_extra": more,
    }  # fmt: skip


def _body(media: str, schema: dict[str, Any], limit: int) -> dict[str, Any]:
    return {
        "required": True, "description": f"At most {limit} bytes; more is `too_large`.",
        "content": {media: {"schema": schema}}, "x-max-bytes": limit,
    }


def _header(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": words, "schema": {"type": "string"}}


def _good(status: int, body: type[Body] | type[dict[str, Any]] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if body is not None:
        schema = {"$ref": SCHEMAS + body.__name__} if issubclass(body, Body) else {"type": "object"}
        answer["content"] = {"application/json": {"schema": schema}}
    return answer


def _problems(codes: Iterable[str]) -> dict[int, dict[str, Any]]:
    """By status, every code that may come with it."""
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(KINDS[code].status, []).append(code)
    return {status: _problem(status, named) for status, named in sorted(by_status.items())}


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    properties: dict[str, Any] = {"code": {"enum": codes}, "status": {"const": status}}
    for code in codes:
        properties |= FURTHER.get(code, {})
    schema = {"allOf": [{"$ref": SCHEMAS + "Problem"}, {"type": "object", "properties": properties}]}
    return {
        "description": " ".join(f"`{code}`: {KINDS[code].en}" for code in codes),
        "content": {"application/problem+json": {"schema": schema}},
    }
