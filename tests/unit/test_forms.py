from datetime import date
from typing import Any

import pytest

from devices.interfaces import CardDocument, DocumentKind
from kiosk.assets import asset
from kiosk.forms.check import check_answer
from kiosk.forms.computed import Known, compute
from kiosk.forms.model import Accepted, Draft, Refused, Source
from kiosk.forms.rules import known_answers, next_question, questions, settled, suggestion
from kiosk.matters.load import load_catalogue
from kiosk.matters.model import Computation, Field

TODAY = date(2026, 11, 24)
CATALOGUE = load_catalogue(asset("matters"))
ALLOWANCE, BIRTH = CATALOGUE.get("DG-MZ-001"), CATALOGUE.get("DG-WJ-001")
CARD = CardDocument(
    DocumentKind.RESIDENT_ID, "11010519491231002X", "钱多多", "2", date(1949, 12, 31), address="广东省东莞市某镇某路1号"
)
SPOUSE = {"ds.marriage.spouse.name": "孙远", "ds.marriage.spouse.id_no": "11010519491231002X"}


def field(kind: str, **more: Any) -> Field:
    return Field.model_validate({"id": "x", "kind": kind, "label": {"zh": "甲"}} | more)


def asked(draft: Draft) -> list[str]:
    """What the birth registration asks one after the other, answered with the first thing that fits."""
    found = []
    while (one := next_question(BIRTH, draft, {})) is not None:
        found.append(one.id)
        fits = {"boolean": "true", "choice": "born", "integer": "0"}
        draft = draft.with_answer(one.id, fits.get(one.kind, "2026-01-01"))
    return found


def test_the_card_answers_without_being_asked() -> None:
    draft = known_answers(ALLOWANCE, CARD, {}, TODAY)
    assert draft.values() == {
        "name": "钱多多", "id_no": "11010519491231002X", "sex": "F", "birth_date": "1949-12-31",
        "start_month": "2026-12",
    }
    assert {answer.source for answer in draft.answers.values()} == {Source.CARD, Source.COMPUTED}


def test_with_all_shares_the_allowance_asks_nothing() -> None:
    shares = {"ds.residence.address": "广东省东莞市某镇某路1号", "ds.sscard.account.kind": "sscard"}
    assert next_question(ALLOWANCE, known_answers(ALLOWANCE, CARD, shares, TODAY), {}) is None


def test_offline_the_allowance_asks_for_address_and_account() -> None:
    draft = known_answers(ALLOWANCE, CARD, {}, TODAY)
    assert [one.id for one in questions(ALLOWANCE, draft, {})] == ["live_address", "account_kind"]


def test_a_share_the_form_would_refuse_counts_as_unknown() -> None:
    shares = {"ds.sscard.account.kind": "cash", "ds.residence.address": None}
    assert "account_kind" not in known_answers(ALLOWANCE, CARD, shares, TODAY).values()


def test_a_photographed_card_spares_typing_what_it_shows() -> None:
    assert asked(known_answers(BIRTH, CARD, {}, TODAY)) == [
        "live_address", "has_partner", "stage", "child_birth_date", "children_before",
    ]


def test_a_question_that_was_answered_still_counts() -> None:
    draft = known_answers(BIRTH, CARD, {}, TODAY).with_answer("live_address", "某镇某村")
    assert questions(BIRTH, draft, {})[0].id == "live_address"
    following = next_question(BIRTH, draft, {})
    assert following is not None
    assert following.id == "has_partner"


def test_phone_and_declaration_are_never_asked() -> None:
    assert not {"phone", "truth"} & set(asked(known_answers(BIRTH, CARD, {}, TODAY)))


def test_what_becomes_known_later_does_not_change_what_was_said() -> None:
    said = Draft().with_answer("live_address", "某镇某村")
    later = Draft().with_answer("live_address", "某镇某路", Source.SHARE).with_answer("name", "钱多多", Source.CARD)
    assert said.with_known(later).values() == {"live_address": "某镇某村", "name": "钱多多"}


def test_a_spouse_who_takes_no_part_is_not_handed_in() -> None:
    draft = known_answers(BIRTH, CARD, SPOUSE, TODAY).with_answer("has_partner", "false")
    assert "partner_name" in draft.values()
    assert "partner_name" not in settled(BIRTH, draft, {}).values()


def test_the_address_on_the_card_is_offered_first_then_this_village() -> None:
    address = BIRTH.field("live_address")
    bare = CardDocument(DocumentKind.SOCIAL_CARD, "11010519491231002X", "钱多多", "2", None)
    on_card, here = suggestion(address, CARD, "某村"), suggestion(address, bare, "某村")
    assert on_card is not None
    assert here is not None
    assert (on_card.value, on_card.source) == ("广东省东莞市某镇某路1号", "card")
    assert (here.value, here.source) == ("某村", "here")
    assert suggestion(address, None) is None


@pytest.mark.parametrize(
    ("birth", "today", "month"),
    [
        (date(1949, 12, 31), date(2026, 11, 24), "2026-12"), (date(1949, 12, 31), date(2026, 12, 31), "2027-01"),
        (date(1957, 1, 20), date(2026, 12, 20), "2027-01"), (date(1957, 2, 1), date(2026, 12, 31), "2027-02"),
    ],
)
def test_payment_begins_next_month_and_not_before_the_birthday(birth: date, today: date, month: str) -> None:
    assert compute(Computation(name="first_month_from_age", age=70), Known(today, birth)) == month
    assert compute(Computation(name="first_month_from_age", age=70), Known(today, None)) is None


@pytest.mark.parametrize(
    ("one", "value", "tidied"),
    [
        (field("choice", options=[{"value": "a", "label": {"zh": "甲"}}]), "a", "a"),
        (field("boolean"), "true", "true"),
        (field("date", latest_days=0), "2026-11-24", "2026-11-24"),
        (field("month"), "2026-12", "2026-12"),
        (field("integer", min=0, max=15), "07", "7"),
        (field("money"), "12.5", "12.50"),
        (field("phone"), "138 0000 0000", "13800000000"),
        (field("name"), " 阿卜杜·热合曼 ", "阿卜杜·热合曼"),
        (field("name"), "\ue863\U00020bb7", "\ue863\U00020bb7"),
        (field("id_number"), "11010519491231002x", "11010519491231002X"),
        (field("id_number"), "DEU320190123456", "DEU320190123456"),
        (field("address"), "某镇某村", "某镇某村"),
        (field("text"), "农商银行", "农商银行"),
        (field("bank_account"), "6217 0000 1234 5678", "6217000012345678"),
    ],
)
def test_a_good_answer_is_tidied(one: Field, value: str, tidied: str) -> None:
    checked = check_answer(one, value, TODAY)
    assert isinstance(checked, Accepted)
    assert checked.value == tidied


@pytest.mark.parametrize(
    ("one", "value", "error"),
    [
        (field("text"), "  ", "empty"),
        (field("choice", options=[{"value": "a", "label": {"zh": "甲"}}]), "b", "choose"),
        (field("boolean"), "yes", "choose"),
        (field("date"), "2026-02-30", "date"),
        (field("date", latest_days=0), "2026-11-25", "date_too_late"),
        (field("date", earliest_days=-31), "2026-10-01", "date_too_early"),
        (field("month"), "2026-13", "date"),
        (field("integer"), "-1", "number"),
        (field("integer"), "９", "number"),
        (field("integer", min=1), "0", "number_too_small"),
        (field("integer", max=15), "16", "number_too_large"),
        (field("money"), "1.234", "money"),
        (field("phone"), "12345678901", "phone"),
        (field("name"), "钱7", "name"),
        (field("id_number"), "110105194912310021", "id_number"),
        (field("address"), "某村", "address"),
        (field("text", max_length=3), "甲乙丙丁", "text_too_long"),
        (field("text"), "甲\x07乙", "text"),
        (field("bank_account"), "62170000", "bank_account"),
    ],
)
def test_a_refused_answer_says_what_is_wrong(one: Field, value: str, error: str) -> None:
    assert check_answer(one, value, TODAY) == Refused(f"error.{error}")


def test_a_draft_shows_no_answers() -> None:
    assert repr(Draft().with_answer("name", "钱多多")) == "Draft(name)"
