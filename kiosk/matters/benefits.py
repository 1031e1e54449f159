"""What a matter gives, in words (pure)."""
from __future__ import annotations

from collections.abc import Mapping

from kiosk.matters.facts import complete, with_answers
from kiosk.matters.logic import NOTHING, Facts, evaluate
from kiosk.matters.model import Field, Matter
from kiosk.matters.text import Text

UNITS = {
    "CNY/month": Text(zh="每月 {amount} 元", en="¥{amount} a month"),
    "CNY/year": Text(zh="每年 {amount} 元", en="¥{amount} a year"),
    "CNY/once": Text(zh="一次 {amount} 元", en="¥{amount} once"),
}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


def benefit(matter: Matter, facts: Facts, params: Facts = NOTHING) -> Text | None:
    """每月 100 元, or None while it is not known which amount holds. Never a guess."""
    known = complete(matter, facts)
    for one in matter.benefits:
        if evaluate(one.when, known, params) is True:
            unit = UNITS[one.unit]
            return Text(zh=unit.zh.format(amount=one.amount), en=unit.en.format(amount=one.amount))
    return None


def result_text(matter: Matter, facts: Facts, values: Mapping[str, str], params: Facts = NOTHING) -> Text:
    """The sentence for an approved case, from the matter's own words: 每月 100 元，从 2026 年 12 月开始。

    {benefit} and the ids of fields may stand in it. Raises KeyError when a named field was never filled in.
    """
    given = benefit(matter, with_answers(matter, facts, values), params) or Text(zh="", en="")
    said = {field.id: shown(field, values[field.id]) for field in matter.fields if field.id in values}
    return Text(
        zh=matter.result.approved.zh.format(benefit=given.zh, **{id: text.zh for id, text in said.items()}),
        en=matter.result.approved.en.format(benefit=given.en, **{id: text.of("en") for id, text in said.items()}),
    )


def shown(field: Field, value: str) -> Text:
    """An answer as people say it: 2026-12 → 2026 年 12 月, an option → its words. Nothing is masked here."""
    match field.kind:
        case "choice":
            return next((o.label for o in field.options if o.value == value), Text(zh=value, en=value))
        case "choices":
            labels = [one.label for one in field.options if one.value in value.split(",")]
            return Text(zh="、".join(one.zh for one in labels), en=", ".join(one.of("en") for one in labels))
        case "boolean":
            return Text(zh="是", en="Yes") if value == "true" else Text(zh="否", en="No")
        case "date" | "month":
            return _calendar(value)
        case _:
            return Text(zh=value, en=value)


def _calendar(value: str) -> Text:
    year, month, *day = (int(part) for part in value.split("-"))
    zh, en = f"{year} 年 {month} 月", f"{MONTHS[month - 1]} {year}"
    return Text(zh=f"{zh} {day[0]} 日", en=f"{day[0]} {en}") if day else Text(zh=zh, en=en)
