"""Questions that were asked before: which of a matter's FAQ is the one somebody asks now (pure)."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from kiosk.consultation.model import Passage
from kiosk.consultation.question import Kind, core, kinds_of
from kiosk.consultation.sources import source
from kiosk.matters.model import Matter

SAME = 0.6  # so alike that it is the same question, whatever is asked
FIT: dict[Kind | None, float] = {
    "money": 0.12, "cost": 0.12, "lasting": 0.12, "how_long": 0.12, "when": 0.12, "proof": 0.12,
    "agent": 0.25, "who": 0.3, "where": 0.3, "bring": 0.5, None: 0.3,
}  # fmt: skip
"""How alike a question of the same kind has to be: little where the data of a matter says less than its FAQ."""
WORD = re.compile(r"[a-z]+|[\u3400-\u9fff]")


class Likeness:
    """How alike two questions are, 0 to 1, in the words of the house: single words and neighbours."""

    def __init__(self, house_words: Callable[[str], str]) -> None:
        self._house_words = house_words

    def of(self, one: str, other: str, leave_out: str) -> float:
        """The names of the matter itself say nothing here: every question about it has them."""
        here, there = (self._grams(said, leave_out) for said in (one, other))
        if not here or not there:
            return 0.0
        return 2 * sum((here & there).values()) / (sum(here.values()) + sum(there.values()))

    def says_nothing(self, said: str, leave_out: str) -> bool:
        return not self._grams(said, leave_out)

    def _grams(self, said: str, leave_out: str) -> Counter[str]:
        words = WORD.findall(self._house_words(said))
        pairs = [a + b for a, b in pairwise(words) if a + b not in leave_out]
        return Counter(pairs + [word for word in words if word not in leave_out])


def answered_before(matter: Matter, said: str, kind: Kind | None, likeness: Likeness, least: float) -> Passage | None:
    """The answer to the question of this kind that is most alike; None when none is at least so alike.

    A question that names nothing but the matter is answered by any of its kind.
    """
    names = "".join((matter.name.zh, matter.short.zh, *matter.aliases)) + " ".join(
        (matter.name.en, matter.short.en, *matter.aliases_en)
    ).lower()
    best: tuple[float, int] = (0.0, 0)
    bare = likeness.says_nothing(core(said), names)
    for place, one in enumerate(matter.faq):
        alike = max(likeness.of(said, one.q.zh, names), likeness.of(core(said), core(one.q.en), names))
        same_kind = kind is None or kind in kinds_of(one.q.zh) or kind in kinds_of(one.q.en)
        fits = same_kind and (alike >= least or (bare and kind is not None))
        if fits or alike >= SAME:
            best = max(best, (alike + 0.01, -place))
    if not best[0]:
        return None
    place = -best[1]
    one = matter.faq[place]
    return Passage(one.a, source(matter, f"faq.{place}", [one.basis]), kind, direct=True)
