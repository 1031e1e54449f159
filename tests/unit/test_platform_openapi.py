"""The published document is what is served, and says of every call who signs it and how it may be refused."""

import json
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.platform_client import contract
from kiosk.platform_client.signing import PREFIX
from kiosk.reference_platform.app import routes
from kiosk.reference_platform.openapi import document, document_text
from kiosk.reference_platform.problems import KINDS
from tests.support.platform_document import FILE, OPERATIONS, all_codes, undocumented

UNSIGNED = {"/enrolments", "/health", "/openapi.json"}
BY_NO_CALL_OF_ITS_OWN = {"method_not_allowed"}  # the answer to a method that the document does not name


def test_document_in_the_repository_is_the_one_that_is_served() -> None:
    said = "run: .venv/bin/kiosk platform openapi > kiosk/reference_platform/openapi.json"
    assert FILE.read_text("utf-8") == document_text(routes()), said


def test_command_prints_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["platform", "openapi"]) == 0
    assert capsys.readouterr().out == FILE.read_text("utf-8")


def test_other_orders_need_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["platform", "report"]) == 2
    assert "report needs --folder" in capsys.readouterr().err


@pytest.mark.parametrize(("method", "path"), sorted(OPERATIONS), ids=lambda one: str(one))
def test_every_call_tells_its_signature_its_refusals_and_the_time(method: str, path: str) -> None:
    told = OPERATIONS[method, path]
    assert bool(told["security"]) is (path.removeprefix(PREFIX) not in UNSIGNED)
    assert {"500"} < set(told["responses"])
    assert all("X-Server-Time" in answer["headers"] for answer in told["responses"].values())
    if "requestBody" in told:
        assert told["requestBody"]["x-max-bytes"] > 0


def test_every_code_is_in_the_document() -> None:
    assert all_codes(OPERATIONS.values()) == KINDS.keys() - BY_NO_CALL_OF_ITS_OWN


def test_every_model_of_the_contract_is_in_the_document() -> None:
    drawn = document(routes())["components"]["schemas"]
    models = (vars(contract)[name] for name in contract.__all__)
    assert {one.__name__ for one in models if isinstance(one, type)} - {"Body"} == set(drawn)


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(references(one) for one in part.values()))
    return set().union(*(references(one) for one in part)) if isinstance(part, list) else set()


def test_every_reference_leads_somewhere() -> None:
    drawn = document(routes())
    for reference in references(drawn):
        _, *steps = reference.split("/")
        place = drawn
        for step in steps:
            place = place[step]
    assert drawn["openapi"].startswith("3.1")


def test_answer_that_the_document_does_not_name_is_found() -> None:
    dated = {"x-server-time": "now"}
    problem = dated | {"content-type": "application/problem+json"}
    path = f"{PREFIX}/results"
    assert undocumented("GET", path, 401, problem, b'{"code": "not_authorised"}') == ""
    assert "status 418" in undocumented("GET", path, 418, problem, b"{}")
    assert "busy" in undocumented("GET", path, 401, problem, json.dumps({"code": "busy"}).encode())
    assert "text/html" in undocumented("GET", path, 200, {"content-type": "text/html"}, b"")
    assert "no time" in undocumented("GET", f"{PREFIX}/health", 204, {}, b"")
