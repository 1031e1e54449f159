"""What the platform already knows is not asked again: one question to it per matter; no
answer means unknown, never no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.forms.rules import known_answers, worked_out
from kiosk.matters.load import Catalogue
from kiosk.session.current import Current
from kiosk.session.lanes import Lanes
from kiosk.session.visit import Visit


@dataclass(frozen=True, repr=False)
class ShareAnswer:
    """`values` by name, only what is known. `trouble`: "", "down", "silent", "failed", "rubbish"."""

    values: Mapping[str, object]
    trouble: str = ""


Ask = Callable[[Visit, tuple[str, ...]], ShareAnswer]


class ShareDesk:
    """Runs on the desk thread; the platform is asked on its own lane, for two seconds at most."""

    def __init__(
        self, current: Current, lanes: Lanes, catalogue: Catalogue, ask: Ask, today: Callable[[], date]
    ) -> None:
        self._current, self._lanes, self._catalogue, self._ask, self._today = current, lanes, catalogue, ask, today
        self.trouble = ""

    def follow(self, visit: Visit) -> None:
        """Ask once the person and the matter are known, and fill in what needs no asking at all."""
        if visit.matter is None or visit.identity is None or visit.shares_asked == visit.matter.code:
            return
        code = visit.matter.code
        names = self._catalogue.share_names(code)
        self._current.learn(lambda v: replace(v, shares_asked=code, asking_shares=v.matter is not None))
        self._lanes.run("platform", lambda: self._ask(visit, names), self._current.still(self._answered))

    def _answered(self, visit: Visit, answer: ShareAnswer) -> None:
        self.trouble = answer.trouble
        self._current.learn(lambda v: self._filled(replace(v, shares=dict(answer.values), asking_shares=False)))

    def _filled(self, visit: Visit) -> Visit:
        if visit.matter is None or visit.identity is None:
            return visit
        known = known_answers(visit.matter, visit.identity.document, visit.shares, self._today())
        return replace(visit, draft=worked_out(visit.matter, visit.draft.with_known(known), self._today()))
