"""What one model of receipt printer can do, read from profiles.toml."""
from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

PROFILES = Path(__file__).with_name("profiles.toml")


class Cutter(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Marker(StrEnum):
    """How the printer confirms that everything before it is on paper."""

    GS_H = "gs_h"  # GS ( H fn 48: answers with our own four bytes
    GS_R = "gs_r"  # GS r 1: one status byte, in order
    NONE = "none"


class StatusQuery(StrEnum):
    DLE_EOT = "dle_eot"
    NONE = "none"


@dataclass(frozen=True)
class PrinterProfile:
    """`width_dots` is a multiple of 8; `band_height` rows go into one raster command."""

    name: str
    width_dots: int = 576
    cutter: Cutter = Cutter.FULL
    marker: Marker = Marker.GS_R
    status: StatusQuery = StatusQuery.DLE_EOT
    band_height: int = 256

    def __post_init__(self) -> None:
        if self.width_dots % 8 or not 8 <= self.width_dots <= 2048:
            raise ValueError(f"{self.name}: width_dots must be a multiple of 8, not {self.width_dots}")
        if not 1 <= self.band_height <= 2047:
            raise ValueError(f"{self.name}: band_height must be 1 to 2047, not {self.band_height}")


def load_profiles(path: Path = PROFILES) -> dict[str, PrinterProfile]:
    """Every profile by name. Raises TypeError for an unknown key and ValueError for a value that is not allowed."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _profile(name, row) for name, row in table.items()}


def load_profile(name: str, path: Path = PROFILES) -> PrinterProfile:
    """One profile. Raises KeyError with the known names."""
    known = load_profiles(path)
    if name not in known:
        raise KeyError(f"no printer profile {name!r}; there are {', '.join(sorted(known))}")
    return known[name]


def _profile(name: str, row: dict[str, Any]) -> PrinterProfile:
    kinds = {"cutter": Cutter, "marker": Marker, "status": StatusQuery}
    typed: dict[str, Any] = {key: kinds[key](value) if key in kinds else value for key, value in row.items()}
    return PrinterProfile(name, **typed)
