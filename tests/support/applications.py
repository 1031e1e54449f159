"""Applications as a kiosk hands them in, for the invented people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from kiosk.assets import asset
from kiosk.clock import SystemClock
from kiosk.matters.commitment import Template
from kiosk.matters.load import load_catalogue
from tests.support.platform import PEOPLE


def soon() -> datetime:
    return SystemClock().now()


def application(person: str, matter: str, form: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A complete application by card, tapped just now."""
    who = PEOPLE[person]
    sex = {"1": "M", "2": "F"}[who["sex"]]
    card = {"name": who["name"], "id_no": who["number"], "sex": sex, "birth_date": who["birth"]}
    return {
        "matter": matter,
        "matter_version": 1,
        "provisional_no": "",
        "tapped_at": soon().isoformat(),
        "applicant": {
            "kind": "resident_id", "number": who["number"], "name": who["name"], "sex": who["sex"],
            "birth": who["birth"], "address": who["address"], "source": "sam_serial", "verified": "sam",
        },
        "identity": "card_only",
        "form": card | {"live_address": who["address"]} | form,
        "ledger": [{"requirement": "id_card", "way": "card", "source": "sam_serial", "trust": "A"}],
        "papers": [],
        "consents": [{"notice": "visit", "version": "1", "sha": "0" * 64, "at": soon().isoformat()}],
        "prediction": {"outcome": "eligible", "rule_version": "x"},
        "line": "up",
    } | changes  # fmt: skip


def next_month(at: datetime) -> str:
    first = (at + timedelta(hours=8)).replace(day=1) + timedelta(days=32)
    return f"{first:%Y-%m}"


def allowance(person: str = "chen", **changes: Any) -> dict[str, Any]:
    """高龄津贴: nothing to ask, nothing to photograph."""
    form = {"account_kind": "sscard", "start_month": next_month(soon().astimezone(UTC))}
    return application(person, "DG-MZ-001", form) | changes


def birth_registration(pages: int = 1, **changes: Any) -> dict[str, Any]:
    """生育登记 with the partner, whose card was photographed on `pages` pages."""
    form = {"has_partner": "true", "stage": "pregnant", "children_before": "0"}
    papers = [{"requirement": "partner_id", "page": n, "part": n} for n in range(1, pages + 1)]
    ledger = [
        {"requirement": "id_or_hukou", "way": "card", "source": "pcsc", "trust": "C"},
        {"requirement": "partner_id", "way": "camera", "source": "document_camera", "trust": "C"},
    ]
    return application("huang", "DG-WJ-001", form, papers=papers, ledger=ledger) | changes


@cache
def hardship() -> Template:
    return load_catalogue(asset("matters")).tables.commitments["cm.hardship"]


def promise(**changes: Any) -> dict[str, Any]:
    """Of the hardship, in today's words, signed on part 1."""
    return {
        "requirement": "event_proof", "template": "cm.hardship", "version": hardship().version,
        "text_hash": hardship().text_hash, "language": "zh-Hans", "chosen_at": soon().isoformat(),
        "signature": "5" * 64,
    } | changes  # fmt: skip


def relief(**changes: Any) -> dict[str, Any]:
    """临时救助 after an illness, with a promise instead of the medical record."""
    form = {"cause": "illness", "event_date": "2026-11-20", "urgent": "false", "account_kind": "sscard"}
    ledger = [
        {"requirement": "id_card", "way": "card", "source": "sam_serial", "trust": "A"},
        {"requirement": "event_proof", "way": "commitment", "source": "cm.hardship", "trust": "D"},
    ]
    given = {"commitments": [promise()], "signatures": [{"sha": "5" * 64, "part": 1}]}
    return application("luo", "DG-MZ-004", form, ledger=ledger) | given | changes
