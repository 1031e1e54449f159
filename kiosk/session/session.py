"""One visit from the first touch to the wipe: the only writer. Verbs run on the desk thread and return at once."""
from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from devices.interfaces import CameraResting, CameraState, CardState, DocumentCamera, PrinterState
from kiosk.clock import Clock
from kiosk.forms.check import check_answer
from kiosk.forms.model import Draft, Refused
from kiosk.identity.model import Identity
from kiosk.matters.load import Catalogue
from kiosk.session.cards import CardDesk
from kiosk.session.current import Current
from kiosk.session.handing_in import Delivery, HandInDesk
from kiosk.session.idle import Calm, Limits, Over, Phase, phase
from kiosk.session.journey import place_of, stop_of
from kiosk.session.model import Line, Site, Situation, Stop, Trouble
from kiosk.session.papers import PaperDesk
from kiosk.session.results import all_seen, day_here, notices_for
from kiosk.session.shares import ShareDesk
from kiosk.session.situation import Surroundings, compose
from kiosk.session.slips import SlipDesk
from kiosk.session.staff_call import StaffCalls
from kiosk.session.troubles import named
from kiosk.session.visit import Consent, Visit
from kiosk.store import ResultRow, Store


@dataclass
class Desks:
    """What the session works with, one for each kind of work."""

    cards: CardDesk
    shares: ShareDesk
    papers: PaperDesk
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


class Session:
    """See kiosk/session/verbs.py for what each verb means to the resident."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._language = house.language
        self.current = Current(self._tell)
        self._listeners: list[Callable[[Situation], None]] = []
        self._trouble: Trouble | None = None
        self._last: Situation | None = None
        self._touched_at = house.clock.steady()
        self._line = Line.UNKNOWN
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
        return compose(visit, Surroundings(
            self._house.clock.now(), self._language, self._house.site, self._house.catalogue, self._line, self._printer,
            self._camera_state(), self.desks.cards.ready, self._busy(), self._trouble, self.desks.staff.state(),
            self._idle(), qr,
        ))

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
    def language(self) -> str:
        return self._language

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

    # --- verbs of the resident --------------------------------------------------------------------------------

    def touched(self) -> None:
        self._touched_at = self._house.clock.steady()
        self._tell()

    def begin(self) -> None:
        if self.current.visit is None:
            self.current.begin(Visit())

    def choose(self, code: str) -> None:
        if not self.desks.hand_in.room():
            self.trouble("disk_full")
            return
        self.begin()
        visit = self._visit()
        matter = self._house.catalogue.get(code)
        fresh = replace(visit, matter=matter, started=False, shares_asked="", draft=Draft(), notices_seen=True)
        self.current.step(fresh)

    def agree(self) -> None:
        self._change(consent=self._house.consent(self._language))
        self.desks.cards.read(self._visit())
        self._tell()

    def refuse(self) -> None:
        self.end("refused")

    def notices_seen(self) -> None:
        visit = self._visit()
        if visit.identity is not None:
            all_seen(self._house.store, self._house.owner_tag(visit.identity))
        self._change(notices_seen=True)

    def start_matter(self) -> None:
        self._change(started=True)

    def answer(self, field: str, value: str) -> None:
        visit = self._visit()
        assert visit.matter is not None
        checked = check_answer(visit.matter.field(field), value, self.today())
        if isinstance(checked, Refused):
            self.current.change(replace(visit, error=checked.error))
        else:
            self._change(draft=visit.draft.with_answer(field, checked.value), error="", changing="")

    def change(self, field: str) -> None:
        self._change(changing=field, error="")

    def leave_empty(self, field: str) -> None:
        visit = self._visit()
        self._change(draft=visit.draft.without(field), error="", changing="")

    def take_page(self) -> None:
        self.desks.papers.take()
        self._tell()

    def keep_page(self) -> None:
        self.desks.papers.keep(self._visit())

    def retake_page(self) -> None:
        self.desks.papers.retake(self._visit())

    def hand_in(self) -> None:
        if not self.desks.hand_in.room():
            self.trouble("disk_full")
            return
        visit = self._visit()
        if visit.handed is None and stop_of(visit, self.today()) is Stop.REVIEW:
            self.desks.hand_in.hand_in(visit, self._line.value)

    def slip_taken(self) -> None:
        self.end("finished")

    def without_slip(self) -> None:
        self.end("finished")

    def no_slip(self) -> None:
        self._slip(asking_slip=True)

    def print_again(self) -> None:
        self.desks.hand_in.print_slip(self._visit())

    def step_back(self) -> None:
        visit = self._visit()
        if visit.handed is not None:
            self.trouble("not_undone")
            return
        here = place_of(visit, self.today())
        before = self.current.back(lambda v: place_of(v, self.today()) != here)
        if before is None:
            self.end("quit")
        else:
            self.desks.papers.let_go(before)
            given = {**visit.remembered, **visit.draft.values()}
            self.current.change(replace(before, laid=visit.laid, error="", remembered=given))

    def go_home(self) -> None:
        self.end("quit")

    def call_staff(self) -> None:
        visit = self.current.visit
        self.desks.staff.call(stop_of(visit, self.today()).value)

    def close_staff_call(self) -> None:
        self.desks.staff.close()

    def try_again(self) -> None:
        key = self._trouble.key if self._trouble is not None else ""
        self._trouble = None
        if key.startswith("card") and self.current.visit is not None and self.current.visit.consent is not None:
            self.desks.cards.read(self.current.visit)
        self._tell()

    def still_here(self) -> None:
        self.touched()

    def use_language(self, tag: str) -> None:
        self._language = tag
        self._tell()

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

    def _visit(self) -> Visit:
        visit = self.current.visit
        assert visit is not None, "no visit"
        return visit

    def _change(self, **values: object) -> None:
        self.current.step(replace(self._visit(), **values))  # type: ignore[arg-type]  # the names are Visit's own

    def _slip(self, **values: object) -> None:
        visit = self._visit()
        if visit.handed is not None:
            handed = replace(visit.handed, **values)  # type: ignore[arg-type]  # the names are Handed's own
            self.current.change(replace(visit, handed=handed))
