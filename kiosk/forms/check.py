"""Checks one answer by the kind of its field: tidied, or refused with a sentence's key (pure)."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from kiosk.forms.lists import check_choices, check_members, check_region, check_signature, check_slot
from kiosk.forms.model import Accepted, Refused
from kiosk.matters.model import Field, Kind
from kiosk.numbers import is_id_number, is_old_foreigner_number, tidy

MOBILE = re.compile(r"1[3-9][0-9]{9}")
ACCOUNT = re.compile(r"[0-9]{12,21}")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
MONEY = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
LONGEST_NAME = 50
NAME_MARKS = "·•． .-'’"
SHORTEST_ADDRESS = 4

ERRORS = (
    "empty", "choose", "date", "date_too_early", "date_too_late", "number", "number_too_small", "number_too_large",
    "money", "phone", "name", "id_number", "address", "text_too_long", "text", "bank_account",
)
Checked = Accepted | Refused


def check_answer(field: Field, value: str, today: date) -> Checked:
    """Accepted with the value the form carries, or Refused with error.<one of ERRORS>."""
    value = value.strip()
    return CHECKS[field.kind](field, value, today) if value else _refuse("empty")


def _choice(field: Field, value: str, today: date) -> Checked:
    return _if(value in {option.value for option in field.options}, value, "choose")


def _boolean(field: Field, value: str, today: date) -> Checked:
    return _if(value in ("true", "false"), value, "choose")


def _month(field: Field, value: str, today: date) -> Checked:
    return _if(MONTH.fullmatch(value) is not None, value, "date")


def _phone(field: Field, value: str, today: date) -> Checked:
    return _if(MOBILE.fullmatch(tidy(value)) is not None, tidy(value), "phone")


def _bank_account(field: Field, value: str, today: date) -> Checked:
    return _if(ACCOUNT.fullmatch(tidy(value)) is not None, tidy(value), "bank_account")


def _id_number(field: Field, value: str, today: date) -> Checked:
    number = tidy(value)
    return _if(is_id_number(number, today) or is_old_foreigner_number(number), number, "id_number")


def _name(field: Field, value: str, today: date) -> Checked:
    return _if(len(value) <= LONGEST_NAME and all(map(_may_stand_in_a_name, value)), value, "name")


def _address(field: Field, value: str, today: date) -> Checked:
    return _refuse("address") if len(value) < SHORTEST_ADDRESS else _text(field, value, today)


def _date(field: Field, value: str, today: date) -> Checked:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return _refuse("date")
    if field.earliest_days is not None and day < today + timedelta(field.earliest_days):
        return _refuse("date_too_early")
    if field.latest_days is not None and day > today + timedelta(field.latest_days):
        return _refuse("date_too_late")
    return Accepted(day.isoformat())


def _integer(field: Field, value: str, today: date) -> Checked:
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        return _refuse("number")
    return _within(field, int(value)) or Accepted(str(int(value)))


def _money(field: Field, value: str, today: date) -> Checked:
    """CNY with at most two decimals, carried as "12.50"."""
    if not MONEY.fullmatch(value):
        return _refuse("money")
    return _within(field, float(value)) or Accepted(f"{float(value):.2f}")


def _decimal(field: Field, value: str, today: date) -> Checked:
    """A measure such as 3.25 mu, with at most four decimals."""
    if not DECIMAL.fullmatch(value):
        return _refuse("number")
    return _within(field, float(value)) or Accepted(f"{float(value):g}")


def _within(field: Field, number: float) -> Refused | None:
    if field.min is not None and number < field.min:
        return _refuse("number_too_small")
    if field.max is not None and number > field.max:
        return _refuse("number_too_large")
    return None


def _digits(field: Field, value: str, today: date) -> Checked:
    """A number that is only a name, such as that of a meter: its zeros count."""
    number = tidy(value)
    return _if(number.isascii() and number.isdecimal() and len(number) <= field.max_length, number, "number")


def _text(field: Field, value: str, today: date) -> Checked:
    if len(value) > field.max_length:
        return _refuse("text_too_long")
    return _if(_printable(value), value, "text")


def _may_stand_in_a_name(character: str) -> bool:
    """Letters of any script, with dots, spaces, hyphens and apostrophes between; code points stay as they are.

    Rare characters of the ID card may stand in the private use areas, so these count as letters.
    """
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Co" or character in NAME_MARKS


def _printable(value: str) -> bool:
    return all(unicodedata.category(character) not in ("Cc", "Cf", "Cs") for character in value)


def _if(holds: bool, value: str, error: str) -> Checked:
    return Accepted(value) if holds else _refuse(error)


def _refuse(name: str) -> Refused:
    return Refused(f"error.{name}")


CHECKS: dict[Kind, Callable[[Field, str, date], Checked]] = {
    "choice": _choice,
    "boolean": _boolean,
    "date": _date,
    "month": _month,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "phone": _phone,
    "name": _name,
    "id_number": _id_number,
    "address": _address,
    "text": _text,
    "digits": _digits,
    "bank_account": _bank_account,
    "choices": lambda field, value, today: check_choices(field, value),
    "region": lambda field, value, today: check_region(value),
    "members": lambda field, value, today: check_members(field, value, today, check_answer),
    "signature": lambda field, value, today: check_signature(value),
    "slot": lambda field, value, today: check_slot(value, today),
}
