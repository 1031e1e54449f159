"""The check-up of a card reader for a technician: timed steps, each with what to do when it fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from devices.self_test import Step

LOOK_S = 1.0

REMEDIES = {  # by code, as in NoReader, Unreadable and ReadFailed
    "port_missing": "no such serial device: check the cable, and the port in the settings (ls -l /dev/serial/by-id)",
    "port_busy": "another program has the port: stop it (fuser -v on the port shows which; a running kiosk is one)",
    "not_permitted": "this user may not use it: add the user to the group dialout (serial), "
    "or allow org.debian.pcsc-lite.access_pcsc and .access_card in polkit (card service)",
    "no_answer": "nothing answers: check power, cable and speed (the usual one is 115200)",
    "bad_frame": "the answer is garbled: check the speed and the cable's ground",
    "sam_selftest": "the module's self-test failed: switch it off and on; if it stays so, replace it",
    "sam_unauthorised": "the module is not authorised: it has to be exchanged by its vendor",
    "no_service": "the card service does not run: systemctl start pcscd (package pcscd)",
    "no_reader": "the service sees no such reader: plug it in again, and compare the name in the settings",
    "virtual": "a virtual reader listens on all networks: remove vsmartcard-vpcd, it does not belong on a kiosk",
    "card_mute": "the card in the reader gives no ATR: turn it round, chip first; if it stays so, it is broken",
}


def check_reader(driver: str, *, port: str = "", baud: int = 115200, reader: str = "") -> list[Step]:
    """The steps of the reader with these settings, up to the first that fails. Reads nothing from any card.

    A kiosk that runs has its readers for itself: stop it first.
    """
    if driver == "sam_serial":
        return check_sam(port, baud)
    if driver == "pcsc":
        return check_pcsc(reader)
    return [Step("driver", False, 0.0, f"there is no driver {driver!r}; there are sam_serial and pcsc")]


def check_sam(port: str, baud: int = 115200) -> list[Step]:
    """open → status → SAM id → find."""
    from devices.card_reader.sam_card import SamCard
    from devices.card_reader.sam_frames import Answer
    from devices.card_reader.sam_link import WireLost
    from devices.card_reader.sam_serial import SerialWire

    steps = _Steps()
    try:
        wire = steps.timed(lambda: SerialWire(port, baud))
    except WireLost as lost:
        return steps.failed("open", lost.code)
    steps.passed("open")
    card = SamCard(wire, baud)
    try:
        trouble = steps.timed(card.ready)
        if trouble is not None:
            return steps.failed("status", trouble.code)
        steps.passed("status")
        if not isinstance(steps.timed(card.module_id), Answer):
            return steps.failed("sam_id", "bad_frame")
        steps.passed("sam_id")
        found = isinstance(steps.timed(card.find), Answer)
        return steps.passed("find") if found else steps.failed("find", "no_answer")
    except WireLost as lost:
        return steps.failed("line", lost.code)
    finally:
        wire.close()


def check_pcsc(reader: str = "") -> list[Step]:
    """service (and permission) → reader → card, if one lies there."""
    from devices.card_reader.pcsc import UNAWARE, PcscTrouble, Service
    from devices.card_reader.pcsc_watch import lost

    steps = _Steps()
    try:
        service = steps.timed(Service)
        steps.passed("service")
        try:
            names = steps.timed(service.readers)
            name = next((n for n in names if reader in n), "")
            if not name:
                return steps.failed("reader", "no_reader")
            steps.passed("reader", "virtual" if "Virtual PCD" in name else "")
            slot = steps.timed(lambda: service.wait(name, UNAWARE, LOOK_S))
            mute = slot.present and (slot.mute or not slot.atr)
            return steps.failed("card", "card_mute") if mute else steps.passed("card")
        finally:
            service.close()
    except PcscTrouble as trouble:
        return steps.failed("service", lost(trouble).code)


Result = TypeVar("Result")


class _Steps:
    def __init__(self) -> None:
        self._done: list[Step] = []
        self._began = 0.0

    def timed(self, work: Callable[[], Result]) -> Result:
        self._began = time.monotonic()
        return work()

    def passed(self, name: str, warning: str = "") -> list[Step]:
        self._done.append(Step(name, True, time.monotonic() - self._began, REMEDIES.get(warning, "")))
        return self._done

    def failed(self, name: str, code: str) -> list[Step]:
        self._done.append(Step(name, False, time.monotonic() - self._began, f"{code}: {REMEDIES.get(code, code)}"))
        return self._done
