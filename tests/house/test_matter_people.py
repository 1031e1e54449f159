"""Every full matter has an invented person who passes and one who is refused for the right reason."""
import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.bootstrap.matters_orders import matters
from kiosk.cli import parser
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Matter
from kiosk.matters.rules import approves, judge

DATA = Path(__file__).resolve().parents[1] / "data"
CATALOGUE = load_catalogue(asset("matters"))
PERSONAS = json.loads((DATA / "personas.json").read_text(encoding="utf-8"))
# A matter without conditions, such as paying a bill, refuses nobody.
JUDGED = [matter for matter in CATALOGUE.matters if matter.detail == "full" and matter.conditions]
judged = pytest.mark.parametrize("matter", JUDGED, ids=lambda matter: matter.code)
HERE = {matter.code for matter in CATALOGUE.matters}
EXPECTED = [(person, code) for person in PERSONAS["people"] for code in sorted(person["expect"]) if code in HERE]


def people(matter: Matter) -> Any:
    return json.loads((DATA / "matters" / f"{matter.code}.json").read_text(encoding="utf-8"))


@judged
def test_somebody_passes(matter: Matter) -> None:
    facts = people(matter)["passes"]
    found = judge(matter, facts, PERSONAS["params"])
    assert {reason.id: reason.result for reason in found.reasons} == {one.id: True for one in matter.conditions}
    assert found.outcome == "eligible"


@judged
def test_somebody_is_approved_at_once_where_the_matter_can(matter: Matter) -> None:
    said = people(matter)
    assert (matter.auto_approval is not None) == said.get("approved", False)
    if matter.auto_approval is not None:
        assert approves(matter, said["passes"], PERSONAS["params"]) is True


@judged
def test_somebody_is_refused_for_the_right_reason(matter: Matter) -> None:
    said = people(matter)
    found = judge(matter, said["refused"], PERSONAS["params"])
    assert found.outcome == "not_eligible"
    assert [reason.id for reason in found.reasons if reason.result is False] == said["because"]
    assert all(reason.why and reason.next for reason in found.reasons if reason.result is False)


@judged
def test_nobody_is_refused_while_nothing_is_known(matter: Matter) -> None:
    assert judge(matter, {}).outcome == "unknown"


@pytest.mark.parametrize(("person", "code"), EXPECTED, ids=[f"{person['id']}-{code}" for person, code in EXPECTED])
def test_the_people_of_the_reference_get_their_answers(
    person: dict[str, Any], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": person["facts"], "params": PERSONAS["params"]}), encoding="utf-8")
    assert matters(parser().parse_args(["matters", "judge", code, "--facts", str(file), "--json"])) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == person["expect"][code]
    assert all(one["why"] and one["next"] for one in answer["conditions"] if one["value"] is not True)
    assert all(paper["way"] and paper["basis"] for paper in answer["papers"])
