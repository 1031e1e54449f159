import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.cli import main
from kiosk.consultation.ask import Advisor
from kiosk.consultation.model import Passage, Reply
from kiosk.consultation.question import Kind, core, kinds_of
from kiosk.matters.load import load_catalogue

FILE = tomllib.loads((Path(__file__).resolve().parents[1] / "data/questions.toml").read_text(encoding="utf-8"))
QUESTIONS: list[dict[str, Any]] = FILE["question"]
NOTHING: list[dict[str, Any]] = FILE["nothing"]
CATALOGUE = load_catalogue(asset("matters"))
ADVISOR = Advisor(CATALOGUE)
HERE = {matter.code for matter in CATALOGUE.matters}
POSSIBLE = [question for question in QUESTIONS if HERE & set(question["codes"])]
SHARE_FOUND = 0.95
TODAY = date(2026, 11, 24)


def ask(said: str, about: str | None = None) -> Reply:
    return ADVISOR.ask(said, TODAY, about)


def first(said: str, code: str) -> Passage:
    """The best passage, which is of this matter and answers the question."""
    passage = ask(said).passages[0]
    assert (passage.source.matter, passage.direct) == (code, True)
    return passage


def test_there_are_a_hundred_questions_and_a_third_are_cantonese_or_mistyped() -> None:
    assert len(QUESTIONS) >= 100 and len(NOTHING) >= 20
    assert 3 * sum(question["kind"] in ("cantonese", "typo") for question in QUESTIONS) >= len(QUESTIONS)
    assert {code for question in QUESTIONS for code in question["codes"]} <= CATALOGUE.tables.codes.keys()


def test_the_matter_that_is_meant_is_among_the_first_three_that_answer() -> None:
    missed = []
    for question in POSSIBLE:
        matters = [passage.source.matter for passage in ask(question["said"]).passages[:3]]
        missed += [] if set(matters) & set(question["codes"]) else [(question["said"], matters)]
    assert len(missed) <= (1 - SHARE_FOUND) * len(POSSIBLE), missed


def test_what_is_asked_is_understood() -> None:
    asked = [question for question in QUESTIONS if question.get("asks")]
    missed = [one["said"] for one in asked if one["asks"] not in kinds_of(one["said"])]
    assert len(missed) <= (1 - SHARE_FOUND) * len(asked), missed


@pytest.mark.parametrize("said", [question["said"] for question in NOTHING])
def test_a_question_about_nothing_we_do_is_not_answered(said: str) -> None:
    reply = ask(said)
    assert (reply.known, reply.offer_person, reply.passages) == (False, True, ())
    assert reply.kept is not None and reply.kept.text


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ("高龄津贴要带什么材料", "DG-MZ-001", "papers"),
        ("高龄津贴每个月领多少钱", "DG-MZ-001", "faq.1"),
        ("办高龄津贴还要开健在证明吗", "DG-MZ-001", "removed_proofs.0"),
        ("补身份证多少钱", "DG-GA-004", "fees"),
        ("夫妻投靠落户到哪里办", "DG-GA-006", "elsewhere"),
        ("高龄津贴什么人可以领", "DG-MZ-001", "conditions"),
        ("临时救助几天办好", "DG-MZ-004", "promised_days"),
        ("可以帮爱人打公积金证明吗", "DG-GJ-002", "faq.2"),
    ],
)
def test_the_part_that_answers_is_quoted(said: str, code: str, field: str) -> None:
    assert first(said, code).source.field == field


def test_every_answer_is_a_sentence_of_the_guide() -> None:
    """What is quoted from the FAQ, the introduction and the conditions stands there word for word."""
    seen = 0
    for question in POSSIBLE:
        for passage in ask(question["said"]).passages:
            matter, (part, _, place) = CATALOGUE.get(passage.source.matter), passage.source.field.partition(".")
            if part == "faq":
                assert passage.text == matter.faq[int(place)].a
            elif part in ("spoken", "elsewhere"):
                assert passage.text == getattr(matter, part)
            elif part == "conditions":
                assert all(one.text.zh.rstrip("。") in passage.text.zh for one in matter.conditions)
            elif part == "papers" and matter.papers:
                assert any(paper.name.zh in passage.text.zh for paper in matter.papers)
            seen += 1
            assert passage.text.zh and passage.text.en
            assert passage.source.cited.zh.startswith(f"{matter.code} {matter.short.zh} {passage.source.field}")
    assert seen > len(POSSIBLE)


def test_what_is_not_official_says_so_in_the_same_breath() -> None:
    passages = [passage for question in POSSIBLE for passage in ask(question["said"]).passages]
    assert {passage.source.mark for passage in passages} == {"read", "known", "illustrative"}
    for passage in passages:
        doubted = "以公布的为准" in passage.source.cited.zh or "以平台公布的为准" in passage.source.cited.zh
        assert doubted != passage.source.official, passage.source
        assert passage.source.mark == "read" or not passage.source.official


def test_how_much_means_money_where_money_is_given_and_a_fee_elsewhere() -> None:
    assert first("高龄津贴多少钱", "DG-MZ-001").kind == "money"
    assert first("补身份证多少钱", "DG-GA-004").kind == "cost"


def test_a_question_without_a_matter_is_about_the_one_on_the_screen() -> None:
    assert not ask("要带什么").known
    reply = ask("要带什么", about="DG-MZ-001")
    assert reply.known and {one.source.matter for one in reply.passages} == {"DG-MZ-001"}
    assert ask("居住证要带什么", about="DG-MZ-001").passages[0].source.matter == "DG-GA-001"
    assert not ask("今天会下雨吗", about="DG-MZ-001").passages


def test_a_matter_whose_guide_is_silent_offers_a_person_and_keeps_the_question() -> None:
    reply = ask("公积金租房提取一次可以拿多少")
    assert (reply.known, reply.offer_person) == (False, True)
    assert [one.direct for one in reply.passages[:1]] == [False]
    assert reply.kept is not None
    assert (reply.kept.kinds, reply.kept.matters[0]) == (("money",), "DG-GJ-001")


@pytest.mark.parametrize("said", ["医保断了一个月怎么办", "买社保有什么好处", "出租屋漏水找谁"])
def test_a_matter_that_only_shares_some_words_is_no_answer(said: str) -> None:
    """It is pointed to, and a person is offered all the same."""
    reply = ask(said)
    assert (reply.known, reply.offer_person) == (False, True)
    assert not any(one.direct for one in reply.passages)


def test_what_is_free_is_named() -> None:
    """"No fee" about looking something up must not be heard as "no fee" for the thing itself."""
    (passage,) = (one for one in ask("办护照多少钱").passages if one.source.field == "fees")
    assert CATALOGUE.get(passage.source.matter).short.zh in passage.text.zh


def test_a_kept_question_does_not_tell_who_asked() -> None:
    reply = ask("我叫王小明，身份证11010519491231002X，火星签证怎么办，打13800000000告诉我")
    assert reply.kept is not None and reply.kept.removed == 3
    assert not any(word in reply.kept.text for word in ("王小明", "1949", "138"))
    assert "火星签证" in reply.kept.text


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("要带什么证件", ("bring",)),
        ("补一张多少钱", ("money", "cost")),
        ("要不要交钱", ("cost",)),
        ("每个月领几多", ("money",)),
        ("要交多少年", ("lasting",)),
        ("我可以让女儿去办吗", ("agent",)),
        ("可以办吗", ("who",)),
        ("几耐攞到", ("how_long",)),
        ("出生多久要办", ("when",)),
        ("喺边度整", ("where",)),
        ("what do I need to bring and how much does it cost", ("bring", "cost")),
        ("办到哪一步了", ()),
    ],
)
def test_the_kinds_of_a_question(said: str, kinds: tuple[Kind, ...]) -> None:
    assert kinds_of(said) == kinds


def test_the_core_is_the_matter_without_the_asking() -> None:
    assert core("请问高龄津贴要带什么材料") == "高龄津贴"
    assert core("怎么办") == "怎么办"


def test_the_order_says_it_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "办高龄津贴还要开健在证明吗", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["known"], said["offer_person"], said["question"]) == (True, False, None)
    assert said["answers"][0]["matter"] == "DG-MZ-001"
    assert said["answers"][0]["text_zh"].startswith("不用开健在证明")
    assert {"matter", "text_zh", "text_en", "source", "mark"} <= said["answers"][0].keys()
    assert main(["ask", "今天会下雨吗", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["known"], said["answers"], said["offer_person"]) == (False, [], True)
    assert said["question"]["text"] == "今天会下雨吗"
    assert main(["ask", "高龄津贴要带什么"]) == 0
    assert "《居民身份证法》" in capsys.readouterr().out
