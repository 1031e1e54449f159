from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.numbers import (
    birth_of,
    id_check_character,
    is_id_number,
    is_old_foreigner_number,
    mask_account,
    mask_number,
    mask_phone,
    sex_of,
    tidy,
)
from kiosk.submission.number import CounterFull, grouped, is_valid, provisional

TODAY = date(2026, 11, 24)

# From the appendix of GB 11643, published samples of the residence permits and the 2023 foreigner's card, and regions
# that no longer exist or never had a county.
PUBLISHED = [
    "11010519491231002X", "932682198501010017", "911124198108030024", "810000199408230021", "830000199201300022",
    "440301198001010018", "441901199001010016", "441921197001010012", "44252719700101001X",
]


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_numbers_hold_whatever_their_region(number: str) -> None:
    assert is_id_number(number, TODAY)


@pytest.mark.parametrize("number", PUBLISHED)
def test_any_one_wrong_digit_is_found(number: str) -> None:
    for place in range(6):
        wrong = str((int(number[place]) + 1) % 10)
        assert not is_id_number(number[:place] + wrong + number[place + 1 :], TODAY)


@pytest.mark.parametrize("first17", ["44190019520230001", "44190020270101001", "44190019521301001"])
def test_a_birthday_that_is_none_or_still_to_come_is_refused(first17: str) -> None:
    assert not is_id_number(first17 + id_check_character(first17), TODAY)


SHAPELESS = ["", "4419001952030870", "011105194912310020", "11010519491231002x", "１１０１０５19491231002X"]


@pytest.mark.parametrize("number", SHAPELESS)
def test_other_shapes_are_refused(number: str) -> None:
    assert not is_id_number(number, TODAY)


def test_numbers_are_tidied_as_they_are_printed() -> None:
    assert tidy(" 110105 19491231-002x ") == "11010519491231002X"


def test_the_number_tells_birthday_and_sex() -> None:
    assert birth_of("11010519491231002X") == date(1949, 12, 31)
    assert (sex_of("11010519491231002X"), sex_of("932682198501010017"), sex_of("CHN320190123456")) == ("2", "1", "0")
    assert birth_of("CHN320190123456") is None


def test_the_old_foreigner_number_is_known_by_its_shape() -> None:
    assert is_old_foreigner_number("CHN320190123456")
    assert not is_old_foreigner_number("CH4320190123456")


def test_masks_keep_what_their_owner_compares() -> None:
    assert mask_number("11010519491231002X") == "110***********002X"
    assert mask_phone("13800000000") == "138****0000"
    assert mask_account("6217000012345678") == "**** 5678"
    assert (mask_number("123"), mask_phone("1234567"), mask_account("1234")) == ("***", "*******", "****")


@pytest.mark.parametrize(
    ("terminal", "epoch", "counter", "check"),
    [("12345", 0, 1, "84"), ("12345", 0, 2, "81"), ("00001", 0, 1, "61"), ("99999", 9, 999999, "48")],
)
def test_provisional_numbers_carry_the_check_of_iso_7064(terminal: str, epoch: int, counter: int, check: str) -> None:
    number = provisional(terminal, epoch, counter)
    assert number == f"{terminal}{epoch}{counter:06d}{check}"
    assert is_valid(number)


def test_a_number_is_shown_in_groups_and_read_back_with_them() -> None:
    assert grouped("12345000000184") == "1234 5000 0001 84"
    assert is_valid("1234 5000-0001 84")


@given(st.integers(1, 999_999), st.integers(0, 12))
def test_swapped_neighbours_are_always_found(counter: int, place: int) -> None:
    number = provisional("12345", 0, counter)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_valid(swapped)


def test_a_full_counter_mints_no_more_numbers() -> None:
    with pytest.raises(CounterFull):
        provisional("12345", 0, 1_000_000)


@pytest.mark.parametrize(("terminal", "epoch", "counter"), [("1234", 0, 1), ("12345", 10, 1), ("12345", 0, 0)])
def test_parts_that_are_none_mint_nothing(terminal: str, epoch: int, counter: int) -> None:
    with pytest.raises(ValueError, match=r"five digits|epoch"):
        provisional(terminal, epoch, counter)


@pytest.mark.parametrize("text", ["", "1234500000018", "12345000000185", "1234500000018x", "１２３４５０００００01 84"])
def test_what_is_no_such_number_is_not_valid(text: str) -> None:
    assert not is_valid(text)
