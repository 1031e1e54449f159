"""Holds every answer of the platform against its published document: status, problem code, media type, time."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "kiosk" / "reference_platform" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
OPERATIONS: dict[tuple[str, str], dict[str, Any]] = {
    (method.upper(), path): told for path, methods in DOCUMENT["paths"].items() for method, told in methods.items()
}
PATTERNS = [
    (method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), told) for (method, path), told in OPERATIONS.items()
]


def operation_of(method: str, target: str) -> dict[str, Any] | None:
    """None: the document knows no such call."""
    path = target.partition("?")[0]
    return next((told for verb, form, told in PATTERNS if verb == method and form.fullmatch(path)), None)


def codes_of(answer: Mapping[str, Any]) -> set[str]:
    """The problem codes one documented answer may have."""
    schema = answer.get("content", {}).get("application/problem+json", {}).get("schema", {})
    named = (part.get("properties", {}).get("code", {}).get("enum", ()) for part in schema.get("allOf", ()))
    return {code for codes in named for code in codes}


def undocumented(method: str, target: str, status: int, headers: Mapping[str, str], body: bytes) -> str:
    """"": the document says that this may be the answer. `headers` in lower case."""
    told = operation_of(method, target)
    if told is None:
        return ""
    answer = told["responses"].get(str(status))
    if answer is None:
        return f"{method} {target}: status {status} is not in the document"
    kind = headers.get("content-type", "")
    if kind not in answer.get("content", {"": {}}):
        return f"{method} {target}: {status} as {kind!r} is not in the document"
    if status >= 400 and json.loads(body)["code"] not in codes_of(answer):
        return f"{method} {target}: {status} {json.loads(body)['code']} is not in the document"
    return "" if "x-server-time" in headers else f"{method} {target}: no time of the platform"


def all_codes(operations: Iterable[Mapping[str, Any]]) -> set[str]:
    return {code for told in operations for answer in told["responses"].values() for code in codes_of(answer)}
