"""Handing in: kept first, then the number, then a short wait for the platform's answer, then the slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from devices.interfaces import BitmapPage
from kiosk.clock import Clock
from kiosk.forms.rules import settled
from kiosk.materials.model import Way
from kiosk.platform_client.contract import ConsentGiven
from kiosk.session.current import Current
from kiosk.session.journey import facts_of, judgement, ledger_of
from kiosk.session.papers import Envelope
from kiosk.session.results import day_here, result_view
from kiosk.session.slips import SlipDesk
from kiosk.session.visit import Consent, Handed, Visit
from kiosk.store import ResultRow, Store
from kiosk.submission.submit import HandingIn, PagePart, SignaturePart, submit
from offline_queue import NotKept, Queue

NOT_KEPT = {"disk_full": "disk_full", "numbers_used_up": "counter_full"}  # the queue's code: the trouble on screen


@dataclass(frozen=True)
class Delivery:
    """What the sync thread says about one submission."""

    submission: str
    delivered: bool
    official_no: str = ""
    trouble: str = ""  # "", "down", "silent", "failed", "rubbish"


class HandInDesk:
    """Runs on the desk thread. `owner_tag(visit)` and `draw_slip(visit, width, copy)` are chosen by the bootstrap."""

    def __init__(  # noqa: PLR0913  # chosen once, in the bootstrap
        self,
        current: Current,
        queue: Queue,
        store: Store,
        envelope: Envelope,
        slips: SlipDesk,
        clock: Clock,
        wake_sync: Callable[[str], None],
        owner_tag: Callable[[Visit], str],
        draw_slip: Callable[[Visit, int, int], BitmapPage],
        wait_s: float,
    ) -> None:
        self._current, self._queue, self._store, self._envelope, self._slips = current, queue, store, envelope, slips
        self._clock, self._wake_sync, self._owner_tag, self._draw_slip = clock, wake_sync, owner_tag, draw_slip
        self._wait_s = wait_s
        self._deadline = 0.0

    def room(self) -> bool:
        """Whether a new submission can be kept safely."""
        return self._queue.can_accept()

    def hand_in(self, visit: Visit, line: str) -> str:
        """Keep it. "" when it is kept; else the trouble that kept it from being promised: all is as before."""
        assert visit.identity is not None
        assert visit.matter is not None
        assert visit.consent is not None
        now = self._clock.now()
        handing = _handing(visit, line, now)
        self._envelope.keep_only(handing.parts)
        try:
            entry = submit(handing, self._envelope.draft(), self._queue, self._store, self._owner_tag(visit))
        except NotKept as refused:
            return NOT_KEPT.get(refused.code, "not_kept")
        self._envelope.handed_over()
        self._current.seal_steps()
        self._deadline = self._clock.steady() + self._wait_s
        self._current.change(replace(visit, handed=Handed(str(entry.id), entry.number, now.isoformat(), line == "up")))
        self._wake_sync(str(entry.id))
        return ""

    def delivery(self, news: Delivery) -> None:
        visit = self._current.visit
        if visit is None or visit.handed is None or visit.handed.submission != news.submission:
            return
        delivered = news.delivered or visit.handed.delivered
        handed = replace(
            visit.handed,
            delivered=delivered,
            why_kept="" if delivered else news.trouble,
            official_no=news.official_no or visit.handed.official_no,
        )
        self._current.change(replace(visit, handed=handed))

    def line_is_down(self, trouble: str) -> None:
        visit = self._current.visit
        if visit is not None and visit.handed is not None and not visit.handed.delivered:
            self._current.change(replace(visit, handed=replace(visit.handed, why_kept=trouble)))

    def result(self, row: ResultRow) -> None:
        """A result came: shown now if its owner is still here, else at the next tap."""
        visit = self._current.visit
        if visit is None or visit.handed is None or visit.handed.submission != row.submission:
            return
        self._store.mark_seen(row)
        self._current.change(replace(visit, handed=replace(visit.handed, delivered=True, result=result_view(row))))

    def tick(self, visit: Visit) -> None:
        """Print the slip as soon as the answer is here, or when the wait is over."""
        handed = visit.handed
        if handed is None or not handed.deciding:
            return
        if handed.result is not None or handed.why_kept or self._clock.steady() >= self._deadline:
            self._stop_waiting(visit, handed)

    def _stop_waiting(self, visit: Visit, handed: Handed) -> None:
        settled = replace(handed, deciding=False)
        visit = replace(visit, handed=settled)
        self._current.change(visit)
        self.print_slip(visit)

    def print_slip(self, visit: Visit) -> None:
        assert visit.handed is not None
        self._slips.print_slip(visit, visit.handed, lambda width, copy: self._draw_slip(visit, width, copy))


def _handing(visit: Visit, line: str, now: datetime) -> HandingIn:
    """Only what belongs to the case as it is now: a page or a promise of a paper that is no longer asked stays out."""
    assert visit.identity is not None
    assert visit.matter is not None
    assert visit.consent is not None
    today = day_here(now)
    found = judgement(visit, today)
    ledger = ledger_of(visit, today)
    draft = settled(visit.matter, visit.draft, facts_of(visit, today))
    ways = {row.requirement: row.way for row in ledger}
    promises = tuple(one for one in visit.promises if ways.get(one.requirement) is Way.COMMITMENT)
    signed = {one.signature_sha for one in promises} | set(draft.values().values())
    return HandingIn(
        visit.matter,
        visit.identity.document,
        draft,
        ledger,
        tuple(PagePart(p.paper, p.page, p.part) for p in visit.pages if ways.get(p.paper) is Way.CAMERA),
        _given(visit.consent),
        found.outcome if found else "unknown",
        line,
        now,
        promises,
        tuple(SignaturePart(one.sha, one.part) for one in visit.signatures if one.sha in signed),
    )


def _given(consent: Consent) -> ConsentGiven:
    return ConsentGiven(notice=consent.notice, version=consent.version, sha=consent.sha, at=consent.at)
