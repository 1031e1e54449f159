from kiosk.assets import asset
from kiosk.forms.model import Draft, Source
from kiosk.forms.review import Gap, Line, Review, review
from kiosk.matters.load import load_catalogue

CATALOGUE = load_catalogue(asset("matters"))
ALLOWANCE, BIRTH = CATALOGUE.get("DG-MZ-001"), CATALOGUE.get("DG-WJ-001")
CARD = (
    Draft()
    .with_answer("name", "钱多多", Source.CARD)
    .with_answer("id_no", "11010519491231002X", Source.CARD)
    .with_answer("sex", "F", Source.CARD)
    .with_answer("birth_date", "1949-12-31", Source.CARD)
)
ANSWERED = (
    CARD.with_answer("live_address", "某镇某村").with_answer("has_partner", "true")
    .with_answer("stage", "planning").with_answer("children_before", "0")
)


def line(found: Review, field: str) -> Line:
    return next(one for one in found.lines if one.field == field)


def test_everything_missing_stands_in_one_list() -> None:
    found = review(ALLOWANCE, CARD, {"id_card": True, "bank_card": False}, {})
    assert [(gap.kind, gap.id) for gap in found.gaps] == [
        ("answer", "live_address"), ("answer", "account_kind"), ("paper", "bank_card"),
    ]
    assert not found.complete


def test_what_the_card_does_not_say_is_no_gap() -> None:
    assert review(BIRTH, ANSWERED.without("sex"), {}, {}).complete


def test_what_a_photographed_card_shows_is_no_gap() -> None:
    assert review(BIRTH, ANSWERED, {"id_or_hukou": True, "partner_id": True}, {}).complete


def test_a_paper_without_its_picture_is_a_gap() -> None:
    found = review(BIRTH, ANSWERED, {"id_or_hukou": True, "partner_id": False}, {})
    assert found.gaps == (Gap("paper", "partner_id", BIRTH.paper("partner_id").name),)


def test_the_phone_may_stay_empty() -> None:
    found = review(BIRTH, ANSWERED, {}, {})
    assert [one.field for one in found.optional] == ["phone"]
    filled = review(BIRTH, ANSWERED.with_answer("phone", "13800000000"), {}, {})
    assert filled.optional == ()
    assert line(filled, "phone").value == "138****0000"


def test_numbers_are_masked_and_names_are_not() -> None:
    found = review(BIRTH, ANSWERED, {}, {})
    assert line(found, "id_no").value == "110***********002X"
    assert line(found, "name").value == "钱多多"


def test_what_the_card_says_cannot_be_changed_here() -> None:
    found = review(BIRTH, ANSWERED.with_answer("live_address", "某镇某路", Source.SHARE), {}, {})
    assert {one.field for one in found.lines if one.changeable} == {
        "live_address", "has_partner", "stage", "children_before",
    }


def test_options_and_dates_are_shown_in_words() -> None:
    found = review(BIRTH, ANSWERED, {}, {})
    words = [line(found, name).text for name in ("stage", "birth_date", "live_address")]
    assert [text.zh if text else None for text in words] == ["准备怀孕", "1949 年 12 月 31 日", None]


def test_an_answer_that_does_not_belong_to_the_case_is_not_shown() -> None:
    alone = ANSWERED.with_answer("partner_name", "孙远", Source.SHARE).with_answer("has_partner", "false")
    assert "partner_name" not in {one.field for one in review(BIRTH, alone, {}, {}).lines}


def test_handing_in_declares_that_it_is_true() -> None:
    assert review(BIRTH, ANSWERED, {}, {}).declaration.zh.startswith("我说的都是真的")
