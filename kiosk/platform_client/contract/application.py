"""What is handed in: the plaintext of a head."""
from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kiosk.platform_client.contract.body import Body, Digest, Long, Person, Short, Trust, Way


class Applicant(Person):
    """As the chip said it; dates as ISO texts, "" for none. `kind`: devices.interfaces.DocumentKind."""

    kind: Short
    number: Annotated[str, Field(min_length=1, max_length=40)]
    name: Short
    name_en: Short = ""
    sex: Short = ""
    birth: Short = ""
    nation: Short = ""
    address: Short = ""
    valid_to: Short = ""
    source: Short = ""
    verified: Short = ""


class LedgerRow(Body):
    """How one paper was given: the material ledger. Trust A made by the department … D own statement."""

    requirement: Short
    way: Way
    source: Short = ""
    trust: Trust


class PaperPage(Body):
    """Page `page` (from 1) of a paper is part `part` of the envelope."""

    requirement: Short
    page: Annotated[int, Field(ge=1, le=1000)]
    part: Annotated[int, Field(ge=1, le=65535)]


class ConsentGiven(Body):
    notice: Short
    version: Short
    sha: Short = ""
    at: Short = ""


class CommitmentGiven(Body):
    """A promise made instead of a paper (告知承诺). `text_hash`: of the words that were read, in which `language`;
    `signature`: SHA-256 of the signature's picture, which is one of Application.signatures."""

    requirement: Short
    template: Short
    version: Annotated[int, Field(ge=1)]
    text_hash: Digest
    language: Short
    chosen_at: Short
    signature: Digest


class SignaturePicture(Body):
    """The picture whose SHA-256 this is, is part `part` of the envelope."""

    sha: Digest
    part: Annotated[int, Field(ge=1, le=65535)]


class Prediction(Body):
    """What the kiosk said before handing in, and by which rules."""

    outcome: Literal["eligible", "not_eligible", "unknown"]
    rule_version: Short


class Application(Person):
    """The plaintext of a head: everything handed in but the pages. `tapped_at`: ISO, UTC, by the kiosk's clock."""

    matter: Short
    matter_version: int
    provisional_no: Short = ""
    tapped_at: Short
    applicant: Applicant
    identity: Short
    form: dict[str, Long]
    ledger: tuple[LedgerRow, ...] = ()
    papers: tuple[PaperPage, ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    commitments: tuple[CommitmentGiven, ...] = ()
    signatures: tuple[SignaturePicture, ...] = ()
    prediction: Prediction
    line: Literal["up", "down", "unknown"]
