import json
import tomllib
from pathlib import Path
from time import thread_time
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.cli import main
from kiosk.matters.load import load_catalogue
from kiosk.matters.search import Index

QUERIES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "data/queries.toml").read_text(encoding="utf-8")
)["query"]
CATALOGUE = load_catalogue(asset("matters"))
INDEX = Index(CATALOGUE)
HERE = {matter.code for matter in CATALOGUE.matters}
POSSIBLE = [query for query in QUERIES if HERE & set(query["codes"])]
SHARE_FOUND = 0.95
MOST_SECONDS = 0.020


def first_three(said: str) -> list[str]:
    return [found.code for found in INDEX.search(said, most=3)]


def test_the_queries_are_a_hundred_and_a_third_are_cantonese_or_mistyped() -> None:
    assert len(QUERIES) >= 100
    assert 3 * sum(query["kind"] in ("cantonese", "typo") for query in QUERIES) >= len(QUERIES)
    assert {code for query in QUERIES for code in query["codes"]} <= CATALOGUE.tables.codes.keys()


def test_what_people_say_finds_what_they_mean() -> None:
    missed = [
        (query["said"], first_three(query["said"]))
        for query in POSSIBLE
        if not set(first_three(query["said"])) & set(query["codes"])
    ]
    assert len(missed) <= (1 - SHARE_FOUND) * len(POSSIBLE), missed


@pytest.mark.parametrize("matter", CATALOGUE.matters, ids=lambda matter: matter.code)
def test_every_matter_is_found_first_by_its_names(matter: Any) -> None:
    for said in (matter.name.zh, matter.short.zh):
        assert first_three(said)[0] == matter.code, said
    assert matter.code in first_three(matter.name.en)


def test_words_about_nothing_find_nothing() -> None:
    assert INDEX.search("zzzz") == INDEX.search("!?") == INDEX.search("") == ()


def test_a_search_is_quick() -> None:
    times = []
    for query in QUERIES:
        began = thread_time()
        INDEX.search(query["said"])
        times.append(thread_time() - began)
    assert sorted(times)[len(times) * 9 // 10] < MOST_SECONDS


def test_the_order_says_it_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matters", "search", "gljt", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["code"] == "DG-MZ-001"
