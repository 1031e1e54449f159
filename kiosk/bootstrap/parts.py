"""Drivers, chosen by the settings. Slow libraries are imported by the drivers themselves, in their own threads."""

from __future__ import annotations

from collections.abc import Callable

from devices.card_reader.hosted import HostedCardReader
from devices.interfaces import CardState, DocumentCamera, ReceiptPrinter
from devices.registry import driver
from kiosk.settings import ReaderSettings, Settings


def make_readers(settings: Settings) -> dict[str, HostedCardReader]:
    """One supervised process per reader, by a name that says what it speaks."""
    return {f"{one.driver}-{n}": _reader(one) for n, one in enumerate(settings.readers, 1)}


def _reader(one: ReaderSettings) -> HostedCardReader:
    known = driver("card_reader", one.driver)
    if known.name == "pcsc":
        return HostedCardReader("pcsc", reader=one.reader)
    return HostedCardReader("sam_serial", port=one.port, baud=one.baud)


def make_camera(settings: Settings) -> DocumentCamera | None:
    if settings.camera is None:
        return None
    from devices.document_camera.opencv import OpencvDocumentCamera

    driver("document_camera", settings.camera.driver)
    return OpencvDocumentCamera(settings.camera.source)


def make_printer(settings: Settings) -> ReceiptPrinter | None:
    if settings.printer is None:
        return None
    from devices.receipt_printer.driver import EscposTcpPrinter
    from devices.receipt_printer.profile import load_profile

    driver("receipt_printer", settings.printer.driver)
    return EscposTcpPrinter(settings.printer.host, settings.printer.port, load_profile(settings.printer.profile))


Changed = Callable[[str, CardState], None]


def watch_readers(readers: dict[str, HostedCardReader], changed: Changed) -> None:
    """Start every reader; each change of state goes to `changed` from a host's thread."""
    for name, reader in readers.items():
        reader.on_change(_told(name, changed))
        reader.start()


def _told(name: str, changed: Changed) -> Callable[[CardState], None]:
    return lambda state: changed(name, state)
