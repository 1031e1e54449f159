"""What the check-up says about each part of a kiosk, from what was seen there: values in, rows of words out (pure).

A row that is unknown is never taken for good, and a row that is not good says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from devices.interfaces import Paper, PrinterState

NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)  # this program is younger
NOT_AFTER = datetime(2100, 1, 1, tzinfo=UTC)
CLOCKS_MAY_DIFFER_S = 120.0  # a slip shows minutes, and people compare


class State(StrEnum):
    OK = "ok"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_CONFIGURED = "not configured"


@dataclass(frozen=True)
class Row:
    """One part. `detail`: what was found; `to_do`: one sentence for the technician."""

    part: str
    state: State
    detail: str
    to_do: str = ""


class Step(Protocol):
    """One step of a device's own check-up (devices/*/self_test.py). `remedy`: "code: sentence", or a warning."""

    @property
    def name(self) -> str: ...
    @property
    def ok(self) -> bool: ...
    @property
    def seconds(self) -> float: ...
    @property
    def remedy(self) -> str: ...


# --- the machine --------------------------------------------------------------------------------------------------


def settings(path: str, faults: Sequence[str]) -> Row:
    if not faults:
        return Row("settings", State.OK, path)
    return Row("settings", State.BROKEN, "; ".join(faults), f"correct {path}, then check again")


@dataclass(frozen=True)
class FolderSeen:
    """`fault`: what a written and synced file met, "" for nothing. Sizes in bytes."""

    there: bool
    fault: str = ""
    free: int = 0
    least: int = 0
    files_left: bool = True


def folder(path: str, seen: FolderSeen) -> Row:
    part = "folder"
    if not seen.there:
        to_do = "if this kiosk has run before, mount its disk; else its first start makes the folder"
        return Row(part, State.UNKNOWN, f"{path} is not there", to_do)
    if seen.fault:
        to_do = "look for a read-only or failing disk (mount, dmesg), and whose folder it is (ls -ld)"
        return Row(part, State.BROKEN, f"{path} does not keep a file: {seen.fault}", to_do)
    free = f"{seen.free // 1_000_000} MB free"
    if seen.free < seen.least or not seen.files_left:
        short = free if seen.free < seen.least else "no more files can be made"
        to_do = f"make room: below {seen.least // 1_000_000} MB no new application starts; what is kept is still sent"
        return Row(part, State.BROKEN, f"{path}: {short}", to_do)
    return Row(part, State.OK, f"{path}, {free}")


def font(found: str, draws_chinese: bool) -> Row:
    """`found`: the font's file or name, or why there is none."""
    if draws_chinese:
        return Row("Chinese font", State.OK, found)
    to_do = "install the package fonts-noto-cjk, or the program again: screens and slips would show empty boxes"
    return Row("Chinese font", State.BROKEN, found, to_do)


def clock(now: datetime, ahead_s: float | None) -> Row:
    """`ahead_s`: how far this machine is ahead of the platform; None when the platform said nothing."""
    said = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    to_do = "set it and let it follow a time server (timedatectl set-ntp true); check the clock's battery"
    if not NOT_BEFORE <= now < NOT_AFTER:
        return Row("clock", State.BROKEN, f"{said} cannot be", to_do)
    if ahead_s is None:
        return Row("clock", State.UNKNOWN, f"{said} may be right; nobody could confirm it", "compare it with a watch")
    if abs(ahead_s) > CLOCKS_MAY_DIFFER_S:
        way = "ahead of" if ahead_s > 0 else "behind"
        return Row("clock", State.BROKEN, f"{said} is {abs(ahead_s):.0f} s {way} the platform's", to_do)
    return Row("clock", State.OK, f"{said}, {abs(ahead_s):.1f} s from the platform's")


@dataclass(frozen=True)
class EnrolmentSeen:
    """`key`: there, missing or damaged. `who`: terminal and epoch, "" when the record says nothing."""

    key: str
    who: str
    code_set: bool
    owner_key: bool
    readable_by_others: tuple[str, ...] = ()


def enrolment(seen: EnrolmentSeen) -> Row:
    part = "enrolment"
    fresh = "get a new enrolment code from the platform, write it to enrolment_code in the settings, start the kiosk"
    if seen.key == "damaged":
        return Row(part, State.BROKEN, "device.key is damaged", f"move it away; {fresh}")
    if seen.who and seen.key == "missing":
        return Row(part, State.BROKEN, "device.key is gone: this kiosk cannot prove who it is", fresh)
    if not seen.who:
        first = "start the kiosk with a network: it enrols with the code in its settings" if seen.code_set else fresh
        return Row(part, State.BROKEN, "this kiosk is not enrolled", first)
    if seen.readable_by_others:
        names = " ".join(seen.readable_by_others)
        return Row(part, State.BROKEN, f"other users may read {names}", f"chmod 600 {names} in the kiosk's folder")
    if not seen.owner_key:
        to_do = "bring it back from a backup: the next start makes a new one, and no tap shows earlier results then"
        return Row(part, State.BROKEN, "owner.key is gone or damaged", to_do)
    return Row(part, State.OK, seen.who)


def queue(counts: Mapping[str, int], complaint: str, waiting: int, for_a_person: int) -> Row:
    """`counts` by the name of the state; `complaint`: of the database's own check."""
    part = "queue"
    if complaint:
        return Row(part, State.BROKEN, f"the database is damaged: {complaint}", KEEP_FOLDER)
    detail = f"{waiting} on their way, {for_a_person} wait for a person, {sum(counts.values())} in all"
    if damaged := counts.get("quarantined", 0):
        return Row(part, State.BROKEN, f"{damaged} with a damaged file; {detail}", f"kiosk queue check; {DISK}")
    return Row(part, State.OK, detail, "kiosk queue list" if for_a_person else "")


DISK = "test the disk (smartctl -a) and replace it if it is failing"
KEEP_FOLDER = f"stop the kiosk and copy its whole folder before anything else: files hold what residents gave; {DISK}"
QUEUE_REMEDIES = {  # by code, as in offline_queue/errors.py
    "store_damaged": KEEP_FOLDER,
    "store_too_new": "a later version of this program wrote it: install that version again",
    "store_unreadable": "run this as the kiosk's user; if the kiosk has run before, bring queue/queue.db back",
}


def queue_unopened(code: str, detail: str, ran_before: bool) -> Row:
    """A machine that never ran has no queue yet: nobody can say whether it will be well."""
    if code == "store_unreadable" and not ran_before:
        return Row("queue", State.UNKNOWN, "there is none yet", "the kiosk's first start makes it")
    return Row("queue", State.BROKEN, detail, QUEUE_REMEDIES.get(code, KEEP_FOLDER))


# --- the platform -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlatformSeen:
    """`trouble`: "", or down, silent, failed, rubbish; `code`: what it said about it. `knows_us`: whether it took our
    signature; None when it was not asked. `ahead_s`: how far our clock is ahead of its."""

    seconds: float
    trouble: str = ""
    code: str = ""
    ahead_s: float | None = None
    knows_us: bool | None = None


PLATFORM_TROUBLES = {
    "down": ("no connection", "check cable, router and SIM card, then the address in the settings and the firewall"),
    "silent": ("no answer in time", "check the line with a large file; if others are slow too, call its provider"),
    "failed": ("it answers that it cannot", "tell whoever runs the platform"),
    "rubbish": (
        "something else answers in its place",
        "look for a log-in page of the network, a proxy, or a wrong address in the settings",
    ),
}


def platform(url: str, seen: PlatformSeen) -> Row:
    part = "platform"
    if seen.code == "certificate_date":
        to_do = "set this machine's clock; if it is right, the platform's certificate has run out"
        return Row(part, State.BROKEN, f"{url}: its certificate is not valid at this time", to_do)
    if seen.trouble:
        what, to_do = PLATFORM_TROUBLES.get(seen.trouble, (seen.trouble, "tell whoever runs the platform"))
        return Row(part, State.BROKEN, f"{url}: {what}{f' ({seen.code})' if seen.code else ''}", to_do)
    answered = f"{url} answered in {_ms(seen.seconds)}"
    if seen.knows_us is False:
        to_do = "ask the platform whether this terminal is still enrolled; if not, enrol it with a new code"
        return Row(part, State.BROKEN, f"{answered}, and does not take this kiosk's signature ({seen.code})", to_do)
    if seen.knows_us is None:
        return Row(part, State.UNKNOWN, f"{answered}; whether it knows this kiosk was not asked", "enrol this kiosk")
    return Row(part, State.OK, f"{answered} and knows this kiosk")


# --- devices ------------------------------------------------------------------------------------------------------


def device(part: str, steps: Sequence[Step]) -> Row:
    """A device with a check-up in steps, up to the first that failed."""
    if not steps:
        return Row(part, State.UNKNOWN, "its check-up said nothing", "check again")
    failed = next((step for step in steps if not step.ok), None)
    if failed is not None:
        code, _, sentence = failed.remedy.partition(": ")
        return Row(part, State.BROKEN, f"{failed.name}: {code}", sentence or code)
    detail = ", ".join(f"{step.name} {'with a remark' if step.remedy else _ms(step.seconds)}" for step in steps)
    return Row(part, State.OK, detail, "; ".join(step.remedy for step in steps if step.remedy))


OBSTACLES = {  # by code, as in NotSent
    "refused": ("not reachable", "check its power and network cable, and host and port in the settings"),
    "silent": ("connected, but it does not answer", "switch it off and on; check that nothing else is connected to it"),
    "garbage": ("its answers are garbled", "check its model and the profile in the settings"),
    "cover_open": ("its cover is open", "close the cover until it clicks"),
    "paper_out": ("out of paper", "put in a new roll, printable side up"),
    "cutter": ("its cutter is stuck", "switch it off, free the blade, switch it on"),
    "fault": ("it reports a fault", "let it cool down, switch it off and on; if it stays so, replace it"),
    "offline": ("switched offline", "press its feed or online button"),
}


def printer(state: PrinterState, obstacle: str) -> Row:
    """`obstacle`: why it cannot print, as a code of NotSent; "" when it can."""
    part = "receipt printer"
    if not obstacle:
        if state.paper is Paper.LOW:
            return Row(part, State.OK, "ready, paper nearly out", "keep a new roll at hand")
        return Row(part, State.OK, "ready")
    if obstacle == "silent" and not state.fault:
        return Row(part, State.UNKNOWN, "reachable, but does not tell all of its state", "print a slip and look at it")
    what, to_do = OBSTACLES.get(obstacle, (obstacle, "switch it off and on"))
    return Row(part, State.BROKEN, what, to_do)


# --- whatever was not looked at -----------------------------------------------------------------------------------


def not_configured(part: str) -> Row:
    return Row(part, State.NOT_CONFIGURED, "the settings name none")


def in_use(part: str) -> Row:
    """A running kiosk has it for itself; two at one device disturb each other."""
    return Row(part, State.UNKNOWN, "in use by the running kiosk", "stop the kiosk and check again")


def unchecked(part: str, why: str) -> Row:
    """The look itself failed or took too long."""
    return Row(part, State.UNKNOWN, why, "check again; if it stays so, restart the machine")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
