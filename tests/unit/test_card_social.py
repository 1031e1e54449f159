"""The conversation with a 社会保障卡, command by command, against cards made of code."""

from datetime import date
from typing import Any

import pytest

from devices.card_reader.social_card import BadRecord, parse_record, parse_social_card
from devices.card_reader.social_read import SELECT, Reply, ask, read_social_card
from devices.interfaces import CardDocument, CardLost, DocumentKind, ReadFailed
from kiosk.demo.peers.virtual_card import ForeignCard, SocialCard, SpoiltCard

pytest_plugins = ["tests.support.cards"]

Person = dict[str, Any]


@pytest.fixture
def huang(people: dict[str, Person]) -> Person:
    return people["huang"]


def test_select_is_what_the_ministry_wrote() -> None:
    assert SELECT.hex().upper() == "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"


def test_a_record_is_tag_length_value() -> None:
    assert parse_record(bytes.fromhex("0304332E3030")) == (3, b"3.00")


@pytest.mark.parametrize("text", ["0304332E30", "0304332E303000", "03", ""])
def test_a_record_whose_length_is_wrong_is_refused(text: str) -> None:
    assert parse_record(bytes.fromhex(text)) == BadRecord("length")


@pytest.mark.parametrize("version", ["1.00", "2.00", "3.00"])
def test_every_version_is_read_by_tag(huang: Person, version: str) -> None:
    assert read_social_card(SocialCard(huang, version).answer) == CardDocument(
        DocumentKind.SOCIAL_CARD, huang["number"], huang["name"], "2", date(1996, 5, 20), nation="01",
        valid_from=date(2021, 6, 1), valid_to=date(2031, 6, 1), source="pcsc",
    )  # fmt: skip


def test_a_long_name_continues_in_its_extension(huang: Person) -> None:
    long = "阿卜杜热合曼买买提吐尔逊江阿布都拉"
    document = read_social_card(SocialCard(huang | {"name": long}).answer)
    assert isinstance(document, CardDocument)
    assert document.name == long


def test_a_locked_field_is_left_out(huang: Person) -> None:
    document = read_social_card(SocialCard(huang, locked=frozenset({0x0A, 0x0D})).answer)
    assert isinstance(document, CardDocument)
    assert (document.name, document.sex, document.birth) == (huang["name"], "0", None)


def test_a_card_that_keeps_its_number_is_no_document(huang: Person) -> None:
    card = SocialCard(huang, locked=frozenset({0x08}))
    assert read_social_card(card.answer) == ReadFailed("data_invalid", retryable=False)


def test_a_foreign_card_is_unsupported() -> None:
    assert read_social_card(ForeignCard().answer) == ReadFailed("unsupported_card", retryable=False)


def test_another_card_at_the_end_is_a_lost_one(huang: Person, people: dict[str, Person]) -> None:
    first, other = SocialCard(huang), SocialCard(people["li"] | {"social_card": huang["social_card"]})
    other.answer(SELECT)
    asked: list[bytes] = []

    def swapped(command: bytes) -> bytes:
        asked.append(command)
        return (first if len(asked) <= 32 else other).answer(command)

    assert isinstance(read_social_card(first.answer), CardDocument)
    assert read_social_card(swapped) == CardLost()


@pytest.mark.parametrize("fault", ["half", "rubbish"])
@pytest.mark.parametrize("at", range(1, 33))
def test_a_spoilt_answer_never_becomes_a_wrong_document(huang: Person, fault: str, at: int) -> None:
    result = read_social_card(SpoiltCard(SocialCard(huang), at, fault).answer)
    assert isinstance(result, ReadFailed | CardLost) or result == read_social_card(SocialCard(huang).answer)


def test_no_pin_is_sent_and_the_bank_is_not_touched(huang: Person) -> None:
    card, asked = SocialCard(huang), list[bytes]()

    def noted(command: bytes) -> bytes:
        asked.append(command[:2])
        return card.answer(command)

    read_social_card(noted)
    assert set(asked) == {b"\x00\xa4", b"\x00\xc0", b"\x00\xb2"}
    assert asked.count(b"\x00\xa4") == 1


def test_a_length_that_the_card_corrects_is_asked_again() -> None:
    script = {b"\x00\xb2\x01\x2c\x00": b"\x6c\x06", b"\x00\xb2\x01\x2c\x06": bytes.fromhex("0304332E30309000")}
    assert ask(script.__getitem__, b"\x00\xb2\x01\x2c\x00") == Reply(0x9000, bytes.fromhex("0304332E3030"))


def test_a_date_that_is_not_set_is_unknown() -> None:
    document = parse_social_card({8: b"11010519491231002X", 9: "张三".encode("gbk"), 5: bytes(4), 6: b"\xff" * 4})
    assert isinstance(document, CardDocument)
    assert (document.valid_from, document.valid_to) == (None, None)


def test_a_date_that_is_none_is_refused() -> None:
    fields = {8: b"11010519491231002X", 9: "张三".encode("gbk"), 13: bytes.fromhex("20210231")}
    assert parse_social_card(fields) == BadRecord("date")
