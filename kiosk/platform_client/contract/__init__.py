"""Every body the kiosk and the central platform exchange, as one set of models for both sides.

Whoever writes a body may not misspell a field (`extra="forbid"`); whoever reads one calls `read`, which passes over
fields it does not know, so that an older program understands a newer one.
"""
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.platform_client.contract.application import (
    Applicant,
    Application,
    CommitmentGiven,
    ConsentGiven,
    LedgerRow,
    PaperPage,
    Prediction,
    SignaturePicture,
)
from kiosk.platform_client.contract.body import (
    B,
    Body,
    Digest,
    Long,
    Person,
    Place,
    Scalar,
    Short,
    Trust,
    Way,
    Words,
    read,
)

__all__ = [
    "Applicant",
    "Application",
    "AssistAnswer",
    "AssistCall",
    "B",
    "Body",
    "CommitReceipt",
    "CommitmentGiven",
    "Config",
    "ConsentGiven",
    "ConsentRef",
    "Digest",
    "Enrolment",
    "EnrolmentAnswer",
    "FactValue",
    "FactsAnswer",
    "FactsQuery",
    "HalfPart",
    "Heartbeat",
    "HeartbeatAnswer",
    "LedgerRow",
    "Long",
    "Missing",
    "MissingParts",
    "PaperPage",
    "Person",
    "Place",
    "PlatformKeySet",
    "Prediction",
    "Problem",
    "ResultPage",
    "ResultRow",
    "Scalar",
    "Short",
    "SignaturePicture",
    "Trust",
    "Way",
    "WhoIsAsked",
    "Words",
    "read",
]

# --- enrolment --------------------------------------------------------------------------------------------------------


class Enrolment(Body):
    """`device_key`: base64 of the raw Ed25519 public key."""

    code: Short
    device_key: Short
    serial: Short = ""
    model: Short = ""


class PlatformKeySet(Body):
    """`seal_key`: base64 raw X25519; `receipt_key`: base64 raw Ed25519."""

    kid: Short
    seal_key: Short
    receipt_key: Short


class EnrolmentAnswer(Body):
    terminal: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    epoch: Annotated[int, Field(ge=0, le=9)]
    keys: PlatformKeySet
    site: Place
    status_url: Short


class Config(Body):
    """`settings` by name; a kiosk uses the ones it knows."""

    site: Place
    keys: PlatformKeySet
    settings: dict[str, Scalar]


# --- delivery and results ---------------------------------------------------------------------------------------------


class HalfPart(Body):
    """Of part `n` the first `have` bytes are there."""

    n: int
    have: int


class MissingParts(Body):
    """`half`: those of `parts` that have come in part."""

    sha: Digest
    parts: tuple[int, ...]
    half: tuple[HalfPart, ...] = ()


class Missing(Body):
    missing: tuple[MissingParts, ...]


class CommitReceipt(Body):
    """`signature`: base64 Ed25519 over signing.canonical of all other fields."""

    id: Short
    number: Short
    head_sha: Digest
    received_at: Short
    official_no: Short
    state: Short
    kid: Short
    signature: Short


class ResultRow(Body):
    """`text` holds no name and no ID number. `rule_version`: the rules it was judged by, as in Prediction."""

    cursor: int
    id: Short
    number: Short
    official_no: Short
    matter: Short
    state: Short
    at: Short
    text: Words
    rule_version: Short = ""


class ResultPage(Body):
    results: tuple[ResultRow, ...]
    cursor: int


# --- online questions -------------------------------------------------------------------------------------------------


class ConsentRef(Body):
    notice: Annotated[str, Field(min_length=1, max_length=200)]
    version: Annotated[str, Field(min_length=1, max_length=200)]


class WhoIsAsked(Person):
    """The sealed part of a facts query."""

    kind: Short
    number: Annotated[str, Field(min_length=1, max_length=40)]
    name: Short


class FactsQuery(Body):
    """`sealed`: base64 HPKE of WhoIsAsked to the platform's seal key, info signing.FACTS_INFO."""

    sealed: Annotated[str, Field(max_length=4000)]
    matter: Short
    names: Annotated[tuple[Short, ...], Field(max_length=200)]
    consent: ConsentRef


class FactValue(Body):
    """`value` None: unknown, which is never a no. `source` and `as_of` (ISO date) say who knows it since when."""

    value: Scalar
    source: str = ""
    as_of: str = ""

    def __repr__(self) -> str:
        return f"FactValue(source={self.source!r})"


class FactsAnswer(Body):
    values: dict[str, FactValue]


class AssistCall(Body):
    """`stop`: where the visit stands, kiosk.session.model.Stop."""

    terminal: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    stop: Short


class AssistAnswer(Body):
    answered_by: Short | None


class Heartbeat(Body):
    """How the kiosk is. `parts`: device → its state; `clock_offset_s`: platform minus kiosk, None when not known;
    `through_s`: in about how many seconds all that waits will be through, None when nobody can tell or nothing waits.
    """

    version: Short = ""
    waiting: Annotated[int, Field(ge=0, le=2**31)] = 0
    oldest_at: Short = ""
    parts: dict[str, Short] = Field(default_factory=dict, max_length=50)
    free_mb: Annotated[int, Field(ge=0, le=2**40)] = 0
    clock_offset_s: float | None = None
    through_s: Annotated[float, Field(ge=0)] | None = None


class HeartbeatAnswer(Body):
    commands: tuple[str, ...] = ()


class Problem(Body):
    """RFC 9457 problem+json. `code` is stable; `retryable` says whether the same request may succeed later."""

    type: str
    title: str
    status: int
    code: str
    zh: str
    en: str
    retryable: bool
    retry_after: float | None = None
