"""Every named problem, by the person who can fix it.

    Problem
    ├─ ResidentProblem    the resident: lay the card again, press the paper flat
    ├─ StaffProblem       the helper in the hall: refill paper, free the camera
    ├─ TechnicianProblem  the technician: reader gone, platform answers rubbish, disk full
    └─ Defect             us: the visit is closed and wiped, the traceback goes to the log without personal data

Codes are stable; words live in assets/languages under trouble.<key>. tests/house/test_problems.py holds the table, the
code that names problems, and the words together.
"""
from __future__ import annotations

from dataclasses import dataclass


class Problem(Exception):
    """A problem with a stable code. Raised only where no value can be returned."""

    who = "us"

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values_shown = tuple(sorted(values.items()))


class ResidentProblem(Problem):
    who = "resident"


class StaffProblem(Problem):
    who = "staff"


class TechnicianProblem(Problem):
    who = "technician"


class Defect(Problem):
    who = "us"


@dataclass(frozen=True)
class Kind:
    """What is known about a named problem before it happens."""

    code: str
    who: str  # "resident", "staff", "technician", "us"
    retry: bool = False  # trying again may help at once
    on_screen: bool = True  # False: the kiosk does not even start; it is said to whoever starts it


KINDS: dict[str, Kind] = {
    "card_unreadable": Kind("KP-101", "resident", retry=True),
    "card_foreign": Kind("KP-102", "resident"),
    "card_lost": Kind("KP-103", "resident", retry=True),
    "card_expired": Kind("KP-104", "staff"),
    "reader_lost": Kind("KP-105", "technician"),
    "page_blank": Kind("KP-201", "resident", retry=True),
    "page_blurred": Kind("KP-202", "resident", retry=True),
    "page_cropped": Kind("KP-203", "resident", retry=True),
    "camera_gone": Kind("KP-204", "technician", retry=True),
    "platform_rubbish": Kind("KP-301", "technician"),
    "platform_failed": Kind("KP-302", "technician"),
    "platform_silent": Kind("KP-303", "technician"),
    "disk_full": Kind("KP-401", "technician"),
    "not_kept": Kind("KP-404", "technician", retry=True),
    "counter_full": Kind("KP-402", "staff"),
    "store_too_new": Kind("KP-403", "technician", on_screen=False),
    "queue_mended": Kind("KP-405", "staff"),
    "queue_file_damaged": Kind("KP-406", "staff"),
    "head_without_row": Kind("KP-407", "staff"),
    "not_undone": Kind("KP-501", "staff"),
    "settings": Kind("KP-601", "technician", on_screen=False),
    "not_enrolled": Kind("KP-602", "technician", on_screen=False),
    "font_missing": Kind("KP-603", "technician", on_screen=False),
    "defect": Kind("KP-900", "us"),
}


def place_of_defect(error: BaseException) -> str:
    """Kind and place of what broke, for the log. Never its message: that may hold somebody's name."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at is not None else "?"
    return f"{type(error).__name__} at {place}"
