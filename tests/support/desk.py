"""A session on real records and a real queue, with readers, camera, printer and platform that
do what a test tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from devices.interfaces import (
    BitmapPage,
    CameraResting,
    CameraState,
    CameraStreaming,
    CardDocument,
    CardPresent,
    CardRead,
    CardState,
    DocumentKind,
    Frame,
    Hint,
    NoCard,
    PageResult,
    Paper,
    Printed,
    PrinterState,
    PrintJob,
    PrintOutcome,
    Sighting,
    TakenPage,
)
from kiosk.assets import asset
from kiosk.identity.owner import owner_tag
from kiosk.matters.load import load_catalogue
from kiosk.matters.text import Text
from kiosk.session.cards import CardDesk
from kiosk.session.consent import consent_to
from kiosk.session.handing_in import HandInDesk
from kiosk.session.idle import Limits
from kiosk.session.model import Site, Situation
from kiosk.session.papers import Envelope, PaperDesk
from kiosk.session.reception import Desks, House
from kiosk.session.session import Session
from kiosk.session.shares import ShareAnswer, ShareDesk
from kiosk.session.signatures import SignatureDesk
from kiosk.session.slips import SlipDesk
from kiosk.session.staff_call import StaffCalls
from kiosk.session.visit import Visit
from kiosk.store import Store
from kiosk.submission.number import provisional
from offline_queue import PlatformKeys, Queue, Vault

T = TypeVar("T")
SITE = Site(Text(zh="石碣镇"), Text(zh="桔洲村"), Text(zh="桔洲村党群服务中心"), "12345")
READY = PrinterState(link=True, cover_closed=True, paper=Paper.OK, cutter_ok=True)
ELDER = CardDocument(
    DocumentKind.RESIDENT_ID,
    "11010519491231002X",
    "张三",
    "1",
    date(1949, 12, 31),
    address="东莞市石碣镇某路1号",
    source="sam_serial",
)
KNOWN: dict[str, object] = {
    "applicant.hukou_city": "441900",
    "applicant.hukou_province": "44",
    "applicant.alive_status": "normal",
    "applicant.receives_elderly_allowance": False,
    "applicant.sscard_account_ok": True,
    "ds.residence.address": "东莞市石碣镇某路1号",
    "ds.sscard.account.kind": "sscard",
}


@dataclass
class HandClock:
    """Time stands still until a test moves it."""

    at: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    steady_at: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self.steady_at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.steady_at += seconds


class Lanes:
    """Slow work waits here until the test lets it arrive."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Callable[[], None]]] = []

    def run(self, lane: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.waiting.append((lane, lambda: done(work())))

    def arrive(self) -> None:
        """Everything, also what that starts in turn."""
        while self.waiting:
            _, work = self.waiting.pop(0)
            work()


@dataclass
class Reader:
    name: str = "sam_serial"
    gives: CardRead = ELDER

    def state(self) -> CardState:
        return CardPresent(1)

    def read(self, epoch: int) -> CardRead:
        return self.gives


@dataclass
class Camera:
    name: str = "opencv"
    gives: PageResult = field(default_factory=lambda: TakenPage(b"page", b"small", 1000, 630, 0.3))
    awake: bool = False

    def wake(self) -> None:
        self.awake = True

    def rest(self) -> None:
        self.awake = False

    def state(self) -> CameraState:
        return CameraStreaming(15.0) if self.awake else CameraResting()

    def latest(self) -> Frame | None:
        return None

    def look(self) -> Sighting:
        return Sighting(None, Hint.NO_PAGE)

    def take(self) -> PageResult:
        return self.gives


@dataclass
class Printer:
    name: str = "escpos_tcp"
    width_dots: int = 576
    gives: PrintOutcome = field(default_factory=Printed)
    shows: PrinterState = READY
    jobs: list[str] = field(default_factory=list)

    def state(self) -> PrinterState:
        return self.shows

    def print_page(self, job: PrintJob) -> PrintOutcome:
        self.jobs.append(job.id)
        return self.gives

    def confirm_held(self, seconds: float) -> PrintOutcome:
        return self.gives


class Scene:
    """A session furnished like the kiosk's own, in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.lanes = folder, HandClock(), Lanes()
        self.reader, self.camera, self.printer = Reader(), Camera(), Printer()
        self.shares = ShareAnswer(KNOWN)
        self.catalogue = load_catalogue(asset("matters")).offered
        self.templates = self.catalogue.tables.commitments
        self.woken: list[str] = []
        self.situation: Situation | None = None
        device = Ed25519PrivateKey.generate()
        receipt = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        keys = PlatformKeys("p1", X25519PrivateKey.generate().public_key().public_bytes_raw(), receipt)
        vault = Vault(folder / "queue", keys, device.sign, "12345")
        self.queue = Queue(folder / "queue", vault, "12345", 0, self.clock, provisional)
        self.store = Store(folder / "service.db")
        self.session = Session(
            House(
                self.catalogue,
                self.store,
                self.clock,
                SITE,
                Limits(90, 30),
                "zh-Hans",
                lambda tag: consent_to(tag, self.clock.now()),
                lambda identity: owner_tag(b"0" * 16, identity.number),
                lambda number: f"https://example.invalid/{number}",
                self.camera,
            )
        )
        self.session.furnish(self._desks(Envelope(vault)))
        self.session.listen(self._heard)

    def _desks(self, envelope: Envelope) -> Desks:
        s, current, lanes, clock = self.session, self.session.current, self.lanes, self.clock
        slips = SlipDesk(current, lanes, self.store, self.printer, clock)
        return Desks(
            CardDesk(current, lanes, {"sam": self.reader}, s.today, s.trouble, s.settle_trouble, s.identity_known),
            ShareDesk(current, lanes, self.catalogue, lambda visit, names: self.shares, s.today),
            PaperDesk(current, lanes, self.camera, envelope, clock, s.today, s.trouble, s.interrupted),
            SignatureDesk(current, envelope, self.templates, clock, s.today, s.trouble),
            HandInDesk(
                current,
                self.queue,
                self.store,
                envelope,
                slips,
                clock,
                self.woken.append,
                _tag,
                _blank_slip,
                2.5,
            ),
            slips,
            StaffCalls(lanes, lambda stop: True, clock, s.changed),
        )

    def _heard(self, situation: Situation) -> None:
        self.situation = situation

    def now(self) -> Situation:
        assert self.situation is not None
        return self.situation

    # --- steps of a visit, for tests that begin later -----------------------------------------------------------

    def lay_card(self) -> None:
        self.session.card_changed("sam", NoCard())
        self.session.card_changed("sam", CardPresent(1))

    def identified(self) -> Scene:
        self.lay_card()
        self.session.agree()
        self.lanes.arrive()
        return self

    def at_review(self, code: str = "DG-MZ-001") -> Scene:
        self.identified().session.choose(code)
        self.session.start_matter()
        self.lanes.arrive()
        return self

    def handed_in(self) -> Scene:
        self.at_review().session.hand_in()
        return self

    def close(self) -> None:
        self.queue.close()
        self.store.close()


def _tag(visit: Visit) -> str:
    assert visit.identity is not None
    return owner_tag(b"0" * 16, visit.identity.number)


def _blank_slip(visit: Visit, width: int, copy: int) -> BitmapPage:
    return BitmapPage(width, 8, bytes(width))
