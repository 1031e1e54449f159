"""Printers for tests: the simulated one with its hand, a scripted wire, short waits, and a slip to print."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from devices.interfaces import BitmapPage, PrintJob
from devices.receipt_printer.driver import EscposTcpPrinter, Waits
from devices.receipt_printer.profile import PrinterProfile, load_profile
from kiosk.demo.peers.receipt_printer import MARGIN_SIDE, MARGIN_TOP, PrinterPeer, Receipt
from kiosk.matters.text import Text
from kiosk.receipts.model import PaperState, Slip, SlipPaper
from kiosk.receipts.sign import slip_url

SHORT = Waits(connect=0.5, answer=0.25, look=0.2, body=0.5, marker=0.5, row=0.0, poll=0.05)
NUMBER = "12345000000184"
KEY = Ed25519PrivateKey.from_private_bytes(b"a key only the tests know, 32 b.")
STATUS_URL = "http://127.0.0.1:18080/s"


def printer_at(peer: PrinterPeer, profile: str = "generic-80", waits: Waits = SHORT) -> EscposTcpPrinter:
    return EscposTcpPrinter("127.0.0.1", peer.port, load_profile(profile), waits=waits)


def a_page(rows: int = 600, width: int = 576) -> BitmapPage:
    """A pattern in which every row differs from its neighbours."""
    in_row = width // 8
    return BitmapPage(width, rows, b"".join(bytes((row & 255, 0xF0)) * (in_row // 2) for row in range(rows)))


def a_job(name: str = "job-1", page: BitmapPage | None = None) -> PrintJob:
    return PrintJob(name, page or a_page())


def whole(peer: PrinterPeer) -> list[Receipt]:
    """The receipts a resident would take; torn pieces are none."""
    return [receipt for receipt in peer.receipts if receipt.boundary == "cut"]


def ink(receipt: Receipt) -> Image.Image:
    """What the head printed, without the paper's margins: mode 1, True = black."""
    with Image.open(receipt.file) as sheet:
        picture = sheet.convert("L").point([255] * 128 + [0] * 128, "1")
    right, bottom = picture.width - MARGIN_SIDE, picture.height - MARGIN_TOP
    return picture.crop((MARGIN_SIDE, MARGIN_TOP, right, bottom))


def picture_of(page: BitmapPage) -> Image.Image:
    """Black on white, as a reader of QR codes wants it."""
    return Image.frombytes("1", (page.width, page.height), page.rows, "raw", "1;I").convert("L")


def a_slip(**changes: object) -> Slip:
    slip = Slip(
        centre=Text(zh="石碣镇 · 桔洲村党群服务中心", en="Juzhou Village Service Centre, Shijie"),
        number=NUMBER,
        matter=Text(zh="生育登记", en="Birth registration"),
        person="黄*满",
        document="4419**********3621",
        handed_in_at=datetime(2026, 11, 24, 2, 24, tzinfo=UTC),
        department=Text(zh="东莞市卫生健康局", en="Dongguan Health Bureau"),
        terminal="12345",
        qr=slip_url(STATUS_URL, NUMBER, "12345", KEY),
        promise=Text(zh="1 个工作日", en="1 working day"),
        papers=(SlipPaper(Text(zh="另一方身份证", en="Partner's ID card"), PaperState.HANDED),),
        not_asked=(Text(zh="本人身份证或户口簿", en="ID card or household register"),),
    )
    return replace(slip, **changes)  # type: ignore[arg-type]  # tests pass Slip's own fields


class SpokenWire:
    """A wire with a script: what the driver must send, in this order, and what the printer answers to each."""

    def __init__(self, script: list[tuple[str, str]]) -> None:
        self._script = [(bytes.fromhex(sent), bytes.fromhex(said)) for sent, said in script]
        self._heard = b""
        self._to_say = b""
        self.closed = False

    def write(self, data: bytes, deadline: float) -> None:
        self._heard += data
        while self._script and self._heard.startswith(self._script[0][0]):
            sent, said = self._script.pop(0)
            self._heard, self._to_say = self._heard[len(sent) :], self._to_say + said
        expected = self._script[0][0] if self._script else b""
        assert expected.startswith(self._heard), f"said {self._heard.hex()}, the script has {expected.hex()}"

    def read(self, deadline: float) -> bytes:
        said, self._to_say = self._to_say, b""
        return said

    def close(self) -> None:
        self.closed = True

    def assert_all_said(self) -> None:
        assert not self._script, f"never sent: {self._script}"


def spoken(profile: PrinterProfile, script: list[tuple[str, str]]) -> tuple[EscposTcpPrinter, SpokenWire]:
    """A real driver on a scripted wire."""
    wire = SpokenWire(script)
    return EscposTcpPrinter("printer", 9100, profile, waits=SHORT, open_wire=lambda *_: wire), wire
