"""What every driver promises, whatever it speaks: small interfaces, closed unions, no hardware words.

States and results are values; nothing here raises for expected trouble. `unknown` is a value and never means "yes".
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# --- card readers -----------------------------------------------------------------------------------------------


class DocumentKind(StrEnum):
    RESIDENT_ID = "resident_id"  # 居民身份证
    HK_MACAO_TAIWAN_RESIDENCE = "hk_macao_taiwan_residence"  # 港澳台居民居住证
    FOREIGN_PERMANENT_2017 = "foreign_permanent_2017"
    FOREIGN_PERMANENT_2023 = "foreign_permanent_2023"
    SOCIAL_CARD = "social_card"  # 社会保障卡


@dataclass(frozen=True, repr=False)
class CardDocument:
    """What a chip said. Lives in memory only and dies with the visit; `repr` shows no personal data."""

    kind: DocumentKind
    number: str  # 18 characters, or 15 on the 2017 foreigner card
    name: str  # exactly the chip's code points, padding removed
    sex: str  # GB/T 2261.1: "0" unknown, "1" male, "2" female, "9" not stated
    birth: date | None
    name_en: str = ""
    nation: str = ""  # GB/T 3304, two digits
    address: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None  # None: long-term, or not on this card
    source: str = ""  # the driver: "sam_serial", "pcsc"
    verified: str = "none"  # "sam": read through the security module; "none": read only

    def __repr__(self) -> str:
        return f"CardDocument({self.kind}, source={self.source!r})"


@dataclass(frozen=True)
class NoReader:
    """The reader or its service is not there. `code`: no_service, no_reader, not_permitted, port_busy, port_missing,
    sam_selftest, sam_unauthorised, no_answer, starting."""

    code: str


@dataclass(frozen=True)
class NoCard:
    pass


@dataclass(frozen=True)
class CardPresent:
    """A card lies there. Every laying gets a new `epoch`; results of an older epoch are dropped."""

    epoch: int


@dataclass(frozen=True)
class Unreadable:
    """A card lies there that this reader cannot use. `code`: card_mute, card_refused, wrong_card, unsupported_card."""

    epoch: int
    code: str


CardState = NoReader | NoCard | CardPresent | Unreadable


@dataclass(frozen=True)
class CardLost:
    """The card was lifted or swapped during the read."""


@dataclass(frozen=True)
class ReadFailed:
    """`code`: card_mute, card_refused, wrong_card, unsupported_card, data_invalid, overrun, no_answer, bad_frame."""

    code: str
    retryable: bool


CardRead = CardDocument | CardLost | ReadFailed


class CardReader(Protocol):
    """One reader. `state` never blocks; `read` blocks at most until the driver's own deadline."""

    @property
    def name(self) -> str: ...
    def state(self) -> CardState: ...
    def read(self, epoch: int) -> CardRead: ...


# --- document camera --------------------------------------------------------------------------------------------

Picture = NDArray[np.uint8]  # height × width × 3, BGR


@dataclass(frozen=True, eq=False)
class Frame:
    number: int
    taken_at: float  # steady seconds
    picture: Picture


Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
# four corners as shares of width and height (0…1): top left, top right, bottom right, bottom left


class Hint(StrEnum):
    """What hinders a good picture right now; the most blocking first. Words live in
    assets/languages as hint.<value>."""

    NONE = "none"
    NO_PICTURE = "no_picture"
    NO_PAGE = "no_page"
    CROPPED = "cropped"
    TOO_SMALL = "too_small"
    MOVING = "moving"


@dataclass(frozen=True)
class Sighting:
    quad: Quad | None
    hint: Hint
    steady_seconds: float = 0.0  # for how long the corners have been still


@dataclass(frozen=True)
class CameraAbsent:
    code: str  # no_camera, opening, stalled


@dataclass(frozen=True)
class CameraStreaming:
    frames_per_second: float


@dataclass(frozen=True)
class CameraResting:
    """Not open: nobody is taking a picture. The camera never watches the room between pages."""


CameraState = CameraAbsent | CameraStreaming | CameraResting


@dataclass(frozen=True, repr=False)
class TakenPage:
    """A straightened page. `image` is WebP; `small` a JPEG for the screen, at most 720 px wide."""

    image: bytes
    small: bytes
    width: int
    height: int
    sharpness: float

    def __repr__(self) -> str:
        return f"TakenPage({self.width}x{self.height}, {len(self.image)} bytes)"


@dataclass(frozen=True)
class BlankDesk:
    """No page was found on the desk."""


@dataclass(frozen=True)
class Blurred:
    sharpness: float


@dataclass(frozen=True)
class Cropped:
    """A page was seen, but part of it lies outside the picture."""


@dataclass(frozen=True)
class CameraGone:
    code: str


PageResult = TakenPage | BlankDesk | Blurred | Cropped | CameraGone


class DocumentCamera(Protocol):
    """`wake` and `rest` are idempotent and return at once; `latest` and `look` never block; `take` blocks ≤ 3 s."""

    @property
    def name(self) -> str: ...
    def wake(self) -> None: ...
    def rest(self) -> None: ...
    def state(self) -> CameraState: ...
    def latest(self) -> Frame | None: ...
    def look(self) -> Sighting: ...
    def take(self) -> PageResult: ...


# --- receipt printer --------------------------------------------------------------------------------------------


class Paper(StrEnum):
    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PrinterState:
    """None means unknown. A printer is ready only when all it can say is good."""

    link: bool | None = None
    cover_closed: bool | None = None
    paper: Paper = Paper.UNKNOWN
    cutter_ok: bool | None = None
    fault: str = ""  # "", "recoverable", "unrecoverable", "garbage", "silent", "refused"

    @property
    def ready(self) -> bool:
        good_paper = self.paper in (Paper.OK, Paper.LOW)
        return bool(self.link and self.cover_closed and good_paper and self.cutter_ok is not False and not self.fault)


@dataclass(frozen=True)
class BitmapPage:
    """One-bit picture, rows top to bottom, each row `ceil(width / 8)` bytes, most significant bit left, 1 = black."""

    width: int
    height: int
    rows: bytes


@dataclass(frozen=True)
class PrintJob:
    id: str
    page: BitmapPage


@dataclass(frozen=True)
class Printed:
    paper_low: bool = False


@dataclass(frozen=True)
class NotSent:
    """Nothing reached the printer: safe to try again. `code`: refused, silent, paper_out, cover_open, offline, cutter,
    fault, garbage."""

    code: str


@dataclass(frozen=True)
class Held:
    """All was sent and the printer waits for a person; it will print by itself once helped. Do not send again."""

    code: str


@dataclass(frozen=True)
class Unknown:
    """Part or all was sent and nothing confirmed it. Never sent again by itself."""

    code: str


PrintOutcome = Printed | NotSent | Held | Unknown


class ReceiptPrinter(Protocol):
    """`state` asks the printer (≤ 1.5 s); `print_page` blocks until its own deadline. One caller at a time.
    `confirm_held` waits up to `seconds` for a held job: Printed when its confirmation came, else Held or Unknown."""

    @property
    def name(self) -> str: ...
    @property
    def width_dots(self) -> int: ...
    def state(self) -> PrinterState: ...
    def print_page(self, job: PrintJob) -> PrintOutcome: ...
    def confirm_held(self, seconds: float) -> PrintOutcome: ...
