"""The table of drivers: what each speaks, and on which real machine it was ever tried. One line adds a driver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Driver:
    """`verified`: the real machine it was tried on, None when it was only tried against simulated peers."""

    family: str
    name: str
    speaks: str
    settings: tuple[str, ...]
    verified: str | None = None


DRIVERS: tuple[Driver, ...] = (
    Driver(
        "card_reader",
        "sam_serial",
        "SAM-V (GA/T 467) on a serial line: 居民身份证 and residence permits",
        ("port", "baud"),
    ),
    Driver("card_reader", "pcsc", "PC/SC: 社会保障卡, contact", ("reader",)),
    Driver("document_camera", "opencv", "V4L2 device or MJPEG address through OpenCV", ("source",)),
    Driver("receipt_printer", "escpos_tcp", "ESC/POS raster over TCP", ("host", "port", "profile")),
)


def driver(family: str, name: str) -> Driver:
    """Raises KeyError with the known names."""
    for one in DRIVERS:
        if (one.family, one.name) == (family, name):
            return one
    known = ", ".join(d.name for d in DRIVERS if d.family == family)
    raise KeyError(f"no {family} driver {name!r}; there are {known}")
