"""智能在线咨询, with the line down: answers by quoting the guide, or says that it does not know (pure)."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kiosk.consultation.faq import FIT, Likeness, answered_before
from kiosk.consultation.model import KeptQuestion, Passage, Reply
from kiosk.consultation.passages import intro, passage
from kiosk.consultation.personal import without_personal
from kiosk.consultation.proofs import named_proof
from kiosk.consultation.question import HOW_MUCH, KINDS, Kind, core, kinds_of
from kiosk.matters.load import Catalogue
from kiosk.matters.model import Matter
from kiosk.matters.search import Index
from kiosk.matters.text import Text

MOST_MATTERS = 3
MOSTLY, MUCH = 0.4, 7.0  # share of the words without the asking, or else evidence (see Index.explains)
CLOSE = 0.4  # of the best score: so close may be meant as well
SURE = ((14.0, 0.10, 0.0), (5.0, 0.20, 5.0), (8.0, 0.25, 1.8), (5.0, 0.30, 2.0), (5.0, 0.70, 1.2))
"""Least score, share and evidence (see Index.explains) of a matter that was meant. Fitted to tests/data/questions.toml:
below them lie questions about nothing we do, and a wrong answer is worse than a person."""
ELSEWHERE = re.compile(
    r"天气|下雨|台风|股票|基金|彩票|六合彩|机票|电影|演唱会|外卖|菜谱|做菜|做饭|红烧|减肥|游戏|足球|篮球|比分|世界杯"
    r"|笑话|写诗|唱歌|汇率|比特币|餐厅|好吃|理发|厕所|手机屏|洗衣机|空调|猫|狗|算命|星座|新闻"
    r"|\b(weather|stocks?|lottery|flights?|tickets?|movies?|concerts?|recipe|bake|cook|restaurants?|games?|football|jokes?|poem|"
    r"bitcoin|toilet|world cup|phone screen)\b"
)
"""Everyday things no matter is about; a question with one is answered only by a matter that names it as well."""


class Advisor:
    """Built once from the catalogue. A question changes nothing in it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, self._index = catalogue, Index(catalogue)
        self._matters = {matter.code: matter for matter in catalogue.matters}
        self._likeness = Likeness(self._index.house_words)

    def ask(self, said: str, today: date, about: str | None = None) -> Reply:
        """`about`: the matter on the screen, which is meant unless the question names another one. `today` only
        tells which numbers can be somebody's ID."""
        text, removed = without_personal(said, today)
        kinds = kinds_of(text)
        meant = self._meant(text, about)
        first = [self._answers(matter, text, kinds) for matter in meant]
        passages = tuple([answers[0] for answers in first] + (list(first[0][1:]) if first else []))
        known = any(one.direct for one in passages)
        kept = None if known else KeptQuestion(text, kinds, tuple(one.code for one in meant), removed)
        return Reply(known, passages, kept)

    def _meant(self, text: str, about: str | None) -> list[Matter]:
        """Those that may be meant, the likeliest first; none where only a few words happen to be alike."""
        bare = core(text)
        scores: dict[str, float] = {}
        for words in (text, bare):
            for found in self._index.search(words, most=20):
                scores[found.code] = scores.get(found.code, 0.0) + found.score
        ranked = sorted(scores, key=lambda code: (-scores[code], code))
        if not ranked or not self._sure(ranked[0], scores[ranked[0]], text, bare):
            return [self._matters[about]] if about in self._matters and kinds_of(text) else []
        close = [code for code in ranked[:MOST_MATTERS] if scores[code] >= CLOSE * scores[ranked[0]]]
        return [self._matters[code] for code in close]

    def _sure(self, code: str, score: float, text: str, bare: str) -> bool:
        found = [self._index.explains(words, code) for words in (text, bare)]
        share, evidence = max(one.share for one in found), max(one.evidence for one in found)
        strange = [match[0] for match in ELSEWHERE.finditer(text.lower())]
        names = " ".join(self._names(code)).lower()
        return all(word in names for word in strange) and any(
            score >= least and share >= part and evidence >= weight for least, part, weight in SURE
        )

    def _names(self, code: str) -> tuple[str, ...]:
        matter = self._matters[code]
        return (matter.name.zh, matter.name.en, matter.short.zh, *matter.aliases, *matter.aliases_en)

    def _answers(self, matter: Matter, text: str, kinds: tuple[Kind, ...]) -> list[Passage]:
        """A passage for each thing asked; the introduction where the guide says nothing about it."""
        if not kinds:
            asked = answered_before(matter, text, None, self._likeness, FIT[None])
            return [asked or replace(intro(matter), direct=self._about(matter, text))]
        found = [self._answer(matter, text, kind) for kind in _fitting(matter, text, kinds)]
        texts: dict[Text, Passage] = {}
        for one in sorted((one for one in found if one), key=lambda one: not one.direct):
            texts.setdefault(one.text, one)
        return list(texts.values()) or [intro(matter)]

    def _about(self, matter: Matter, text: str) -> bool:
        """Whether an introduction answers: only where much of what is said is about this matter."""
        found = self._index.explains(core(text), matter.code)
        return found.share >= MOSTLY or found.evidence >= MUCH

    def _answer(self, matter: Matter, text: str, kind: Kind) -> Passage | None:
        named = named_proof(matter, text, self._index.house_words) if kind == "proof" else None
        told = named or answered_before(matter, text, kind, self._likeness, FIT[kind]) or passage(matter, kind)
        return told or answered_before(matter, text, kind, self._likeness, least=0.0)


def _fitting(matter: Matter, text: str, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """ "How much" alone is money where money is given, and a cost everywhere else."""
    open_question = {"money", "cost"} <= set(kinds) and HOW_MUCH.search(text.lower()) and not any(
        KINDS[kind].search(text.lower()) for kind in ("money", "cost")
    )
    if not open_question:
        return kinds
    other: Kind = "cost" if matter.task_type == "payment" and matter.payment is None else "money"
    return tuple(kind for kind in kinds if kind != other)
