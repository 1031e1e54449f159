"""What is true now for the one visit there is, what devices, sync and clock report about it,
and the wipe at its end."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from devices.interfaces import CameraResting, CameraState, CardState, DocumentCamera, PrinterState
from kiosk.clock import Clock
from kiosk.identity.model import Identity
from kiosk.matters.load import Catalogue
from kiosk.session.cards import CardDesk
from kiosk.session.current import Current
from kiosk.session.handing_in import Delivery, HandInDesk
from kiosk.session.idle import Calm, Limits, Over, Phase, Warned, phase
from kiosk.session.model import Line, Site, Situation, Trouble
from kiosk.session.papers import PaperDesk
from kiosk.session.results import day_here, notices_for
from kiosk.session.shares import ShareDesk
from kiosk.session.signatures import SignatureDesk
from kiosk.session.situation import Surroundings, compose
from kiosk.session.slips import SlipDesk
from kiosk.session.staff_call import StaffCalls
from kiosk.session.troubles import named
from kiosk.session.visit import Consent
from kiosk.store import ResultRow, Store


@dataclass
class Desks:
    """What the session works with, one for each kind of work."""

    cards: CardDesk
    shares: ShareDesk
    papers: PaperDesk
    signatures: SignatureDesk
    hand_in: HandInDesk
    slips: SlipDesk
    staff: StaffCalls


@dataclass(frozen=True)
class House:
    """What does not change while the kiosk runs."""

    catalogue: Catalogue
    store: Store
    clock: Clock
    site: Site
    limits: Limits
    language: str
    consent: Callable[[str], Consent]  # what agreeing to the notice means, in a language
    owner_tag: Callable[[Identity], str]
    qr: Callable[[str], str]  # the address for a 14-digit number
    camera: DocumentCamera | None = None


class Reception:
    """Runs on the desk thread. `Session` adds what a resident can do."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._language = house.language
        self.current = Current(self._tell)
        self._listeners: list[Callable[[Situation], None]] = []
        self._trouble: Trouble | None = None
        self._last: Situation | None = None
        self._touched_at = house.clock.steady()
        self._line = Line.UNKNOWN
        self._through_s: float | None = None
        self._printer = PrinterState()
        self._desks: Desks | None = None

    def furnish(self, desks: Desks) -> None:
        """The desks need the session's `current`, so they come after it."""
        self._desks = desks

    @property
    def desks(self) -> Desks:
        assert self._desks is not None, "furnish() comes before the first verb"
        return self._desks

    def listen(self, listener: Callable[[Situation], None]) -> None:
        self._listeners.append(listener)
        listener(self.situation())

    # --- what is true now -------------------------------------------------------------------------------------

    def today(self) -> date:
        return day_here(self._house.clock.now())

    def situation(self) -> Situation:
        visit = self.current.visit
        qr = self._house.qr(visit.handed.number) if visit is not None and visit.handed is not None else ""
        return compose(
            visit,
            Surroundings(
                self._house.clock.now(),
                self._language,
                self._house.site,
                self._house.catalogue,
                self._line,
                self._printer,
                self._camera_state(),
                self.desks.cards.ready,
                self._busy(),
                self._trouble,
                self.desks.staff.state(),
                self._idle(),
                qr,
                self._through_s,
            ),
        )

    def _camera_state(self) -> CameraState:
        return CameraResting() if self._house.camera is None else self._house.camera.state()

    def _busy(self) -> str:
        visit = self.current.visit
        if self.desks.cards.reading:
            return "reading_card"
        if self.desks.papers.taking:
            return "taking_page"
        return "asking_platform" if visit is not None and visit.asking_shares and visit.started else ""

    def _idle(self) -> Phase:
        visit = self.current.visit
        if visit is None:
            return Calm()
        elder = visit.identity is not None and visit.identity.elder(self.today())
        limits = self._house.limits.for_elders() if elder else self._house.limits
        return phase(self._touched_at, self._house.clock.steady(), limits)

    @property
    def printer(self) -> PrinterState:
        return self._printer

    @property
    def language(self) -> str:
        return self._language

    def interrupted(self) -> bool:
        """Something lies over the visit: a trouble, a call for staff, the idle warning."""
        return self._trouble is not None or self.desks.staff.state() is not None or isinstance(self._idle(), Warned)

    def changed(self) -> None:
        """Something around the visit changed."""
        self._tell()

    def _tell(self) -> None:
        if self._desks is None:
            return
        visit = self.current.visit
        if visit is not None:
            self.desks.shares.follow(visit)
        situation = self.situation()
        if situation != self._last:
            self._last = situation
            for listener in self._listeners:
                listener(situation)

    # --- reports from devices, sync and clock -----------------------------------------------------------------

    def card_changed(self, reader: str, state: CardState) -> None:
        if self.current.visit is None:
            self._touched_at = self._house.clock.steady()
        self.desks.cards.changed(reader, state)
        self._tell()

    def printer_changed(self, state: PrinterState) -> None:
        self._printer = state
        self._tell()

    def line_changed(self, line: Line) -> None:
        self._line = line
        self._tell()

    def through_in(self, seconds: float | None) -> None:
        """In about how many seconds everything that waits here will have been sent; None: nobody can tell."""
        self._through_s = seconds
        self._tell()

    def line_is_down(self, trouble: str) -> None:
        """What was just handed in cannot leave now: say so and why, instead of letting its resident wait."""
        self.desks.hand_in.line_is_down(trouble)

    def delivered(self, news: Delivery) -> None:
        self.desks.hand_in.delivery(news)

    def result_came(self, row: ResultRow) -> None:
        if self._house.store.record_result(row):
            self.desks.hand_in.result(row)

    def tick(self) -> None:
        """Ten times a second: idle, the paper under the camera, the slip that waits."""
        if isinstance(self._idle(), Over):
            self.end("timeout")
        self.desks.papers.tick(self.current.visit)
        visit = self.current.visit
        if visit is not None and visit.handed is not None:
            self.desks.hand_in.tick(visit)
        visit = self.current.visit
        if visit is not None:
            self.desks.slips.tick(visit)
        self._tell()

    def trouble(self, key: str) -> None:
        self._trouble = named(key)
        self._tell()

    def settle_trouble(self, prefix: str = "") -> None:
        """The trouble is over, if its name starts so."""
        if self._trouble is not None and self._trouble.key.startswith(prefix):
            self._trouble = None
            self._tell()

    def identity_known(self, identity: Identity) -> None:
        tag = self._house.owner_tag(identity)
        visit = self.current.visit
        consent = visit.consent if visit is not None else None
        notices = notices_for(self._house.store, self._house.catalogue, tag)
        self.current.learn(lambda v: replace(v, identity=identity, consent=consent, notices=notices))

    def defect(self, where: str) -> None:
        """Something of ours broke: the visit is closed and wiped, the screen says to start again."""
        self._house.store.audit(self._house.clock.now(), "defect", {"where": where})
        self.end("fault")
        self.trouble("defect")

    def end(self, reason: str) -> None:
        """Wipe: nothing of the person stays in memory, on the screen or in the clear on disk."""
        had_visit = self.current.visit is not None
        self.desks.cards.forget()
        self.desks.papers.forget()
        self.desks.slips.forget()
        self.desks.staff.close()
        self._trouble, self._language = None, self._house.language
        self.current.end()
        self._last = None
        self._tell()
        if had_visit:
            self._house.store.audit(self._house.clock.now(), "visit_ended", {"reason": reason})
        gc.collect()
