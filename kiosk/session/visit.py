"""One visit as it stands: everything known, everything answered. Frozen; a change makes a new
one. No `repr` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.interfaces import TakenPage
from kiosk.commitments.model import Choice, Promise
from kiosk.commitments.signature import Strokes
from kiosk.forms.model import Draft
from kiosk.identity.model import Identity
from kiosk.materials.capture import CaptureState
from kiosk.matters.model import Matter
from kiosk.session.model import Notice, ResultView, SlipState


@dataclass(frozen=True)
class Laid:
    """A card lies on a reader."""

    reader: str
    epoch: int


@dataclass(frozen=True)
class Consent:
    """The resident understood the notice; what was shown is named by its hash."""

    notice: str
    version: str
    sha: str
    at: str


@dataclass(frozen=True)
class HeldPage:
    """A page already sealed on disk: which paper it belongs to and which part of the envelope it is."""

    paper: str
    page: int
    part: int


@dataclass(frozen=True)
class HeldSignature:
    """A signature's picture already sealed on disk. `what`: the paper promised for, or the field signed."""

    what: str
    sha: str
    part: int


@dataclass(frozen=True)
class Handed:
    """What was handed in. From here on nobody at the kiosk can open it."""

    submission: str
    number: str  # 14 digits
    at: str
    line_up: bool
    delivered: bool = False
    deciding: bool = True
    official_no: str = ""
    why_kept: str = ""  # "", "down", "silent", "failed", "rubbish"
    result: ResultView | None = None
    slip: SlipState = SlipState.PRINTING
    slip_code: str = ""
    copies: int = 0
    asking_slip: bool = False
    job: str = ""  # the print job being watched


@dataclass(frozen=True, repr=False)
class Visit:
    laid: Laid | None = None
    consent: Consent | None = None
    identity: Identity | None = None
    notices: tuple[Notice, ...] = ()
    notices_seen: bool = False
    matter: Matter | None = None
    params: Mapping[str, object] = field(default_factory=dict)  # published values its rules look at
    shares: Mapping[str, object] = field(default_factory=dict)  # what the platform's shared data said
    shares_asked: str = ""  # the matter they were asked for
    asking_shares: bool = False
    started: bool = False  # the guide was read
    draft: Draft = field(default_factory=Draft)
    remembered: Mapping[str, str] = field(default_factory=dict)  # answers given before a step back
    error: str = ""  # word key of what is wrong with the last answer
    changing: str = ""  # a field asked again from the review
    why: str = ""  # the paper about which is asked why it is needed
    choices: Mapping[str, Choice] = field(default_factory=dict)  # paper → a promise, or the paper itself
    promises: tuple[Promise, ...] = ()  # signed ones
    signatures: tuple[HeldSignature, ...] = ()
    drawn: Mapping[str, Strokes] = field(default_factory=dict)  # how they were drawn, kept over a step back
    pages: tuple[HeldPage, ...] = ()
    capture: CaptureState | None = None
    checking: TakenPage | None = None  # a page being looked at
    handed: Handed | None = None

    @property
    def parts(self) -> frozenset[int]:
        """The parts of the envelope that belong to it."""
        return frozenset(page.part for page in self.pages) | {one.part for one in self.signatures}

    def __repr__(self) -> str:
        return "Visit(…)"
