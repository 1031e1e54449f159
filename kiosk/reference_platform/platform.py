"""The parts of one platform, joined once and handed to every request."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fastapi import Request

from kiosk.assets import asset
from kiosk.clock import Clock
from kiosk.matters.load import Catalogue, load_catalogue
from kiosk.reference_platform.blobs import Blobs, FolderBlobs
from kiosk.reference_platform.gate import Gate
from kiosk.reference_platform.halves import Halves
from kiosk.reference_platform.keys import KeyRing, load_keys
from kiosk.reference_platform.moments import day_here, moment_text
from kiosk.reference_platform.newest import Newest
from kiosk.reference_platform.records import Records, open_records
from kiosk.reference_platform.shares import DemoPeople, ShareSource

STATUS_URL = "https://status.example/s"  # a slip's QR code leads here


@dataclass(frozen=True)
class PlatformSettings:
    """`people`: file of invented people for the shared data, None for no source at all."""

    folder: Path
    people: Path | None = None
    accept_card_only: bool = True  # decide a case whose applicant was identified by the card alone
    status_url: str = STATUS_URL
    matters: Path | None = None  # the catalogue; None: the one that comes with the program
    database: str = ""  # SQLite in the folder; else postgresql+psycopg://…, and `folder` is shared by all processes


@dataclass(frozen=True)
class Platform:
    settings: PlatformSettings
    clock: Clock
    records: Records
    blobs: Blobs
    halves: Halves
    newest: Newest
    gate: Gate
    keys: KeyRing
    catalogue: Catalogue
    sources: tuple[ShareSource, ...]

    def now_text(self) -> str:
        return moment_text(self.clock.now())

    def today(self) -> date:
        return day_here(self.clock.now())


def open_platform(settings: PlatformSettings, clock: Clock) -> Platform:
    sources = () if settings.people is None else (DemoPeople.load(settings.people),)
    shared = settings.folder / "turns" if settings.database else None
    return Platform(
        settings, clock, open_records(settings.folder, settings.database), FolderBlobs(settings.folder / "blobs"),
        Halves(settings.folder / "halves"), Newest(shared), Gate(), load_keys(settings.folder),
        load_catalogue(settings.matters or asset("matters")), sources,
    )


async def platform_of(request: Request) -> Platform:
    platform = request.app.state.platform
    assert isinstance(platform, Platform)
    return platform

