"""The published document: OpenAPI 3.1 of everything under /k/v1, from the routes that are served and the contract's
models. `kiosk platform openapi` prints it; the printed one lies beside this file as openapi.json."""
from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic.json_schema import models_json_schema

from kiosk.platform_client import contract
from kiosk.platform_client.contract import Body
from kiosk.platform_client.signing import PREFIX
from kiosk.reference_platform.answers import json_text
from kiosk.reference_platform.told import SCHEMAS, told

router = APIRouter()
ABOUT = """What kiosks and the city's platform say to each other.

Every answer bears the platform's time. Every refusal is problem+json (RFC 9457) with a stable `code`; `retryable` says
whether the same request may succeed later, `retry_after` (and `Retry-After`) when. Every write may be sent again: the
answer is the same. Fields a reader does not know are passed over. A submission's head and pages are sealed; what is
inside them is `Application`, and `WhoIsAsked` inside a question about a person.
"""
SIGNS = {
    "kiosk": ("X-Kiosk", "The terminal, five digits."),
    "nonce": ("X-Nonce", "Chosen anew for every request."),
    "time": ("X-Time", "The kiosk's own time: bound by the signature, not believed."),
    "bodySha256": ("X-Body-SHA256", "SHA-256 of the body, hex."),
    "signature": (
        "X-Signature",
        "Base64 Ed25519 by the device key over method, path with query, nonce, time and body digest, joined by \\n.",
    ),
}
SERVER_TIME = {
    "description": "The platform's time, ISO 8601 in UTC.", "required": True,
    "schema": {"type": "string", "format": "date-time"},
}
RETRY_AFTER = {"description": "Seconds.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}


def document(app: FastAPI) -> dict[str, Any]:
    """As data. A route that has told nothing about itself is named by tests/unit/test_platform_openapi.py."""
    served = [route for route in app.routes if getattr(route, "path", PREFIX).startswith(PREFIX)]
    drawn = get_openapi(
        title=app.title, version=app.version, description=ABOUT, routes=served, separate_input_output_schemas=False
    )
    for path in drawn["paths"].values():
        for operation in path.values():
            _dated(operation["responses"])
    drawn["components"] = {
        "schemas": _schemas(),
        "headers": {"ServerTime": SERVER_TIME, "RetryAfter": RETRY_AFTER},
        "securitySchemes": {
            name: {"type": "apiKey", "in": "header", "name": header, "description": words}
            for name, (header, words) in SIGNS.items()
        },
    }
    return drawn


def document_text(app: FastAPI) -> str:
    return json.dumps(document(app), ensure_ascii=False, indent=1) + "\n"


@router.get("/openapi.json", **told({200: dict}, signed=False))
async def openapi(request: Request) -> Response:
    return json_text(200, document_text(request.app))


def _dated(answers: dict[str, Any]) -> None:
    for status, answer in answers.items():
        answer["headers"] = {"X-Server-Time": {"$ref": "#/components/headers/ServerTime"}}
        if status == "503":
            answer["headers"]["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}


def _schemas() -> dict[str, Any]:
    """All of the contract's models. That a writer may not misspell a field is its own affair: readers pass it over."""
    models = [one for one in map(vars(contract).get, contract.__all__) if isinstance(one, type) and one is not Body]
    bodies = [one for one in models if issubclass(one, Body)]
    _, drawn = models_json_schema([(one, "validation") for one in bodies], ref_template=SCHEMAS + "{model}")
    schemas: dict[str, Any] = drawn["$defs"]
    for schema in schemas.values():
        schema.pop("additionalProperties", None)
    return dict(sorted(schemas.items()))
