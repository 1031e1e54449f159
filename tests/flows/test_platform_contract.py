"""Whatever is sent to the platform by its published document, it answers by its published document, on both databases.

schemathesis makes the requests, fitting and misfitting ones; an enrolled kiosk signs them. FULL=1 sends more of them.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.applications import birth_registration
from tests.support.platform import PlatformServer, TestKiosk, b64
from tests.support.platform_document import FILE

PAGE = bytes(range(256)) * 700  # two parts once sealed
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
FULL = os.environ.get("FULL", "") not in ("", "0")
DRAWN = (one for one in schemathesis.openapi.from_path(str(FILE)).get_all_operations())
CALLS = {one.ok().label: one.ok() for one in DRAWN if isinstance(one, Ok)}
AnyCase = Case[Any]
FITTING, MISFITTING = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
BOTH = [(label, FITTING) for label in CALLS] + [  # what takes nothing cannot be misused
    (label, MISFITTING) for label, call in CALLS.items() if "{" in call.path or call.body or call.query
]


@dataclass
class Signed(requests.auth.AuthBase):
    """Signs a request as it goes out, whatever is in it."""

    kiosk: TestKiosk

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(str(request.url))
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = request.body or b""
        data = body.encode() if isinstance(body, str) else body
        said = [secrets.token_hex(8), "2031-01-01T00:00:00Z", hashlib.sha256(data).hexdigest()]
        signature = self.kiosk.key.sign("\n".join([str(request.method), target, *said]).encode())
        names = ("X-Kiosk", "X-Nonce", "X-Time", "X-Body-SHA256", "X-Signature")
        request.headers.update(zip(names, (self.kiosk.terminal, *said, b64(signature)), strict=True))
        return request


@dataclass
class Desk:
    """A server, a signed line to it, and the address of a part it waits for."""

    url: str
    line: requests.Session
    place: dict[str, object]

    def say(self, case: AnyCase) -> None:
        answer = case.call(base_url=self.url, session=self.line)
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code != 401, "what is signed well has to get past the signature"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]) -> Iterator[Desk]:
    server = PlatformServer(tmp_path_factory.mktemp("platform") / "data", database=database())
    kiosk = TestKiosk(server)
    assert kiosk.enrol().status == 201
    envelope = kiosk.seal(birth_registration(), PAGE)
    assert kiosk.put_head(envelope).status == 201
    place = {"id": str(envelope.id), "sha": hashlib.sha256(envelope.pages[0]).hexdigest(), "n": 0}
    with requests.Session() as line:
        line.trust_env, line.auth = False, Signed(kiosk)
        yield Desk(server.url, line, place)
    assert server.log() == ""
    server.end()


def requests_of(label: str, mode: GenerationMode, place: dict[str, object]) -> st.SearchStrategy[AnyCase]:
    """Anything, and where the call is about a submission, also things about one that is there."""
    call = CALLS[label]
    anywhere = call.as_strategy(mode)
    known = {name: value for name, value in place.items() if f"{{{name}}}" in call.path}
    return anywhere | call.as_strategy(mode, path_parameters=known) if known else anywhere


@pytest.mark.parametrize(("label", "mode"), BOTH, ids=str)
def test_every_answer_is_in_the_document(desk: Desk, label: str, mode: GenerationMode) -> None:
    @settings(
        max_examples=400 if FULL else 25, deadline=None, derandomize=not FULL, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=requests_of(label, mode, desk.place))
    def answered(case: AnyCase) -> None:
        desk.say(case)

    answered()


def test_answer_that_the_document_does_not_name_is_found(desk: Desk) -> None:
    poorer = json.loads(FILE.read_text("utf-8"))
    del poorer["paths"]["/k/v1/config"]["get"]["responses"]["401"]
    case = schemathesis.openapi.from_dict(poorer)["/k/v1/config"]["GET"].Case()
    unsigned = case.call(base_url=desk.url)
    assert unsigned.status_code == 401
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.validate_response(unsigned, checks=CHECKS)
