"""What this person is probably entitled to or due to do, right after the card is known (pure).

Only what is known counts: a rule that cannot be decided yet lists nothing, and neither does a right with a condition
that is known not to hold. Everything listed is probable; the matter itself decides.
"""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kiosk.matters.logic import NOTHING, Facts, evaluate, variables
from kiosk.matters.model import Matter
from kiosk.matters.rules import judge
from kiosk.matters.service import Season
from kiosk.matters.text import Text

AHEAD = timedelta(days=30)  # a season is told so long before it begins
DAYS_LEFT = "_days_left"  # facts that count the days until something runs out end so

PROBABLY_DUE = Text(zh="可能该办了：{short}", en="Probably due: {short}")
PROBABLY_YOURS = Text(zh="可能可以办：{short}", en="Probably for you: {short}")
UNTIL = Text(zh="到 {y} 年 {m} 月 {d} 日为止。", en="Until {iso}.")
FROM = Text(zh="从 {y} 年 {m} 月 {d} 日开始。", en="From {iso}.")
OVERDUE = Text(zh="{y} 年 {m} 月 {d} 日已经到期。", en="It ran out on {iso}.")


@dataclass(frozen=True)
class Probably:
    """`due_on`: the last day, where one is known; None for what has no day. `why` ends with that day in words."""

    code: str
    version: int
    kind: Literal["due", "right"]
    say: Text
    why: Text
    due_on: date | None = None


def yours(matters: Iterable[Matter], facts: Facts, today: date, params: Facts = NOTHING) -> tuple[Probably, ...]:
    """What is due soon first, then what is due without a day, then rights; each matter once."""
    found: dict[str, Probably] = {}
    for matter in matters:
        if matter.status == "active":
            first = min(_of(matter, facts, today, params), key=_order, default=None)
            found |= {matter.code: first} if first else {}
    return tuple(sorted(found.values(), key=_order))


def _order(one: Probably) -> tuple[bool, date, bool, str]:
    return one.due_on is None, one.due_on or date.max, one.kind == "right", one.code


def _of(matter: Matter, facts: Facts, today: date, params: Facts) -> Iterator[Probably]:
    holds = matter.yours is not None and evaluate(matter.yours.when, facts, params) is True
    for season in matter.seasons:
        concerned = holds if season.when is None else evaluate(season.when, facts, params) is True
        if concerned and (window := _window(season, today)):
            yield _due(matter, season.text, window[1], _said(FROM if today < window[0] else UNTIL, window, today))
    if matter.yours is None or not holds or judge(matter, facts, params).outcome == "not_eligible":
        return
    days = [facts[name] for name in variables(matter.yours.when) if name.endswith(DAYS_LEFT) and name in facts]
    if left := [day for day in days if isinstance(day, int)]:
        last = today + timedelta(days=min(left))
        yield _due(matter, matter.yours.why, last, _said(OVERDUE if last < today else UNTIL, (last, last), today))
    elif "verify" in matter.modes:
        yield _due(matter, matter.yours.why, None, None)
    else:
        yield Probably(matter.code, matter.version, "right", _short(PROBABLY_YOURS, matter), matter.yours.why)


def _due(matter: Matter, why: Text, last: date | None, by: Text | None) -> Probably:
    told = Text(zh=why.zh + by.zh, en=f"{why.of('en')} {by.en}") if by else why
    return Probably(matter.code, matter.version, "due", _short(PROBABLY_DUE, matter), told, last)


def _short(sentence: Text, matter: Matter) -> Text:
    return Text(zh=sentence.zh.format(short=matter.short.zh), en=sentence.en.format(short=matter.short.of("en")))


def _said(sentence: Text, window: tuple[date, date], today: date) -> Text:
    """A season that is still to come tells its first day, everything else its last."""
    day = window[0] if today < window[0] else window[1]
    return Text(
        zh=sentence.zh.format(y=day.year, m=day.month, d=day.day), en=sentence.en.format(iso=f"{day:%d %B %Y}")
    )


def _window(season: Season, today: date) -> tuple[date, date] | None:
    """First and last day of the season that runs now or begins within AHEAD; it may run over New Year."""
    for year in (today.year - 1, today.year, today.year + 1):
        first, last = _day(season.first, year), _day(season.last, year)
        if last < first:
            last = _day(season.last, year + 1)
        if first - AHEAD <= today <= last:
            return first, last
    return None


def _day(month_day: str, year: int) -> date:
    """02-29 is the last of February in every year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
