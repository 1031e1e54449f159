"""One visit from the first touch to the wipe: the only writer. Verbs run on the desk thread and return at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

from kiosk.commitments.model import Choice
from kiosk.commitments.signature import Strokes
from kiosk.forms.check import check_answer
from kiosk.forms.model import Draft, Refused
from kiosk.forms.rules import worked_out
from kiosk.session.journey import place_of, stop_of
from kiosk.session.model import Stop
from kiosk.session.reception import Reception
from kiosk.session.results import all_seen
from kiosk.session.visit import Visit

P = ParamSpec("P")


def during_visit(verb: Callable[Concatenate[Session, P], None]) -> Callable[Concatenate[Session, P], None]:
    """A touch that arrives after its visit has ended does nothing: the finger was quicker than the wipe."""

    def guarded(self: Session, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self.current.visit is not None:
            verb(self, *args, **kwargs)

    return guarded


class Session(Reception):
    """See kiosk/session/verbs.py for what each verb means to the resident."""

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
        params = self._house.catalogue.tables.param_values
        fresh = replace(visit, matter=matter, params=params, started=False, shares_asked="", notices_seen=True)
        self.current.step(replace(fresh, draft=Draft(), choices={}, promises=(), signatures=(), drawn={}, why=""))

    @during_visit
    def agree(self) -> None:
        self._change(consent=self._house.consent(self._language))
        self.desks.cards.read(self._visit())
        self._tell()

    def refuse(self) -> None:
        self.end("refused")

    @during_visit
    def notices_seen(self) -> None:
        visit = self._visit()
        if visit.identity is not None:
            all_seen(self._house.store, self._house.owner_tag(visit.identity))
        self._change(notices_seen=True)

    @during_visit
    def start_matter(self) -> None:
        self._change(started=True)

    @during_visit
    def answer(self, field: str, value: str) -> None:
        visit = self._visit()
        assert visit.matter is not None
        checked = check_answer(visit.matter.field(field), value, self.today())
        if isinstance(checked, Refused):
            self.current.change(replace(visit, error=checked.error))
        else:
            draft = worked_out(visit.matter, visit.draft.with_answer(field, checked.value), self.today())
            self._change(draft=draft, error="", changing="")

    @during_visit
    def change(self, field: str) -> None:
        self._change(changing=field, error="")

    @during_visit
    def leave_empty(self, field: str) -> None:
        visit = self._visit()
        assert visit.matter is not None
        draft = worked_out(visit.matter, visit.draft.without(field), self.today())
        self._change(draft=draft, error="", changing="")

    @during_visit
    def ask_why(self, paper: str) -> None:
        self._change(why=paper)

    @during_visit
    def choose_way(self, paper: str, choice: Choice) -> None:
        self._change(choices={**self._visit().choices, paper: choice})

    @during_visit
    def sign(self, strokes: Strokes) -> None:
        self.desks.signatures.sign(self._visit(), strokes, self._language)

    @during_visit
    def take_page(self) -> None:
        self.desks.papers.take(self._visit())
        self._tell()

    @during_visit
    def keep_page(self) -> None:
        self.desks.papers.keep(self._visit())

    @during_visit
    def retake_page(self) -> None:
        self.desks.papers.retake(self._visit())

    @during_visit
    def hand_in(self) -> None:
        if not self.desks.hand_in.room():
            self.trouble("disk_full")
            return
        visit = self._visit()
        if visit.handed is None and stop_of(visit, self.today()) is Stop.REVIEW:
            if refused := self.desks.hand_in.hand_in(visit, self._line.value):
                self.trouble(refused)

    def slip_taken(self) -> None:
        self.end("finished")

    def without_slip(self) -> None:
        self.end("finished")

    @during_visit
    def no_slip(self) -> None:
        self._slip(asking_slip=True)

    @during_visit
    def print_again(self) -> None:
        self.desks.hand_in.print_slip(self._visit())

    @during_visit
    def step_back(self) -> None:
        if self._trouble is not None:
            self.settle_trouble()  # the screen before the trouble is one step back
            return
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
            back = replace(before, laid=visit.laid, error="", remembered=given, drawn=visit.drawn)
            self.current.change(self.desks.papers.seek_again(back) if back.capture is not None else back)

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
