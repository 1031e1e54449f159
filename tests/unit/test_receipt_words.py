"""Line breaking, masks and the signed address of a slip."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.receipts.masks import mask_document, mask_name
from kiosk.receipts.sign import slip_url
from kiosk.receipts.verify import is_genuine, read_claim
from kiosk.receipts.wrap import NOT_FIRST, NOT_LAST, wrap
from tests.support.printers import KEY, NUMBER, STATUS_URL

TEXT = "现在网络断了。您交的都（加密）存在这台机器里，编号“不会变”，连上网就自动送出！Call 12345, it is free."


def width(text: str) -> float:
    """Hanzi are two wide, letters one."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


@pytest.mark.parametrize("room", range(8, 60))
def test_lines_fit_and_break_as_chinese_printing_does(room: int) -> None:
    lines = wrap(TEXT, room, width)
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")
    assert all(width(line) <= room for line in lines)
    if room >= 12:
        assert not any(line[0] in NOT_FIRST for line in lines)
        assert not any(line[-1] in NOT_LAST for line in lines)


def test_words_of_letters_stay_whole_and_numbers_too() -> None:
    assert wrap("call 12345 now", 9, width) == ["call", "12345 now"]


def test_a_word_wider_than_the_paper_is_broken() -> None:
    lines = wrap("4419001952030870170000", 10, width)
    assert "".join(lines) == "4419001952030870170000"
    assert max(len(line) for line in lines) <= 10


def test_a_no_break_space_keeps_a_date_together() -> None:
    assert wrap("在 11\u00a0月\u00a024\u00a0日", 12, width) == ["在", "11\u00a0月\u00a024\u00a0日"]


def test_a_lonely_last_character_gets_company() -> None:
    assert [len(line) for line in wrap("也可以在这里刷卡看结果", 20, width)] != [10, 1]


def test_nothing_is_one_empty_line() -> None:
    assert wrap("", 10, width) == [""]


@pytest.mark.parametrize(
    ("name", "masked"), [("陈福寿", "陈*寿"), ("陈明", "陈*"), ("欧阳福寿", "欧**寿"), ("䶮", "䶮"), ("", "")]
)
def test_names_hide_their_middle(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("441900195203087017", "4419**********7017"), ("H12345678", "H1*****78"), ("123", "***"), ("", "")],
)
def test_document_numbers_hide_their_middle(number: str, masked: str) -> None:
    assert mask_document(number) == masked


def test_a_slips_address_is_proved_by_its_terminals_key() -> None:
    claim = read_claim(slip_url(STATUS_URL, NUMBER, "12345", KEY))
    assert claim is not None
    assert (claim.number, claim.terminal) == (NUMBER, "12345")
    assert is_genuine(claim, KEY.public_key())
    assert not is_genuine(claim, Ed25519PrivateKey.generate().public_key())


def test_a_changed_number_is_not_genuine() -> None:
    claim = read_claim(slip_url(STATUS_URL, NUMBER, "12345", KEY).replace(NUMBER, "12345000000281"))
    assert claim is not None
    assert not is_genuine(claim, KEY.public_key())


@pytest.mark.parametrize(
    "url", ["", "https://example.org/", "?n=12&k=12345&s=AA", f"?n={NUMBER}&k=12345&s=!!", "?n=&k=&s="]
)
def test_other_addresses_are_no_slips(url: str) -> None:
    assert read_claim(url) is None


def test_the_address_holds_number_terminal_and_signature_only() -> None:
    url = slip_url(STATUS_URL, NUMBER, "12345", KEY)
    assert url.startswith(f"{STATUS_URL}?n={NUMBER}&k=12345&s=")
    assert len(url.rsplit("=", 1)[1]) == 86
