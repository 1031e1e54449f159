"""After each visit: is anything of the invented person left in the kiosk's memory, on its
screen, in a file or a log?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.demo.touch import Touch

PICTURES = (".png",)  # the demo's own screenshots and slips


def markers_of(person: dict[str, Any]) -> list[str]:
    """What must not be found: the full name, the number, and the house in the address."""
    return [person["name"], person["number"], person["address"][-7:], person["name_en"]]


def left_behind(people: list[dict[str, Any]], touch: Touch, folders: list[Path]) -> list[str]:
    """Where a marker is still found, without showing it. Empty: wiped."""
    markers = [m for person in people for m in markers_of(person)]
    answer = touch.ask("left", markers=[m[::-1] for m in markers])
    found = [f"memory: {where}" for where in answer["memory"]] + [f"screen: {where}" for where in answer["screen"]]
    return found + [f"file: {path.name}" for folder in folders for path in _files_with(markers, folder)]


def _files_with(markers: list[str], folder: Path) -> list[Path]:
    forms = [form for m in markers for form in (m.encode(), m.encode("utf-16-le"), m.encode("gb18030"), _escaped(m))]
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix not in PICTURES)
    return [path for path in files if _holds(path, forms)]


def _holds(path: Path, forms: list[bytes]) -> bool:
    data = path.read_bytes().strip(b"\0")  # the queue's reserve is megabytes of nothing
    return any(form in data for form in forms)


def _escaped(marker: str) -> bytes:
    """As JSON writes it when it keeps to ASCII."""
    return marker.encode("ascii", "backslashreplace")
