"""Hand in: everything about the visit becomes one sealed submission. Kept is only what the queue has committed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from devices.interfaces import CardDocument
from kiosk.commitments.model import Promise
from kiosk.forms.model import Draft
from kiosk.materials.model import LedgerLine
from kiosk.matters.model import Matter
from kiosk.platform_client.contract import (
    Applicant,
    Application,
    CommitmentGiven,
    ConsentGiven,
    LedgerRow,
    PaperPage,
    Prediction,
    SignaturePicture,
)
from kiosk.store import HandedInRow, Store
from offline_queue import Draft as SealedDraft
from offline_queue import Entry, Queue


@dataclass(frozen=True)
class PagePart:
    """A sealed page: which paper it shows and which part of the envelope it is."""

    paper: str
    page: int
    part: int


@dataclass(frozen=True)
class SignaturePart:
    """A sealed signature by its hash, and which part of the envelope it is."""

    sha: str
    part: int


@dataclass(frozen=True, repr=False)
class HandingIn:
    """All that is handed in, as the resident left it."""

    matter: Matter
    document: CardDocument
    draft: Draft
    ledger: tuple[LedgerLine, ...]
    pages: tuple[PagePart, ...]
    consent: ConsentGiven
    prediction: str  # eligible, not_eligible, unknown
    line: str  # up, down, unknown
    tapped_at: datetime
    promises: tuple[Promise, ...] = ()
    signatures: tuple[SignaturePart, ...] = ()

    @property
    def parts(self) -> frozenset[int]:
        """The parts of the envelope that belong to it."""
        return frozenset(page.part for page in self.pages) | {one.part for one in self.signatures}


def application(handing: HandingIn) -> Application:
    """The answers as the platform reads them once it has opened the envelope (pure)."""
    matter = handing.matter
    return Application(
        matter=matter.code,
        matter_version=matter.version,
        provisional_no="",  # stands in the envelope's header: it is minted in the transaction that keeps it
        tapped_at=handing.tapped_at.isoformat(),
        applicant=_applicant(handing.document),
        identity="card_only",
        form=dict(handing.draft.values()),
        ledger=tuple(
            LedgerRow(requirement=row.requirement, way=row.way.value, source=row.source, trust=row.trust)
            for row in handing.ledger
        ),
        papers=tuple(PaperPage(requirement=p.paper, page=p.page, part=p.part) for p in handing.pages),
        consents=(handing.consent,),
        commitments=tuple(_commitment(promise) for promise in handing.promises),
        signatures=tuple(SignaturePicture(sha=one.sha, part=one.part) for one in handing.signatures),
        prediction=Prediction(outcome=handing.prediction, rule_version=matter.rule_version),
        line=handing.line,
    )


def _commitment(promise: Promise) -> CommitmentGiven:
    return CommitmentGiven(
        requirement=promise.requirement,
        template=promise.template,
        version=promise.version,
        text_hash=promise.text_hash,
        language=promise.language,
        chosen_at=promise.chosen_at.isoformat(),
        signature=promise.signature_sha,
    )


def _applicant(document: CardDocument) -> Applicant:
    return Applicant(
        kind=document.kind.value,
        number=document.number,
        name=document.name,
        name_en=document.name_en,
        sex=document.sex,
        birth=document.birth.isoformat() if document.birth else "",
        nation=document.nation,
        address=document.address,
        valid_to=document.valid_to.isoformat() if document.valid_to else "",
        source=document.source,
        verified=document.verified,
    )


def submit(handing: HandingIn, sealed: SealedDraft, queue: Queue, store: Store, owner_tag: str) -> Entry:
    """Keep it. The note of whose it is comes first: without it a kept submission could never greet its owner."""
    note = HandedInRow(str(sealed.id), "", handing.matter.code, owner_tag, handing.tapped_at)
    store.remember_handed_in(note)
    body = application(handing).model_dump_json().encode()
    entry = queue.put(sealed, body, case_key=f"{owner_tag}/{handing.matter.code}")
    store.remember_handed_in(replace(note, number=entry.number))
    return entry
