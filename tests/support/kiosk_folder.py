"""A kiosk's folder with its settings file, enrolled without a network, and the `kiosk` command given about it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.fleet.enrol import Enrolled, enrol
from kiosk.platform_client.contract import Enrolment, EnrolmentAnswer, Place, PlatformKeySet, Words
from kiosk.platform_client.signing import to_base64
from offline_queue import Vault
from tests.support.platform_double import PlatformDouble
from tests.support.queue_builders import TERMINAL, Desk, HandClock, keys_of, open_queue


@dataclass(frozen=True)
class Said:
    """What a command answered. `data`: its JSON where there is any."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class KioskFolder:
    """`more`: further lines of the settings file. The platform is scripted and not reached by the command."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str], more: str = "") -> None:
        self.folder, self.settings, self._capsys = place / "kiosk", place / "kiosk.toml", capsys
        self.platform = PlatformDouble()
        self.enrolled = self._enrol()
        self.write_settings(more)

    def write_settings(self, more: str = "", url: str = "http://127.0.0.1:9") -> None:
        text = f"folder = {json.dumps(str(self.folder))}\nplatform_url = {json.dumps(url)}\n{more}"
        self.settings.write_text(text, encoding="utf-8")

    def _enrol(self) -> Enrolled:
        keys = keys_of(self.platform)
        known = PlatformKeySet(
            kid=keys.kid, seal_key=to_base64(keys.seal_key), receipt_key=to_base64(keys.receipt_key)
        )
        words = Words(zh="村")
        site = Place(town=words, village=words, centre=words)
        answer = EnrolmentAnswer(terminal=TERMINAL, epoch=0, keys=known, site=site, status_url="https://s.example")

        def ask(_: str, __: Enrolment) -> EnrolmentAnswer:
            return answer

        return enrol("http://unused", "AAAA", self.folder, "SN-1", ask=ask)

    @contextmanager
    def running(self) -> Iterator[Desk]:
        """The queue owned, as by a kiosk that runs."""
        device, clock, chance = self.enrolled.device_key, HandClock(), random.Random(7)
        self.platform.device_key = device.public_key()
        place = self.folder / "queue"
        vault = Vault(place, keys_of(self.platform), device.sign, TERMINAL)
        desk = Desk(place, self.platform, device, clock, chance, vault, open_queue(place, vault, clock, chance))
        try:
            yield desk
        finally:
            desk.queue.close()

    def say(self, *words: str) -> Said:
        """One `kiosk` command with this kiosk's settings."""
        self._capsys.readouterr()
        status = main([*words, "--settings", str(self.settings)])
        out, err = self._capsys.readouterr()
        return Said(status, out, err)
