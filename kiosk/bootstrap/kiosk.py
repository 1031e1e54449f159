"""One kiosk, joined: session, desks, devices, queue, platform. Knows no screens; whoever shows it listens."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from devices.interfaces import BitmapPage, CardPresent, CardState, Frame
from kiosk.assets import asset
from kiosk.bootstrap.delivery import DeliveryDesk
from kiosk.bootstrap.keys import owner_secret
from kiosk.bootstrap.parts import make_camera, make_printer, make_readers, watch_readers
from kiosk.clock import SystemClock
from kiosk.fleet.enrol import Enrolled, enrol
from kiosk.fleet.heartbeat import EVERY_S, camera_word, heartbeat, printer_word, reader_word
from kiosk.identity.model import Identity
from kiosk.identity.owner import owner_tag
from kiosk.matters.packs_load import served_catalogue
from kiosk.platform_client.client import CallTaken, PlatformClient
from kiosk.platform_client.contract import ConsentRef, Heartbeat
from kiosk.platform_client.exchange import NoAnswer
from kiosk.receipts.issue import recover
from kiosk.receipts.layout import draw
from kiosk.receipts.sign import slip_url
from kiosk.receipts.words import load_words
from kiosk.session.cards import CardDesk
from kiosk.session.consent import consent_to
from kiosk.session.handing_in import HandInDesk
from kiosk.session.idle import Limits
from kiosk.session.lanes import DeskThread, ThreadLanes
from kiosk.session.papers import Envelope, PaperDesk
from kiosk.session.reception import Desks, House
from kiosk.session.session import Session
from kiosk.session.shares import ShareAnswer, ShareDesk
from kiosk.session.signatures import SignatureDesk
from kiosk.session.slip_of import slip_of
from kiosk.session.slips import SlipDesk
from kiosk.session.staff_call import StaffCalls
from kiosk.session.visit import Visit
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.submission.number import provisional
from offline_queue import PlatformKeys, Queue, Retention, Vault
from offline_queue.transport.http import HttpTransport

TICK_S = 0.1
PRINTER_LOOK_S = 5.0
FIRST_BEAT_S = 5.0  # by then the devices have said how they are


@dataclass
class Kept:
    """What lies on disk."""

    enrolled: Enrolled
    store: Store
    vault: Vault
    queue: Queue


def open_kept(settings: Settings, clock: SystemClock) -> Kept:
    """Enrol at the first start, then take over the folder. Call it on the desk thread, which then owns the store.
    Raises NotEnrolled, or what the queue raises."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    enrolled = enrol(settings.platform_url, settings.enrolment_code, settings.folder, settings.serial)
    keys = PlatformKeys(enrolled.keys.kid, enrolled.keys.seal_key, enrolled.keys.receipt_key)
    vault = Vault(settings.folder / "queue", keys, enrolled.sign, enrolled.terminal)
    keep = Retention(rest=timedelta(days=settings.keep_days))
    queue = Queue(
        settings.folder / "queue", vault, enrolled.terminal, enrolled.epoch, clock, provisional, retention=keep
    )
    store = Store(settings.folder / "service.db")
    recover(store, now=clock.now())
    return Kept(enrolled, store, vault, queue)


class Kiosk:
    """Made and started on the main thread; from then on every verb runs on `desk`, its one worker."""

    def __init__(self, settings: Settings, clock: SystemClock) -> None:
        self._settings, self.clock = settings, clock
        self.desk = DeskThread(lambda what: self.session.defect(what))
        self._kept = kept = self._open_kept()
        self.lanes = ThreadLanes(self.desk)
        self.readers = make_readers(settings)
        self.camera = make_camera(settings)
        self.printer = make_printer(settings)
        enrolled = kept.enrolled
        self._client = PlatformClient(
            settings.platform_url, enrolled.terminal, enrolled.sign, enrolled.keys.seal_key, clock
        )
        self._secret = owner_secret(settings.folder)
        self._catalogue = served_catalogue(settings.folder / "matters", asset("matters"))
        self.session = Session(self._house())
        transport = HttpTransport(settings.platform_url, enrolled.terminal, enrolled.sign, clock.now)
        self.delivery = DeliveryDesk(
            kept.queue, transport, self.session, kept.store, self.desk, self.lanes, clock, settings.platform_url
        )
        self.session.furnish(self._desks())
        self._printer_looked = float("-inf")
        self._beat_at = clock.steady() - EVERY_S + FIRST_BEAT_S

    def _open_kept(self) -> Kept:
        try:
            return self.desk.submit(lambda: open_kept(self._settings, self.clock)).result()
        except BaseException:
            self.desk.close()
            raise

    def _house(self) -> House:
        settings, enrolled = self._settings, self._kept.enrolled
        return House(
            catalogue=self._catalogue.offered,
            store=self._kept.store,
            clock=self.clock,
            site=enrolled.site,
            limits=Limits(settings.idle_warning_s, settings.idle_grace_s),
            language=settings.language,
            consent=lambda tag: consent_to(tag, self.clock.now()),
            owner_tag=self._owner_tag,
            qr=lambda number: slip_url(enrolled.status_url, number, enrolled.terminal, enrolled.device_key),
            camera=self.camera,
        )

    def _desks(self) -> Desks:
        s, clock, lanes, current = self.session, self.clock, self.lanes, self.session.current
        envelope = Envelope(self._kept.vault)
        slips = SlipDesk(current, lanes, self._kept.store, self.printer, clock)
        templates = self._catalogue.tables.commitments
        return Desks(
            cards=CardDesk(current, lanes, self.readers, s.today, s.trouble, s.settle_trouble, s.identity_known),
            shares=ShareDesk(current, lanes, self._catalogue.offered, self._ask_shares, s.today),
            papers=PaperDesk(current, lanes, self.camera, envelope, clock, s.today, s.trouble, s.interrupted),
            signatures=SignatureDesk(current, envelope, templates, clock, s.today, s.trouble),
            hand_in=HandInDesk(
                current,
                self._kept.queue,
                self._kept.store,
                envelope,
                slips,
                clock,
                self.delivery.wake,
                lambda visit: self._owner_tag(visit.identity) if visit.identity is not None else "",
                self._draw_slip,
                self._settings.result_wait_s,
            ),
            slips=slips,
            staff=StaffCalls(lanes, self._call_staff, clock, s.changed),
        )

    # --- running ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Devices and sync begin; their reports come to the desk."""
        watch_readers(self.readers, self._card_changed)
        self.delivery.start()

    def tick(self) -> None:
        """Ten times a second, asked for by whoever shows this kiosk."""
        self.desk.post(self._tick, "tick")

    def _tick(self) -> None:
        self.session.tick()
        self.delivery.tick()
        if self.printer is not None and self.clock.steady() - self._printer_looked > PRINTER_LOOK_S:
            self._printer_looked = self.clock.steady()
            self.lanes.run("printer", self.printer.state, self.session.printer_changed)
        if self.clock.steady() - self._beat_at > EVERY_S:
            self._beat_at = self.clock.steady()
            beat = self._heartbeat()
            self.lanes.run("heartbeat", lambda: self._client.heartbeat(beat), lambda _: None)

    def _heartbeat(self) -> Heartbeat:
        standing = self.delivery.standing
        parts = {name: reader_word(reader.state()) for name, reader in self.readers.items()}
        if self.camera is not None:
            parts["camera"] = camera_word(self.camera.state())
        if self.printer is not None:
            parts["printer"] = printer_word(self.session.printer)
        free = shutil.disk_usage(self._settings.folder).free
        return heartbeat(version("village-kiosk"), standing.waiting, standing.forecast, parts, free)

    def _card_changed(self, name: str, state: CardState) -> None:
        self.desk.post(lambda: self.session.card_changed(name, state), "card report")
        if isinstance(state, CardPresent):
            self.desk.post(self.delivery.card_laid, "card report")

    def verb_failed(self, error: BaseException) -> None:
        """A verb of the screens broke."""
        self.desk.broke("a verb", error)

    def waiting(self) -> int:
        """Submissions on their way, as the queue itself counts them."""
        return self._kept.queue.waiting_count()

    def parts(self) -> dict[str, str]:
        """Which driver serves each part."""
        served = {f"reader_{n}": reader.name for n, reader in enumerate(self.readers.values(), 1)}
        if self.camera is not None:
            served["camera"] = self.camera.name
        if self.printer is not None:
            served["printer"] = self.printer.name
        return served | {"platform": "http"}

    def latest_frame(self) -> Frame | None:
        return self.camera.latest() if self.camera is not None else None

    def close(self) -> None:
        for reader in self.readers.values():
            reader.stop()
        if self.camera is not None:
            self.camera.rest()
        self.delivery.stop()
        self.lanes.close()
        self.desk.post(self._kept.store.close, "closing the store")  # by the thread that opened it
        self.desk.close()
        self._kept.queue.close()

    # --- what the desks ask for -------------------------------------------------------------------------------

    def _owner_tag(self, identity: Identity) -> str:
        return owner_tag(self._secret, identity.number)

    def _ask_shares(self, visit: Visit, names: tuple[str, ...]) -> ShareAnswer:
        identity, consent, matter = visit.identity, visit.consent, visit.matter
        assert identity is not None and consent is not None and matter is not None
        asked = self._client.facts(
            identity.kind.value,
            identity.number,
            identity.name,
            matter.code,
            names,
            ConsentRef(notice=consent.notice, version=consent.version),
        )
        if isinstance(asked, NoAnswer):
            self.desk.post(lambda: self.delivery.line_seen(asked.why), "line report")
            return ShareAnswer({}, asked.why)
        return ShareAnswer({name: fact.value for name, fact in asked.items() if fact.value is not None})

    def _call_staff(self, stop: str) -> bool:
        return isinstance(self._client.call_staff(stop), CallTaken)

    def _draw_slip(self, visit: Visit, width: int, copy: int) -> BitmapPage:
        assert visit.handed is not None
        enrolled = self._kept.enrolled
        qr = slip_url(enrolled.status_url, visit.handed.number, enrolled.terminal, enrolled.device_key)
        language = self.session.language
        return draw(slip_of(visit, enrolled.site, language, qr, copy), width, load_words(language))
