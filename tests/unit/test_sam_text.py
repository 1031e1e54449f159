from datetime import date

import pytest

from devices.card_reader.text_block import NotReadable, parse_text
from devices.interfaces import CardDocument, DocumentKind
from kiosk.demo.peers.sam_text import build_text

RESIDENT = {
    "name": "张三", "sex": "1", "nation": "01", "birth": "19491231", "address": "北京市东城区示例街1号",
    "number": "11010519491231002X", "issuer": "示例公安局", "valid_from": "20200101", "valid_to": "长期",
}  # fmt: skip
PERMIT = {
    "name": "陈大文", "sex": "2", "birth": "19940823", "number": "810000199408230021", "valid_from": "20200101",
    "valid_to": "20250101", "pass_number": "H12345678", "issue_count": "01",
}  # fmt: skip
FOREIGNER_2017 = {
    "name_en": "ERIKSSON, ANNA MARIA", "sex": "2", "number": "SWE440069080612", "nationality": "SWE",
    "birth": "19690806", "valid_from": "20180101", "valid_to": "20280101", "authority": "4400",
}  # fmt: skip
FOREIGNER_2023 = {
    "name": "爱丽丝", "sex": "1", "renewals": "01", "birth": "19850101", "number": "932682198501010017",
    "nationality": "SAU", "valid_from": "20240101", "valid_to": "20340101", "old_link": "000",
}  # fmt: skip


def read(kind: str, **fields: str) -> CardDocument:
    document = parse_text(build_text(kind, **fields))
    assert isinstance(document, CardDocument)
    return document


def test_a_resident_card_gives_every_field() -> None:
    document = read("R", **RESIDENT)
    assert document == CardDocument(
        DocumentKind.RESIDENT_ID, "11010519491231002X", "张三", "1", date(1949, 12, 31), nation="01",
        address="北京市东城区示例街1号", issuer="示例公安局", valid_from=date(2020, 1, 1), valid_to=None,
        source="sam_serial", verified="sam",
    )  # fmt: skip


@pytest.mark.parametrize("letter", ["\0", " ", "0"])
def test_a_resident_card_may_have_a_space_or_a_zero_as_its_type(letter: str) -> None:
    block = build_text("R", **RESIDENT)
    document = parse_text(block[:248] + letter.encode("utf-16-le") + block[250:])
    assert isinstance(document, CardDocument)
    assert document.kind is DocumentKind.RESIDENT_ID


def test_a_residence_permit_is_told_by_its_letter() -> None:
    document = read("J", **PERMIT)
    assert document.kind is DocumentKind.HK_MACAO_TAIWAN_RESIDENCE
    assert (document.number, document.valid_to) == ("810000199408230021", date(2025, 1, 1))


def test_a_foreigner_without_a_chinese_name_is_called_by_the_english_one() -> None:
    document = read("I", **FOREIGNER_2017)
    assert document.kind is DocumentKind.FOREIGN_PERMANENT_2017
    assert document.name == document.name_en == "ERIKSSON, ANNA MARIA"
    assert (document.number, document.issuer) == ("SWE440069080612", "4400")


def test_a_long_english_name_of_2023_is_put_together() -> None:
    long = "AN ENGLISH NAME THAT TAKES MORE THAN ITS FIELD"
    document = read("Y", **FOREIGNER_2023, name_en=long[:35], name_en_more=long[35:])
    assert document.kind is DocumentKind.FOREIGN_PERMANENT_2023
    assert (document.name, document.name_en) == ("爱丽丝", long)


@pytest.mark.parametrize("rare", ["\ue863", "\U00020bb7"])
def test_a_rare_character_is_kept_as_it_is(rare: str) -> None:
    document = read("R", **RESIDENT | {"name": "张" + rare})
    assert document.name == "张" + rare
    assert document.address == RESIDENT["address"]


def test_a_newer_address_stands_for_the_printed_one() -> None:
    document = parse_text(build_text("R", **RESIDENT), "东莞市石碣镇示例路2号")
    assert isinstance(document, CardDocument)
    assert document.address == "东莞市石碣镇示例路2号"


BLOCK = build_text("R", **RESIDENT)


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (BLOCK[:255], "size"),
        (BLOCK + b" ", "size"),
        (BLOCK[:248] + b"Z\0" + BLOCK[250:], "type"),
        (b"\x00\xd8" + BLOCK[2:], "coding"),
        (BLOCK[:30] + b"7\0" + BLOCK[32:], "sex"),
        (build_text("R", **RESIDENT | {"number": ""}), "number"),
        (build_text("R", **RESIDENT | {"name": ""}), "name"),
        (build_text("R", **RESIDENT | {"birth": "19490231"}), "birth"),
        (build_text("R", **RESIDENT | {"valid_to": "2030010"}), "valid_to"),
    ],
)
def test_a_block_that_cannot_be_right_says_which_part(block: bytes, why: str) -> None:
    assert parse_text(block) == NotReadable(why)


def test_a_document_shows_nothing_of_its_holder() -> None:
    assert repr(read("R", **RESIDENT)) == "CardDocument(resident_id, source='sam_serial')"
