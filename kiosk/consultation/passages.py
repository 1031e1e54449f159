"""What the parts of a matter say about each kind of question, quoted from its data (pure)."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kiosk.consultation import words
from kiosk.consultation.model import Passage
from kiosk.consultation.question import Kind
from kiosk.consultation.sources import source
from kiosk.matters.benefits import UNITS
from kiosk.matters.logic import variables
from kiosk.matters.model import Matter, Requirement
from kiosk.matters.money import Fee
from kiosk.matters.service import DOING
from kiosk.matters.text import Text

LOOKS = frozenset(("query", "print"))


def passage(matter: Matter, kind: Kind) -> Passage | None:
    """What the data of this matter says about it; None where it says nothing."""
    return PARTS[kind](matter)


def intro(matter: Matter) -> Passage:
    """What it is about, and where it is done if not here."""
    text, field = (matter.elsewhere, "elsewhere") if matter.elsewhere else (matter.spoken, "spoken")
    return _quote(matter, field, None, text)


def _quote(matter: Matter, field: str, kind: Kind | None, text: Text, bases: Iterable[str] = ()) -> Passage:
    return Passage(text, source(matter, field, bases), kind, direct=kind is not None)


def _who(matter: Matter) -> Passage | None:
    if not matter.conditions:
        return None
    said = words.filled(words.CONDITIONS, list=words.joined([one.text for one in matter.conditions]))
    return _quote(matter, "conditions", "who", said)


def _bring(matter: Matter) -> Passage | None:
    if matter.detail == "outline":
        told = matter.elsewhere if matter.elsewhere and "带" in matter.elsewhere.zh else None
        return _quote(matter, "elsewhere", "bring", told) if told else None
    if not matter.papers:
        return _quote(matter, "papers", "bring", words.NO_PAPERS)
    kinds = {"always": words.PAPERS, "conditional": words.SOMETIMES, "optional": words.HELPS}
    by_need = {need: [paper for paper in matter.papers if paper.required == need] for need in kinds}
    said = [words.filled(kinds[need], list=_listed(papers)) for need, papers in by_need.items() if papers]
    bases = [id for paper in by_need["always"] or matter.papers for id in paper.basis]
    return _quote(matter, "papers", "bring", words.after(said[0], *said[1:]), bases)


def _listed(papers: list[Requirement]) -> Text:
    """The names, each with the note that spares it: 您的身份证（在机器上刷过，就不用再拍）."""
    said = []
    for paper in papers:
        note = paper.note
        zh = f"{paper.name.zh}（{note.zh.rstrip('。')}）" if note else paper.name.zh
        en = f"{paper.name.of('en')} ({note.of('en').rstrip('.')})" if note else paper.name.of("en")
        said.append(Text(zh=zh, en=en))
    return words.joined(said)


def _money(matter: Matter) -> Passage | None:
    if not matter.benefits:
        return _quote(matter, "lookup", "money", matter.lookup.shows) if matter.lookup else None
    said = [words.filled(UNITS[one.unit], amount=one.amount) for one in matter.benefits]
    text = words.filled(words.AMOUNTS, list=words.joined(said, zh="、", en=", "))
    return _quote(matter, "benefits", "money", text)


def _cost(matter: Matter) -> Passage | None:
    fees = matter.fees
    if matter.payment:
        return _quote(matter, "spoken", "cost", matter.spoken)
    if not fees.items:
        free = matter.detail == "full" and not matter.intermediaries
        return _quote(matter, "fees", "cost", words.filled(words.FREE, short=matter.short)) if free else None
    said = Text(
        zh="；".join(f"{one.name.zh}：{_price(one).zh}" for one in fees.items) + "。",
        en="; ".join(f"{one.name.of('en')}: {_price(one).en}" for one in fees.items) + ".",
    )
    said = words.after(said, Text(zh=fees.reduced.zh, en=f" {fees.reduced.of('en')}")) if fees.reduced else said
    return _quote(matter, "fees", "cost", said, [one.basis for one in fees.items])


def _price(fee: Fee) -> Text:
    if fee.fen is None:
        return words.NO_AMOUNT
    yuan = f"{fee.fen / 100:g}"
    return Text(zh=f"{yuan} 元", en=f"¥{yuan}")


def _how_long(matter: Matter) -> Passage | None:
    if matter.detail == "outline":
        return None
    at_once = words.IF_FOUND if LOOKS & set(matter.modes) and "apply" not in matter.modes else words.IF_RIGHT
    days = matter.promised_days
    said = at_once if matter.instant else words.filled(words.WITHIN, days=days)
    law = matter.statutory
    most = [words.filled(words.AT_MOST[law.unit], days=law.value)] if law else []
    return _quote(matter, "promised_days", "how_long", words.after(said, *most))


def _lasting(matter: Matter) -> Passage | None:
    validity = matter.result.validity
    return _quote(matter, "result", "lasting", validity) if validity else None


def _when(matter: Matter) -> Passage | None:
    if not matter.seasons:
        return None
    return _quote(matter, "seasons", "when", words.after(*(one.text for one in matter.seasons)))


def _where(matter: Matter) -> Passage | None:
    if matter.elsewhere:
        return _quote(matter, "elsewhere", "where", matter.elsewhere)
    if not DOING & set(matter.modes):
        return None
    reason = matter.visits.reason
    once_more = [words.filled(words.STILL_GO, reason=words.joined([reason]))] if reason else []
    said = words.after(words.filled(words.HERE, office=matter.department), *once_more)
    return _quote(matter, "modes", "where", said)


def _agent(matter: Matter) -> Passage | None:
    if matter.detail == "outline":
        return None
    if not matter.agent_allowed:
        return _quote(matter, "agent_allowed", "agent", words.MAY_NOT)
    papers = [one for one in matter.papers if one.required_when and "session.is_agent" in variables(one.required_when)]
    if not papers:
        return _quote(matter, "agent_allowed", "agent", words.MAY)
    names = words.joined([paper.name for paper in papers], zh="、", en=", ")
    said = words.after(words.MAY, words.filled(words.MAY_WITH, list=names))
    return _quote(matter, "agent_allowed", "agent", said, [id for paper in papers for id in paper.basis])


def _proof(matter: Matter) -> Passage | None:
    """All that is not needed, which is no answer about another paper; one of them by name is in proofs.py."""
    if not matter.removed_proofs:
        return None
    names = words.joined([one.name for one in matter.removed_proofs], zh="、", en=", ")
    return replace(_quote(matter, "removed_proofs", "proof", words.filled(words.NEEDS_NONE, list=names)), direct=False)


PARTS: dict[Kind, Callable[[Matter], Passage | None]] = {
    "who": _who, "bring": _bring, "money": _money, "cost": _cost, "how_long": _how_long,
    "lasting": _lasting, "when": _when, "where": _where, "agent": _agent, "proof": _proof,
}  # fmt: skip
