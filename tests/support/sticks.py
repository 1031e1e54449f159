"""A kiosk enrolled with the real reference platform, a stick between them, and the line when it is wanted."""
from __future__ import annotations

import json
import random
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.reference_platform.platform import PlatformSettings, open_platform
from kiosk.reference_platform.report import report
from kiosk.reference_platform.stick import Brought, import_stick
from kiosk.submission.number import provisional
from offline_queue import (
    Entry,
    Exported,
    Imported,
    PlatformKeys,
    Queue,
    Room,
    State,
    Sync,
    Vault,
    export_to,
    import_from,
)
from offline_queue.transport.http import HttpTransport
from tests.support.applications import allowance
from tests.support.platform import PEOPLE_FILE, PlatformServer, TestKiosk
from tests.support.queue_builders import HandClock


@dataclass
class Carried:
    """`stick`: the folder it is mounted on."""

    server: PlatformServer
    kiosk: TestKiosk
    clock: HandClock
    vault: Vault
    queue: Queue
    stick: Path

    @property
    def place(self) -> Path:
        return self.stick / f"kiosk-{self.vault.terminal}"

    def hand_in(self, application: object | None = None, *pages: bytes) -> Entry:
        draft = self.vault.open_draft()
        for page in pages:
            draft.seal_page(page)
        return self.queue.put(draft, json.dumps(application or allowance()).encode(), "")

    def sync(self) -> Sync:
        transport = HttpTransport(self.server.url, self.kiosk.terminal, self.kiosk.key.sign, self.clock.now)
        return Sync(self.queue, transport, self.clock, random.Random(5).random)

    def out(self, results_since: int = 0) -> Exported:
        return export_to(self.stick, self.queue, self.vault, self.clock.now(), results_since)

    def at_the_centre(self) -> tuple[Brought, ...]:
        """Beside the server, on the same folder."""
        platform = open_platform(PlatformSettings(self.server.folder, PEOPLE_FILE), SystemClock())
        try:
            return import_stick(platform, self.stick)
        finally:
            platform.records.close()

    def back(self) -> Imported:
        return import_from(self.stick, self.queue, self.vault)

    def state_of(self, entry: Entry) -> State:
        found = self.queue.entry(entry.id)
        assert found is not None
        return found.state

    def cases(self) -> list[str]:
        """Provisional numbers of the platform's cases; none may be there twice."""
        found = report(self.server.folder)
        assert found["duplicates"] == 0
        return sorted(case["provisional_no"] for case in found["cases"])


def carried(place: Path, server: PlatformServer) -> Carried:
    kiosk, clock = TestKiosk(server), HandClock()
    assert kiosk.enrol().status == 201
    said, folder = kiosk.answer["keys"], place / f"queue-{kiosk.terminal}"
    keys = PlatformKeys(said["kid"], b64decode(said["seal_key"]), b64decode(said["receipt_key"]))
    vault = Vault(folder, keys, kiosk.key.sign, kiosk.terminal)
    room = Room(folder, min_free=0, reserve=65_536)
    queue = Queue(folder, vault, kiosk.terminal, kiosk.answer["epoch"], clock, provisional, room=room)
    (place / "stick").mkdir(exist_ok=True)
    return Carried(server, kiosk, clock, vault, queue, place / "stick")
