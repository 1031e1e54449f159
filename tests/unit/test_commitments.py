from datetime import UTC, datetime

import pytest

from kiosk.assets import asset
from kiosk.commitments.rules import NotPromised, may_offer, promised
from kiosk.matters.load import load_catalogue
from kiosk.matters.text import Text

CATALOGUE = load_catalogue(asset("matters"))
HARDSHIP = CATALOGUE.tables.commitments["cm.hardship"]
PAPER = CATALOGUE.get("DG-MZ-001").paper("hukou").model_copy(update={"commitment": "cm.hardship"})
BARE = PAPER.model_copy(update={"commitment": ""})
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(("allowed", "offered"), [(True, True), (False, False), (None, False)])
def test_a_promise_is_offered_only_when_the_platform_says_yes(allowed: bool | None, offered: bool) -> None:
    assert may_offer(PAPER, allowed) is offered
    assert may_offer(BARE, allowed) is False


def test_the_notice_says_all_that_has_to_be_said_before_the_choice() -> None:
    said = "".join(text.zh for text in HARDSHIP.notice)
    assert "您可以不写承诺，改交材料" in said
    assert "不能选" in said and "记入信用" in said and "上门看" in said


def test_whoever_changes_a_word_changes_the_hash() -> None:
    other = HARDSHIP.model_copy(update={"liability": Text(zh="没有后果。", en="Nothing follows.")})
    older = HARDSHIP.model_copy(update={"version": 2})
    assert len({HARDSHIP.text_hash, other.text_hash, older.text_hash}) == 3
    assert HARDSHIP.model_copy(update={"name": Text(zh="甲", en="a")}).text_hash == HARDSHIP.text_hash


def test_a_promise_carries_what_was_read_and_signed() -> None:
    made = promised(HARDSHIP, PAPER, "0" * 64, "zh-Hans", NOW)
    assert (made.template, made.version, made.text_hash) == ("cm.hardship", 1, HARDSHIP.text_hash)
    assert (made.requirement, made.language, made.chosen_at) == ("hukou", "zh-Hans", NOW)


def test_nothing_is_promised_without_a_signature_or_for_another_paper() -> None:
    with pytest.raises(NotPromised, match="not signed"):
        promised(HARDSHIP, PAPER, "", "zh-Hans", NOW)
    with pytest.raises(NotPromised, match="cannot be replaced"):
        promised(HARDSHIP, BARE, "0" * 64, "zh-Hans", NOW)
