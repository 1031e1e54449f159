"""Everything the platform may refuse, by stable code, with words for people; every error answer is problem+json."""
from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from kiosk.platform_client.contract import Problem

LOG = logging.getLogger("kiosk.platform")


@dataclass(frozen=True)
class Kind:
    status: int
    zh: str
    en: str
    retryable: bool = False


KINDS: dict[str, Kind] = {
    "not_authorised": Kind(401, "平台不认识这台机器的签名。", "The platform does not know this kiosk's signature."),
    "not_found": Kind(404, "没有这个地址。", "There is nothing at this address."),
    "unknown_code": Kind(404, "没有这个注册码。", "There is no such enrolment code."),
    "unknown_submission": Kind(404, "平台还没有这份申请。", "The platform does not have this submission yet."),
    "method_not_allowed": Kind(405, "这个地址不能这样用。", "This address cannot be used like that."),
    "code_used": Kind(409, "注册码已经被另一台机器用过。", "Another machine has used this enrolment code."),
    "epochs_used_up": Kind(409, "这台机器不能再注册了。", "This kiosk cannot be enrolled again."),
    "id_conflict": Kind(409, "同一个编码，内容不一样。", "The same id came with other content."),
    "parts_missing": Kind(409, "还有没传完的材料。", "Some parts are still missing.", retryable=True),
    "overtaken": Kind(408, "同一份材料正在从新的连接传来。", "A newer connection sends this part.", retryable=True),
    "range_unexpected": Kind(416, "前面的内容还没有收到。", "The bytes before these are missing.", retryable=True),
    "too_large": Kind(413, "内容太大。", "The body is too large."),
    "digest_mismatch": Kind(400, "内容在路上变了。", "The body changed on its way.", retryable=True),
    "body_invalid": Kind(422, "内容不合格式。", "The body does not have the agreed form."),
    "device_key_invalid": Kind(422, "机器公钥不对。", "This is not a device key."),
    "number_invalid": Kind(422, "编号不对。", "The provisional number is wrong."),
    "part_unexpected": Kind(422, "清单里没有这一份。", "The manifest does not name this part."),
    "application_invalid": Kind(422, "申请内容读不懂。", "The application cannot be read."),
    "facts_unreadable": Kind(422, "查询内容打不开。", "The sealed question cannot be opened."),
    "envelope_malformed": Kind(422, "封装文件不完整。", "The sealed file is not whole."),
    "envelope_header": Kind(422, "封装文件的头不对。", "The sealed file's header does not hold."),
    "device_signature": Kind(422, "机器签名不对。", "The device's signature does not hold."),
    "unknown_key": Kind(422, "没有这把钥匙。", "The platform does not have this key."),
    "envelope_key": Kind(422, "钥匙打不开。", "The wrapped key cannot be opened."),
    "envelope_content": Kind(422, "封装内容被改过。", "The sealed content was changed."),
    "failed": Kind(500, "平台出错了，稍后再试。", "The platform failed. Try again later.", retryable=True),
    "busy": Kind(503, "平台正忙，稍后再试。", "The platform is busy. Try again later.", retryable=True),
}


class Refusal(Exception):
    """Ends a request with the problem of this code; `more` are further fields of the body."""

    def __init__(self, code: str, retry_after: float | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code, self.retry_after, self.more = code, retry_after, more


def problem_answer(code: str, retry_after: float | None = None, **more: Any) -> Response:
    kind = KINDS[code]
    problem = Problem(
        type=f"urn:kiosk:problem:{code}", title=HTTPStatus(kind.status).phrase, status=kind.status, code=code,
        zh=kind.zh, en=kind.en, retryable=kind.retryable, retry_after=retry_after,
    )
    body = json.dumps(problem.model_dump() | more, ensure_ascii=False).encode()
    headers = {} if retry_after is None else {"Retry-After": str(max(1, round(retry_after)))}
    return Response(body, kind.status, headers, "application/problem+json")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return problem_answer(error.code, error.retry_after, **error.more)


async def _invalid(_request: Request, _error: Exception) -> Response:
    """What was wrong is not repeated: it may be personal."""
    return problem_answer("body_invalid")


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    return problem_answer(known.get(error.status_code, "failed" if error.status_code >= 500 else "body_invalid"))


async def _busy(_request: Request, error: Exception) -> Response:
    """The database is locked for too long, not there, or cannot write. Nothing of this request was kept."""
    LOG.error("the database did not answer: %s", type(error).__name__)
    return problem_answer("busy", retry_after=2.0)


async def _failed(_request: Request, _error: Exception) -> Response:
    """A defect; it travels on to the outermost layer, which writes it down."""
    return problem_answer("failed")


def use_problems(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(NoConnection, _busy)
    app.add_exception_handler(Exception, _failed)
