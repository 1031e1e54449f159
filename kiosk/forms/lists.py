"""Checks answers that are more than one value: several choices, a place, the people of a household (pure)."""
from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime

from kiosk.forms.model import Accepted, Refused
from kiosk.matters.form import Column
from kiosk.matters.model import Field

REGION = re.compile(r"[1-9][0-9]{5}([0-9]{3}|[0-9]{6})?")  # county, town or village by GB/T 2260 and its continuation
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_MEMBERS = 20
CheckOne = Callable[[Field, str, date], Accepted | Refused]


def check_choices(field: Field, value: str) -> Accepted | Refused:
    """"a,b": each an option, once, carried in the order of the options."""
    said = value.split(",")
    options = [option.value for option in field.options]
    if not set(said) <= set(options) or len(set(said)) != len(said):
        return Refused("error.choose")
    return Accepted(",".join(option for option in options if option in said))


def check_region(value: str) -> Accepted | Refused:
    return Accepted(value) if REGION.fullmatch(value) else Refused("error.choose")


def check_signature(value: str) -> Accepted | Refused:
    """The SHA-256 of the sealed picture; the picture itself travels as a page."""
    return Accepted(value) if SHA256.fullmatch(value) else Refused("error.empty")


def check_slot(value: str, today: date) -> Accepted | Refused:
    """"2026-12-03T09:30", not in the past."""
    try:
        at = datetime.strptime(value, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a time on the wall of the office
    except ValueError:
        return Refused("error.date")
    return Accepted(value) if at.date() >= today else Refused("error.date_too_early")


def check_members(field: Field, value: str, today: date, check_one: CheckOne) -> Accepted | Refused:
    """A JSON list of people, each with every column; the first answer that is wrong says why."""
    try:
        people = json.loads(value)
    except json.JSONDecodeError:
        return Refused("error.text")
    if not isinstance(people, list) or not people or not all(isinstance(person, dict) for person in people):
        return Refused("error.empty")
    if len(people) > (field.max or MOST_MEMBERS):
        return Refused("error.number_too_large")
    rows = []
    for person in people:
        row = {}
        for column in field.columns:
            checked = check_one(_as_field(column), str(person.get(column.id, "")), today)
            if isinstance(checked, Refused):
                return checked
            row[column.id] = checked.value
        rows.append(row)
    return Accepted(json.dumps(rows, ensure_ascii=False))


def _as_field(column: Column) -> Field:
    return Field(id=column.id, kind=column.kind, label=column.label, options=column.options)
