import json
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.bootstrap.matters_orders import matters
from kiosk.cli import main, parser
from kiosk.matters.check import check_catalogue
from kiosk.matters.load import CatalogueProblem, load_catalogue

Change = Callable[[dict[str, Any]], object]
CODE = "DG-WJ-001"
CONDITION = {
    "id": "c", "text": {"zh": "甲", "en": "a"}, "why": {"zh": "乙。", "en": "b."}, "next": {"zh": "丙。", "en": "c."},
    "on_unknown": "ask",
}
FIELD = {"id": "a", "kind": "name", "label": {"zh": "姓名", "en": "Name"}}


def written(folder: Path, change: Change) -> Path:
    """A catalogue of one matter with something changed."""
    matter = json.loads(asset("matters", CODE, "matter.json").read_text(encoding="utf-8"))
    change(matter)
    (folder / CODE).mkdir(parents=True)
    (folder / CODE / "matter.json").write_text(json.dumps(matter), encoding="utf-8")
    for table in asset("matters").glob("*.json"):
        copy(table, folder)
    return folder


def setting(**values: object) -> Change:
    return lambda matter: matter.update(values)


def rule(rule: dict[str, Any]) -> Change:
    return setting(conditions=[CONDITION | {"rule": rule}])


def paper(**values: object) -> Change:
    return lambda matter: matter["papers"][1].update(values)


FAULTS: list[tuple[Change, str]] = [
    (setting(promised_days=-1), "promised_days"),
    (setting(titel="x"), "titel"),
    (setting(code="DG-XX-999"), f"in folder {CODE}"),
    (setting(theme="elderly_relief"), "theme: DG-WJ-001 belongs to birth_health"),
    (setting(version=0), "version"),
    # rules
    (rule({"nor": []}), "conditions.0.rule"),
    (rule({"==": [{"var": "applicant.shoe_size"}, 42]}), "rules: unknown variable applicant.shoe_size"),
    (rule({"==": [{"param": "moon_phase"}, 1]}), "rules: unknown parameter moon_phase"),
    (rule({">=": [{"var": "applicant.age"}, "70"]}), "applicant.age is integer, so it never compares with '70'"),
    (rule({"==": [{"var": "applicant.sex"}, "female"]}), "applicant.sex is one of M, F, never 'female'"),
    (rule({"==": [{"var": "form.stage"}, "wedding"]}), "form.stage has no option 'wedding'"),
    (rule({"==": [{"var": "form.nothing"}, True]}), "unknown variable form.nothing"),
    (setting(conditions=[]), "conditions: who may do this?"),
    # words
    (lambda m: m["summary"].update(en=""), "summary: a sentence is missing in en"),
    (lambda m: m["faq"][0]["a"].pop("en"), "faq.0.a: a sentence is missing in en"),
    (lambda m: m["conditions"][0]["next"].update(zh=" "), "conditions.guangdong.next: a sentence is missing in zh"),
    (lambda m: m["summary"].update(zh="可以,能办"), "summary: half-width punctuation"),
    (lambda m: m["summary"].update(zh="申请人来办"), "summary: say '您' instead of '申请人'"),
    (lambda m: m["summary"].update(zh="保证能办"), "summary: nobody can promise '保证能'"),
    (lambda m: m["summary"].update(zh="长" * 40), "summary: at most"),
    (lambda m: m["result"]["approved"].update(zh="{stage}"), "result.approved: placeholders ['stage']"),
    (setting(aliases=["准生证"]), "aliases: at least two"),
    # papers and their law
    (paper(basis=[]), "papers.partner_id.basis: a demanded paper needs a law"),
    (paper(basis=["nowhere"]), "papers.partner_id.basis: unknown nowhere"),
    (lambda m: [one.update(mark="illustrative", address="", repost=False) for one in m["legal_basis"]],
     "papers.id_or_hukou.basis: a demanded paper needs a law"),
    (lambda m: m["legal_basis"][0].update(mark="read"), "mark read needs the address"),
    (lambda m: m["legal_basis"][0].update(address="https://example.org"), "mark read needs the address"),
    (lambda m: m["papers"][1].pop("asked_by"), "papers.1.asked_by"),
    (lambda m: m["papers"][1].pop("issuer"), "papers.1.issuer"),
    (lambda m: m["papers"][1]["grounds"].pop("issuer_cannot_verify"), "papers.partner_id.grounds: covered_by_other"),
    (lambda m: (m["papers"][1].pop("required_when"), m["papers"][1].update(required="optional", grounds={})),
     "papers.partner_id.grounds: covered_by_other"),
    (lambda m: m["papers"][1]["grounds"].pop("by_commitment"), "papers.partner_id.grounds.by_commitment: why no"),
    (paper(required="always"), "required_when belongs to"),
    (paper(share="ds.secret"), "papers.partner_id.share: unknown ds.secret"),
    (paper(licence="el.secret"), "papers.partner_id.licence: unknown el.secret"),
    (paper(commitment="cm.secret"), "papers.partner_id.commitment: unknown cm.secret"),
    # forms
    (setting(fields=[FIELD | {"covered_by": "photo"}]), "fields.a.covered_by: no paper photo"),
    (setting(fields=[FIELD | {"kind": "choice"}]), "choice needs"),
    (setting(fields=[FIELD | {"kind": "members"}]), "members need"),
    (setting(fields=[FIELD]), "fields.a: nobody can write this here"),
    (lambda m: m["fields"].append(m["fields"][0]), "fields: name is there twice"),
    (lambda m: m["fields"][0].update(computed={"name": "horoscope"}), "fields.0.computed.name"),
    (lambda m: m["fields"][0].update(computed={"name": "age_of", "of": "ghost"}), "computed.of: no field ghost"),
    # how it is done
    (setting(visits={"max": 1}), "visits.reason: visits need a reason"),
    (setting(visits={"max": 1, "reason": {"zh": "照相", "en": "a photo"}}), "visits.max: all online (depth 4)"),
    (setting(statutory={"value": 5, "mark": "known"}, promised_days=9), "promised_days: 9 is longer than the 5"),
    (setting(identity={"level": 4, "why": {"zh": "甲", "en": "a"}, "paths": ["face"]}), "staff is always a path"),
    (setting(identity={"level": 3, "why": {"zh": "甲", "en": "a"}, "paths": ["staff"]}), "say is missing"),
    (setting(contact={"phone": "required"}), "why belongs to a required phone"),
    (setting(contact={"phone": "none"}), "contact.phone: a field phone belongs to it"),
    (lambda m: m["fields"][-1].update(required=True), "fields.phone.required: as contact.phone says"),
    (setting(modes=["verify"]), "agent_allowed: a check of the person"),
    (setting(modes=["read"]), "modes: a full entry is"),
    (setting(detail="outline", modes=["read"]), "fields: an outline has neither form nor papers"),
    (setting(modes=["apply", "print"]), "lookup: the modes query and print need it"),
    (setting(modes=["apply", "pay"]), "payment: the mode pay needs"),
    (setting(fees={"pay_at": "window"}), "fees.pay_at: a charge says"),
    (setting(advice={"phone": "12345", "complaint": "12345"}), "advice.complaint"),
    (lambda m: m["result"].update(kind="record", name={"zh": "某证", "en": "x"}), "result.kind: what ends in 证"),
    (lambda m: m["result"].update(sample="no.png"), "result.sample: no file no.png"),
    (lambda m: m["auto_approval"].update(data_needed=[]), "auto_approval.data_needed"),
    # what it points at
    (setting(related=[{"code": "DG-XX-999", "why": {"zh": "甲", "en": "a"}}]), "related: unknown DG-XX-999"),
    (setting(events=["party"]), "events: unknown party"),
    (setting(bundles=[]), "bundles: bundles.json says ['one_thing_newborn']"),
    (setting(provenance=[]), "provenance: where does papers come from?"),
    (lambda m: m["provenance"].append({"path": "/moon", "mark": "known", "source": "x"}), "provenance: unknown moon"),
    (setting(faq=[]), "faq: a full entry has"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_fault_names_the_file_and_the_field(tmp_path: Path, change: Change, said: str) -> None:
    with pytest.raises(CatalogueProblem) as problem:
        load_catalogue(written(tmp_path, change))
    assert f"{CODE}/matter.json" in str(problem.value)
    assert said in str(problem.value)


def test_the_matter_the_faults_are_seeded_in_is_right(tmp_path: Path) -> None:
    assert [m.code for m in load_catalogue(written(tmp_path, lambda matter: None)).matters] == [CODE]


def table(folder: Path, name: str, change: Callable[[Any], object]) -> Path:
    rows = json.loads((folder / name).read_text(encoding="utf-8"))
    change(rows)
    (folder / name).write_text(json.dumps(rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("commitments.json", lambda rows: rows[0]["liability"].update(en=""), "cm.income.liability: a sentence is"),
        ("facts.json", lambda rows: rows["applicant.age"].update(holder="ds.x"), "applicant.age.holder: unknown ds.x"),
        ("bundles.json", lambda rows: rows[0]["parts"][1].update(code="DG-XX-999"), "parts: unknown DG-XX-999"),
        ("offered.json", lambda rows: rows.append("DG-XX-999"), "offered.json: unknown DG-XX-999"),
        ("events.json", lambda rows: rows["birth"]["name"].update(zh="生,养"), "birth.name: half-width"),
    ],
)
def test_a_fault_in_a_table_names_the_table(
    tmp_path: Path, name: str, change: Callable[[Any], object], said: str
) -> None:
    folder = table(written(tmp_path, lambda matter: None), name, change)
    assert [one for one in check_catalogue(load_catalogue(folder)) if name in one and said in one] != []


def test_the_order_to_check_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, paper(basis=[]))
    assert main(["matters", "check", "--folder", str(folder)]) == 1
    assert "papers.partner_id.basis" in capsys.readouterr().err
    assert matters(parser().parse_args(["matters", "check", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem, match=r"\.json: not found"):
        load_catalogue(tmp_path)
    for one in asset("matters").glob("*.json"):
        copy(one, tmp_path)
    with pytest.raises(CatalogueProblem, match="no matter found"):
        load_catalogue(tmp_path)


def test_broken_json_names_the_line(tmp_path: Path) -> None:
    folder = written(tmp_path, lambda matter: None)
    (folder / CODE / "matter.json").write_text('{\n"code": }', encoding="utf-8")
    with pytest.raises(CatalogueProblem, match=r"matter\.json: line 2"):
        load_catalogue(folder)
