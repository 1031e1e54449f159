"""The only door for python-escpos: one slip's picture in, the bytes of the whole job out.

The library encodes (its `Dummy` printer); it never sees a connection, and no text goes through its code pages.
"""
from __future__ import annotations

import logging
from typing import Any

from PIL import Image

from devices.interfaces import BitmapPage
from devices.receipt_printer.profile import Cutter, Marker, PrinterProfile

CUTS = {  # GS V function B: feed to the cutter, then cut. The library's cut() may do nothing, depending on its profile
    Cutter.FULL: bytes.fromhex("1d564110"),
    Cutter.PARTIAL: bytes.fromhex("1d564210"),
    Cutter.NONE: bytes.fromhex("1b6405"),  # ESC d: feed five lines past the tear bar
}


def compose(page: BitmapPage, profile: PrinterProfile) -> bytes:
    """ESC @, the picture as GS v 0 bands, the cut. Raises ValueError when the picture does not fit the paper."""
    if page.width > profile.width_dots:
        raise ValueError(f"{page.width} dots do not fit on {profile.width_dots}")
    job = _blank_job(profile)
    job.hw("INIT")
    job.image(_picture(page), impl="bitImageRaster", fragment_height=profile.band_height)
    return bytes(job.output) + CUTS[profile.cutter]


def marker_bytes(marker: Marker, process_id: bytes) -> bytes:
    """What asks the printer to say that everything before is printed. `process_id` is four bytes of 0x20 to 0x7E."""
    match marker:
        case Marker.GS_H:
            return bytes.fromhex("1d28480600 3030") + process_id
        case Marker.GS_R:
            return bytes.fromhex("1d7201")
        case Marker.NONE:
            return b""


def _picture(page: BitmapPage) -> Image.Image:
    """Pillow's one-bit pictures have 1 = white, ours 1 = black."""
    return Image.frombytes("1", (page.width, page.height), page.rows, "raw", "1;I")


def _blank_job(profile: PrinterProfile) -> Any:
    """A Dummy printer that knows our paper width: with the library's default profile `image` prints to stdout.
    Importing the library takes a third of a second and sets up logging for everybody, which is undone here."""
    root = logging.getLogger()
    before = list(root.handlers)
    from escpos.capabilities import Profile
    from escpos.printer import Dummy

    for added in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(added)
    ours = Profile(features={"bitImageRaster": True})
    ours.profile_data = {**ours.profile_data, "media": {"width": {"pixels": profile.width_dots}, "dpi": 203}}
    return Dummy(profile=ours)
