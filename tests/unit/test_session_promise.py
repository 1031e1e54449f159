"""A promise instead of a paper: who is offered one, a free choice, a sealed signature, and no way to lose it."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.commitments.signature import Strokes, picture
from kiosk.matters.form import Computation, Field
from kiosk.matters.text import Text
from kiosk.receipts.model import PaperState
from kiosk.session.model import Stop
from kiosk.session.shares import ShareAnswer
from kiosk.session.slip_of import slip_of
from kiosk.submission import submit as submitting
from kiosk.submission.submit import HandingIn, application
from tests.support.desk import KNOWN, SITE, Scene

NAME: Strokes = (((100, 100), (400, 120), (380, 300)), ((500, 80), (520, 330)))
MAY = KNOWN | {"cm.hardship": True}
ANSWERS = (("cause", "illness"), ("event_date", "2026-11-20"), ("urgent", "false"))


@pytest.fixture
def asked(scene: Scene) -> Scene:
    """Every question of 临时救助 is answered; its paper is next."""
    return answered(scene, MAY)


def answered(scene: Scene, shares: dict[str, object]) -> Scene:
    scene.shares = ShareAnswer(shares)
    scene.at_review("DG-MZ-004")
    for field, value in ANSWERS:
        scene.session.answer(field, value)
    return scene


def promised(scene: Scene) -> Scene:
    scene.session.choose_way("event_proof", "promise")
    scene.session.sign(NAME)
    return scene


def handed_over(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> HandingIn:
    """What is handed in now, besides being kept as always."""
    seen: list[HandingIn] = []
    keep = submitting.application

    def noted(handing: HandingIn) -> object:
        seen.append(handing)
        return keep(handing)

    monkeypatch.setattr(submitting, "application", noted)
    scene.session.hand_in()
    return seen[0]


def sealed_files(scene: Scene) -> list[Path]:
    return [path for path in scene.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("said", [False, None])
def test_who_may_not_promise_or_is_not_known_to_never_sees_the_choice(scene: Scene, said: bool | None) -> None:
    assert answered(scene, MAY | {"cm.hardship": said}).now().stop is Stop.CAMERA


def test_the_whole_notice_is_there_before_the_choice(asked: Scene) -> None:
    offer = asked.now().commitment
    assert (asked.now().stop, offer.paper if offer else "") == (Stop.COMMITMENT, "event_proof")
    template = asked.templates["cm.hardship"]
    assert offer is not None
    assert tuple(line.text for line in offer.notice) == template.notice


def test_who_chooses_the_paper_photographs_it_and_promises_nothing(asked: Scene) -> None:
    asked.session.choose_way("event_proof", "paper")
    assert asked.now().stop is Stop.CAMERA
    asked.session.take_page()
    asked.lanes.arrive()
    asked.session.keep_page()
    review = asked.now().review
    assert review is not None
    assert [line.state for line in review.papers] == ["card", "done"]


def test_a_signed_promise_replaces_the_paper(asked: Scene) -> None:
    asked.session.choose_way("event_proof", "promise")
    assert asked.now().stop is Stop.SIGNATURE
    asked.session.sign(NAME)
    review = asked.now().review
    assert review is not None
    assert [line.state for line in review.papers] == ["card", "promised"]


@pytest.mark.parametrize("touch", [(), (((5, 5), (9, 9)),)])
def test_a_touch_by_mistake_is_no_signature(asked: Scene, touch: Strokes) -> None:
    asked.session.choose_way("event_proof", "promise")
    asked.session.sign(touch)
    assert asked.now().stop is Stop.SIGNATURE


def test_one_step_back_is_one_screen_back_and_the_signature_is_still_there(asked: Scene) -> None:
    promised(asked).session.step_back()
    signature = asked.now().signature
    assert signature is not None
    assert signature.drawn == NAME
    asked.session.step_back()
    assert asked.now().stop is Stop.COMMITMENT
    asked.session.choose_way("event_proof", "paper")
    assert asked.now().stop is Stop.CAMERA
    asked.session.step_back()
    promised(asked)
    assert asked.now().stop is Stop.REVIEW


def test_a_signature_taken_back_leaves_the_disk_and_none_is_ever_in_the_clear(asked: Scene) -> None:
    before = set(sealed_files(asked))
    promised(asked)
    sealed = set(sealed_files(asked)) - before
    assert sealed
    assert not any(picture(NAME)[:64] in path.read_bytes() for path in sealed_files(asked))
    asked.session.step_back()
    assert not sealed & set(sealed_files(asked))


def test_the_promise_is_part_of_what_is_handed_in(asked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    handing = handed_over(promised(asked), monkeypatch)
    body = json.loads(application(handing).model_dump_json())
    signature = sha256(picture(NAME)).hexdigest()
    (given,) = body["commitments"]
    assert (given["requirement"], given["template"], given["version"]) == ("event_proof", "cm.hardship", 1)
    assert given["text_hash"] == asked.templates["cm.hardship"].text_hash
    assert (given["language"], given["signature"]) == ("zh-Hans", signature)
    assert [(one["sha"], one["part"]) for one in body["signatures"]] == [(signature, 1)]
    ways = {row["requirement"]: (row["way"], row["source"], row["trust"]) for row in body["ledger"]}
    assert ways["event_proof"] == ("commitment", "cm.hardship", "D")
    assert body["papers"] == []


def test_a_promise_no_longer_needed_is_not_handed_in(asked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    promised(asked).session.change("urgent")
    asked.session.answer("urgent", "true")
    handing = handed_over(asked, monkeypatch)
    assert (handing.promises, handing.signatures) == ((), ())


def test_the_slip_says_promised(asked: Scene) -> None:
    promised(asked).session.hand_in()
    visit = asked.session.current.visit
    assert visit is not None
    slip = slip_of(visit, SITE, "zh-Hans", "https://example.invalid", 0)
    states = [(paper.name.zh, paper.state) for paper in slip.papers]
    assert ("病历、事故认定书这类材料", PaperState.PROMISED) in states
    assert slip.promise is not None and slip.promise.zh == "15 个工作日"
    assert [name.zh for name in slip.not_asked] == ["您的身份证"]


def test_why_a_paper_is_asked_is_one_touch_and_one_step_away(asked: Scene) -> None:
    promised(asked).session.ask_why("event_proof")
    why = asked.now().why
    assert (asked.now().stop, len(why.grounds) if why else 0) == (Stop.WHY, 6)
    assert why is not None
    assert why.asked_by.zh == "镇街民政部门"
    assert "《社会救助暂行办法》" in why.grounds[0].answer.zh
    assert "没核对原文" in why.grounds[0].answer.zh, "known is never shown as official"
    asked.session.step_back()
    assert asked.now().stop is Stop.REVIEW


def test_before_anything_is_asked_the_guide_says_that_a_card_is_not_enough(scene: Scene) -> None:
    scene.session.choose("DG-MZ-004")
    guide = scene.now().guide
    assert guide is not None and guide.identity is not None
    scene.session.choose("DG-MZ-001")
    assert scene.now().guide.identity is None  # type: ignore[union-attr]  # it was chosen just above


def test_the_wipe_takes_the_signature_with_it(asked: Scene) -> None:
    before = set(sealed_files(asked))
    promised(asked).session.go_home()
    assert asked.session.current.visit is None
    assert not (set(sealed_files(asked)) - before)


def with_fields(scene: Scene, *more: Field) -> None:
    """The matter of this visit asks for more."""
    visit = scene.session.current.visit
    assert visit is not None and visit.matter is not None
    matter = visit.matter.model_copy(update={"fields": (*visit.matter.fields, *more)})
    scene.session.current.change(replace(visit, matter=matter))


def test_a_field_can_be_signed_too_and_is_handed_in_with_its_picture(
    asked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_fields(asked, Field(id="signed_here", kind="signature", label=Text(zh="签名", en="Signature")))
    signature = asked.now().signature
    assert signature is not None
    assert (asked.now().stop, signature.what, signature.statement) == (Stop.SIGNATURE, "signed_here", None)
    asked.session.sign(NAME)
    assert asked.now().stop is Stop.COMMITMENT
    asked.session.choose_way("event_proof", "promise")
    asked.session.sign(NAME)
    review = asked.now().review
    assert review is not None
    assert "已经签名" in [line.value_text.zh for line in review.lines if line.value_text is not None]
    handing = handed_over(asked, monkeypatch)
    sha = sha256(picture(NAME)).hexdigest()
    assert handing.draft.values()["signed_here"] == sha
    assert [(one.sha, one.part) for one in handing.signatures] == [(sha, 1), (sha, 2)]


def test_a_value_that_follows_from_an_answer_is_worked_out_and_never_asked(asked: Scene) -> None:
    number = Field(id="child_no", kind="id_number", label=Text(zh="孩子的号码", en="Number of the child"))
    age = Computation(name="age_of", of="child_no")
    with_fields(asked, number, Field(id="child_age", kind="integer", label=number.label, computed=age))
    question = asked.now().question
    assert question is not None and question.field == "child_no"
    asked.session.answer("child_no", "11010519491231002X")
    visit = asked.session.current.visit
    assert visit is not None
    assert visit.draft.values()["child_age"] == "76"
    asked.session.leave_empty("child_no")
    assert "child_age" not in asked.session.current.visit.draft.values()  # type: ignore[union-attr]  # it goes on
