from datetime import date

import pytest

from devices.interfaces import CardDocument, DocumentKind
from kiosk.identity.age import full_months
from kiosk.identity.check import check_identity, facts_from, greeting
from kiosk.identity.model import Identity, IdentityProblem
from kiosk.identity.owner import owner_tag
from kiosk.identity.places import city_of
from kiosk.identity.surnames import surname_of, surname_spoken
from kiosk.numbers import id_check_character

TODAY = date(2026, 11, 24)
SECRET = bytes(range(32))


def card(
    birth: date = date(1950, 1, 1), name: str = "钱多多", sex: str = "1", kind: DocumentKind = DocumentKind.RESIDENT_ID,
    address: str = "", valid_to: date | None = None, name_en: str = "", number: str = "",
) -> CardDocument:
    first17 = f"441900{birth:%Y%m%d}{'001' if sex == '1' else '002'}"
    number = number or first17 + id_check_character(first17)
    return CardDocument(kind, number, name, sex, birth, name_en, address=address, valid_to=valid_to)


def person(document: CardDocument) -> Identity:
    found = check_identity(document, TODAY)
    assert isinstance(found, Identity)
    return found


def test_a_card_without_address_is_fine() -> None:
    assert person(card(kind=DocumentKind.SOCIAL_CARD)).remark == ""


def test_an_expired_card_is_remarked_and_not_refused() -> None:
    assert person(card(valid_to=date(2026, 11, 23))).remark == "card_expired"
    assert person(card(valid_to=TODAY)).remark == ""


@pytest.mark.parametrize("number", ["11010519491231002X", "810000199408230021", "932682198501010017"])
def test_no_region_is_refused(number: str) -> None:
    assert person(card(number=number)).number == number


def test_a_wrong_number_or_no_name_is_a_named_problem() -> None:
    assert check_identity(card(number="441900195001010010"), TODAY) == IdentityProblem("card_unreadable", "number")
    assert check_identity(card(name=""), TODAY) == IdentityProblem("card_unreadable", "name")


def test_the_foreigner_card_of_2017_has_fifteen_characters() -> None:
    kind = DocumentKind.FOREIGN_PERMANENT_2017
    found = person(card(kind=kind, number="DEU320190123456", name="", name_en="DOE, Jane"))
    assert (found.name, found.number) == ("DOE, Jane", "DEU320190123456")


def test_the_card_tells_age_and_sex_and_never_the_hukou() -> None:
    facts = facts_from(person(card(date(1956, 12, 24), sex="2", address="湖南省长沙市某路1号")), TODAY)
    assert facts == {
        "applicant.age": 69, "applicant.age_months": 839, "applicant.sex": "F", "applicant.id_address_city": "430000",
    }


def test_a_card_that_says_no_sex_or_birthday_leaves_them_to_the_number() -> None:
    found = person(CardDocument(DocumentKind.SOCIAL_CARD, "11010519491231002X", "钱多多", "9", None))
    assert (found.sex, found.birth) == ("F", date(1949, 12, 31))


@pytest.mark.parametrize(
    ("birth", "today", "months"),
    [
        (date(1956, 11, 24), date(2026, 11, 23), 839), (date(1956, 11, 24), date(2026, 11, 24), 840),
        (date(1956, 2, 29), date(2026, 2, 27), 839), (date(1956, 2, 29), date(2026, 2, 28), 840),
        (date(1956, 10, 31), date(2026, 9, 30), 839),
    ],
)
def test_months_are_full_on_the_day_or_the_last_of_the_month(birth: date, today: date, months: int) -> None:
    assert full_months(birth, today) == months


@pytest.mark.parametrize(
    ("document", "zh", "en"),
    [
        (card(date(1950, 1, 1), "钱多多"), "钱伯", "Mr Qian"),
        (card(date(1950, 1, 1), "钱多多", "2"), "钱婆婆", "Ms Qian"),
        (card(date(1966, 11, 24), "单大山"), "单伯", "Mr Shan"),
        (card(date(1966, 11, 25), "吕小川"), "吕先生", "Mr Lyu"),
        (card(date(1990, 1, 1), "欧阳小川", "2"), "欧阳女士", "Ms Ouyang"),
        (card(date(1990, 1, 1), "钱多多", name_en="QIAN, Duoduo"), "钱先生", "Mr Qian"),
    ],
)
def test_people_are_greeted_by_surname_age_and_sex(document: CardDocument, zh: str, en: str) -> None:
    text = greeting(person(document), TODAY)
    assert (text.zh, text.en) == (zh, en)


def test_without_a_sex_the_greeting_guesses_none() -> None:
    found = person(card(kind=DocumentKind.FOREIGN_PERMANENT_2017, number="DEU320190123456", name="DOE Jane", sex="0"))
    assert greeting(found, TODAY).zh == "Doe，您好"


def test_surnames_of_other_shapes() -> None:
    names = ("阿卜杜·热合曼", "欧阳", "司马光光", "DOE JANE")
    assert [surname_of(name) for name in names] == ["阿卜杜", "欧", "司马", "Doe"]
    assert (surname_spoken("尉迟"), surname_spoken("陈")) == ("Yuchi", "Chen")


def test_elders_are_sixty_or_older() -> None:
    assert person(card(date(1966, 11, 24))).elder(TODAY)
    assert not person(card(date(1966, 11, 25))).elder(TODAY)


def test_an_address_names_a_city_only_when_it_begins_with_one() -> None:
    assert city_of("广东省东莞市石碣镇") == city_of("东莞市石碣镇") == "441900"
    assert city_of("广东省梅州市梅县区") == "441400"
    assert city_of("桔洲二路18号") is None


def test_the_owner_tag_is_one_per_number_and_secret() -> None:
    assert owner_tag(SECRET, "11010519491231002x") == owner_tag(SECRET, " 11010519491231002X")
    assert owner_tag(SECRET, "11010519491231002X") != owner_tag(SECRET[::-1], "11010519491231002X")
    with pytest.raises(ValueError, match="too short"):
        owner_tag(b"", "11010519491231002X")


def test_nothing_personal_stands_in_a_repr() -> None:
    assert "钱" not in repr(person(card()))
