"""Cards on the readers: a laid card begins a visit, is read only after consent, and a lifted card drops the read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from devices.interfaces import (
    CardDocument,
    CardLost,
    CardPresent,
    CardRead,
    CardReader,
    CardState,
    NoCard,
    NoReader,
    ReadFailed,
    Unreadable,
)
from kiosk.identity.check import check_identity
from kiosk.identity.model import Identity, IdentityProblem
from kiosk.session.current import Current
from kiosk.session.lanes import Lanes
from kiosk.session.visit import Laid, Visit

FOREIGN = ("unsupported_card", "wrong_card")
LOST_AFTER_S = 2.0  # a reader that comes back at once is not worth a word


class CardDesk:
    """Runs on the desk thread; each reader works on its own lane."""

    def __init__(
        self,
        current: Current,
        lanes: Lanes,
        readers: Mapping[str, CardReader],
        today: Callable[[], date],
        trouble: Callable[[str], None],
        settle: Callable[[str], None],
        known: Callable[[Identity], None],
    ) -> None:
        self._current, self._lanes, self._readers, self._today = current, lanes, readers, today
        self._trouble, self._settle, self._known = trouble, settle, known
        self._states: dict[str, CardState] = {name: NoReader("starting") for name in readers}
        self._reading = False

    @property
    def reading(self) -> bool:
        return self._reading

    @property
    def ready(self) -> bool:
        return any(not isinstance(state, NoReader) for state in self._states.values())

    def changed(self, name: str, state: CardState) -> None:
        """A reader reports a change."""
        self._states[name] = state
        match state:
            case CardPresent(epoch):
                self._laid(Laid(name, epoch))
            case Unreadable(_, code):
                self._trouble(_trouble_of(code))
            case NoCard() | NoReader():
                self._lifted(name)

    def read(self, visit: Visit) -> None:
        """Consent is given: read the card that lies there, or wait for one."""
        laid = visit.laid or self._lying()
        if laid is None or self._reading or visit.identity is not None:
            return
        self._reading = True
        reader = self._readers[laid.reader]
        self._lanes.run(f"card-{laid.reader}", lambda: reader.read(laid.epoch), self._current.still(self._read))

    def forget(self) -> None:
        self._reading = False

    def _lying(self) -> Laid | None:
        for name, state in self._states.items():
            if isinstance(state, CardPresent):
                return Laid(name, state.epoch)
        return None

    def _laid(self, laid: Laid) -> None:
        self._settle("card")
        visit = self._current.visit
        if visit is None:
            self._current.begin(Visit(laid=laid))
        elif visit.identity is None:
            self._current.change(replace(visit, laid=laid))
            if visit.consent is not None:
                self.read(replace(visit, laid=laid))

    def _lifted(self, name: str) -> None:
        self._settle("card")
        visit = self._current.visit
        if visit is not None and visit.laid is not None and visit.laid.reader == name:
            self._current.change(replace(visit, laid=None))

    def _read(self, visit: Visit, result: CardRead) -> None:
        self._reading = False
        match result:
            case CardDocument():
                self._read_well(result)
            case CardLost():
                self._trouble("card_lost")
            case ReadFailed(code, _):
                self._trouble(_trouble_of(code))

    def _read_well(self, document: CardDocument) -> None:
        found = check_identity(document, self._today())
        if isinstance(found, IdentityProblem):
            self._trouble(found.key)
        else:
            self._known(found)


def _trouble_of(code: str) -> str:
    return "card_foreign" if code in FOREIGN else "card_unreadable"
