"""Bodies in and out: JSON that the contract's models wrote, and nothing else."""
from __future__ import annotations

from typing import TypeVar

from fastapi.responses import Response

from kiosk.platform_client.contract import Body, read
from kiosk.reference_platform.problems import Refusal

B = TypeVar("B", bound=Body)


def json_answer(status: int, body: Body) -> Response:
    return Response(body.model_dump_json(), status, media_type="application/json")


def json_text(status: int, text: str) -> Response:
    """A body that was kept as text, to the letter."""
    return Response(text, status, media_type="application/json")


def body_of(kind: type[B], data: bytes) -> B:
    """Raises Refusal body_invalid."""
    try:
        return read(kind, data)
    except ValueError as error:
        raise Refusal("body_invalid") from error
