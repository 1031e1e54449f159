"""`kiosk doctor`: looks at every part once with the real drivers, all at the same time and none for ever."""

from __future__ import annotations

import argparse
import json
import logging
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.registry import driver
from kiosk.clock import SystemClock
from kiosk.fleet.device_key import KEY_FILE, load_device_key
from kiosk.fleet.enrol import ENROLLED_FILE, Enrolled, load
from kiosk.platform_client.client import PlatformClient
from kiosk.platform_client.exchange import NoAnswer
from kiosk.receipts.fonts import face
from kiosk.settings import CameraSettings, PrinterSettings, ReaderSettings, Settings, SettingsProblem, load_settings
from kiosk.technician import checks, report
from kiosk.technician.checks import EnrolmentSeen, FolderSeen, PlatformSeen, Row, State
from offline_queue import QueueProblem, QueueReader
from offline_queue import State as Kept
from offline_queue.owner import is_owned
from offline_queue.room import MIN_FREE, MIN_INODES
from offline_queue.states import ON_THE_WAY, STAFF

PATIENCE_S = 20.0  # for any part; every driver has shorter deadlines of its own, unless something hangs
OWNER_KEY = "owner.key"
OWNER_KEY_BYTES = 32
SHARED = ("pcsc",)  # the card service lends its readers to several programs; nothing else may be shared

Look = Callable[[], list[Row]]


def doctor(order: argparse.Namespace) -> int:
    """Print one row a part; the exit status is report.status."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)
    try:
        settings = load_settings(order.settings)
    except SettingsProblem as problem:
        rows, runs = [checks.settings(str(order.settings), [str(problem)])], None
    else:
        runs = is_owned(settings.folder / "queue")
        rows = check_up(settings, str(order.settings), bool(runs))
    lines = [json.dumps(report.as_data(rows, runs), ensure_ascii=False)] if order.json else report.as_lines(rows)
    print("\n".join(lines))
    return report.status(rows)


def check_up(settings: Settings, path: str, runs: bool) -> list[Row]:
    """Every part's row. `runs`: a kiosk runs on this folder, so its devices are left to it."""
    clock = SystemClock()
    looks = [Looking(part, look) for part, look in _looks(settings, path, runs)]
    end = clock.steady() + PATIENCE_S
    return [row for one in looks for row in one.rows(max(0.0, end - clock.steady()))]


def _looks(settings: Settings, path: str, runs: bool) -> list[tuple[str, Look]]:
    return [
        ("settings", lambda: [checks.settings(path, wrong_names(settings))]),
        ("folder", lambda: [checks.folder(str(settings.folder), folder_seen(settings.folder))]),
        ("Chinese font", lambda: [font_row()]),
        ("enrolment", lambda: [checks.enrolment(enrolment_seen(settings))]),
        ("queue", lambda: [queue_row(settings.folder)]),
        ("platform", lambda: platform_rows(settings)),
        *_reader_looks(settings.readers, runs),
        ("document camera", lambda: [camera_row(settings.camera, runs)]),
        ("receipt printer", lambda: [printer_row(settings.printer, runs)]),
    ]


class Looking:
    """One look on a thread of its own, which is left behind when it hangs."""

    def __init__(self, part: str, look: Look) -> None:
        self._part, self._look = part, look
        self._found: list[Row] = []
        self._thread = threading.Thread(target=self._run, name=f"look at {part}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = self._look()
        except PermissionError as error:
            to_do = "run this as the kiosk's user"
            self._found = [Row(self._part, State.UNKNOWN, f"this user may not look: {error.filename}", to_do)]
        except (OSError, ImportError, ValueError, KeyError) as error:
            self._found = [checks.unchecked(self._part, f"the look itself failed: {error}")]

    def rows(self, seconds: float) -> list[Row]:
        self._thread.join(seconds)
        hangs = "no answer in time" if self._thread.is_alive() else "the look broke off, see standard error"
        return self._found or [checks.unchecked(self._part, hangs)]


# --- the machine --------------------------------------------------------------------------------------------------


def wrong_names(settings: Settings) -> list[str]:
    """Drivers and profiles the settings name and nobody knows."""
    from devices.receipt_printer.profile import load_profile

    faults: list[str] = []
    named: list[tuple[str, ReaderSettings | CameraSettings | PrinterSettings | None]] = [
        *(("card_reader", reader) for reader in settings.readers),
        ("document_camera", settings.camera),
        ("receipt_printer", settings.printer),
    ]
    for family, part in named:
        try:
            if part is not None:
                driver(family, part.driver)
            if isinstance(part, PrinterSettings):
                load_profile(part.profile)
        except KeyError as unknown:
            faults.append(str(unknown.args[0]))
    return faults


def folder_seen(folder: Path) -> FolderSeen:
    """Writes a nameless file there and syncs it: permission bits alone do not tell whether a disk keeps anything."""
    if not folder.is_dir():
        return FolderSeen(there=False)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return FolderSeen(there=True, fault=os.strerror(error.errno or 0))
    found = os.statvfs(folder)
    files_left = found.f_files == 0 or found.f_favail >= MIN_INODES
    return FolderSeen(there=True, free=found.f_bavail * found.f_frsize, least=MIN_FREE, files_left=files_left)


def font_row() -> Row:
    """Draws a character with the letters of the slip: a font without it would draw the box of an unknown one."""
    try:
        letters = face(24).font
    except OSError as error:
        return checks.font(f"no font can be loaded: {error}", draws_chinese=False)
    drawn, box = _drawn(letters, "办"), _drawn(letters, "\U0010ffff")
    return checks.font(str(letters.path), draws_chinese=any(drawn) and drawn != box)


def _drawn(letters: ImageFont.FreeTypeFont, text: str) -> bytes:
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((4, 4), text, font=letters, fill=255)
    return picture.tobytes()


def enrolment_seen(settings: Settings) -> EnrolmentSeen:
    folder = settings.folder
    try:
        key = "there" if load_device_key(folder) is not None else "missing"
    except ValueError:
        key = "damaged"
    enrolled = load(folder)
    recorded = (folder / ENROLLED_FILE).exists()
    who = f"terminal {enrolled.terminal}, epoch {enrolled.epoch}" if enrolled is not None else ""
    if not who and recorded and key == "missing":
        who = "enrolled before"
    owner = folder / OWNER_KEY
    return EnrolmentSeen(
        key,
        who,
        code_set=bool(settings.enrolment_code),
        owner_key=owner.is_file() and owner.stat().st_size == OWNER_KEY_BYTES,
        readable_by_others=tuple(name for name in (KEY_FILE, OWNER_KEY) if _open_to_others(folder / name)),
    )


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def queue_row(folder: Path) -> Row:
    """Read only, beside its owner."""
    try:
        with QueueReader(folder / "queue") as reader:
            counts, complaint = reader.counts(), reader.complaint()
    except QueueProblem as problem:
        return checks.queue_unopened(problem.code, str(problem), ran_before=(folder / ENROLLED_FILE).exists())

    def total(states: tuple[Kept, ...]) -> int:
        return sum(counts.get(state, 0) for state in states)

    by_name = {state.value: n for state, n in counts.items()}
    return checks.queue(by_name, complaint, waiting=total(ON_THE_WAY), for_a_person=total(STAFF))


# --- the platform -------------------------------------------------------------------------------------------------


def platform_rows(settings: Settings) -> list[Row]:
    """The platform, and this machine's clock beside the platform's."""
    clock, enrolled = SystemClock(), load(settings.folder)
    seen = platform_seen(settings.platform_url, enrolled, clock)
    return [checks.platform(settings.platform_url, seen), checks.clock(clock.now(), seen.ahead_s)]


def platform_seen(url: str, enrolled: Enrolled | None, clock: SystemClock) -> PlatformSeen:
    """One call that anybody may make, timed and with the platform's time, then one only this kiosk may make."""
    from offline_queue.transport.http import HttpTransport

    terminal, sign = (enrolled.terminal, enrolled.sign) if enrolled is not None else ("", _nobody)
    transport = HttpTransport(url, terminal, sign, clock.now, connect=4.0, read=6.0, least=6.0)
    began, began_at = clock.steady(), clock.now()
    trouble = transport.probe()
    seconds, at = clock.steady() - began, transport.server_time()
    ahead = (began_at + timedelta(seconds=seconds / 2) - at).total_seconds() if at is not None else None
    if trouble is not None:
        return PlatformSeen(seconds, trouble.trouble.value, trouble.code, ahead)
    if enrolled is None:
        return PlatformSeen(seconds, ahead_s=ahead)
    answer = PlatformClient(url, enrolled.terminal, enrolled.sign, enrolled.keys.seal_key, clock).config()
    if isinstance(answer, NoAnswer) and answer.code != "not_authorised":
        return PlatformSeen(seconds, answer.why, answer.code, ahead)
    code = answer.code if isinstance(answer, NoAnswer) else ""
    return PlatformSeen(seconds, code=code, ahead_s=ahead, knows_us=not code)


def _nobody(data: bytes) -> bytes:
    """The signature of a kiosk without a key: the open call does not look at it."""
    return b""


# --- devices ------------------------------------------------------------------------------------------------------


def _reader_looks(readers: tuple[ReaderSettings, ...], runs: bool) -> list[tuple[str, Look]]:
    if not readers:
        return [("card reader", lambda: [checks.not_configured("card reader")])]
    return [_reader_look(f"{one.driver}-{n}", one, runs) for n, one in enumerate(readers, 1)]


def _reader_look(name: str, one: ReaderSettings, runs: bool) -> tuple[str, Look]:
    return f"card reader {name}", lambda: [reader_row(f"card reader {name}", one, runs)]


def reader_row(part: str, one: ReaderSettings, runs: bool) -> Row:
    from devices.card_reader.self_test import check_reader

    if runs and one.driver not in SHARED:
        return checks.in_use(part)
    return checks.device(part, check_reader(one.driver, port=one.port, baud=one.baud, reader=one.reader))


def camera_row(camera: CameraSettings | None, runs: bool) -> Row:
    part = "document camera"
    if camera is None:
        return checks.not_configured(part)
    if runs:
        return checks.in_use(part)
    from devices.document_camera.self_test import check_camera

    return checks.device(part, check_camera(camera.source))


def printer_row(printer: PrinterSettings | None, runs: bool) -> Row:
    """Asks for its state only. Most take one connection at a time: beside a running kiosk ours could cost a slip."""
    from devices.receipt_printer.driver import EscposTcpPrinter, Waits
    from devices.receipt_printer.profile import load_profile
    from devices.receipt_printer.status import obstacle

    part = "receipt printer"
    if printer is None:
        return checks.not_configured(part)
    if runs:
        return checks.in_use(part)
    asked = EscposTcpPrinter(printer.host, printer.port, load_profile(printer.profile), waits=Waits(look=1.0))
    state = asked.state()
    return checks.printer(state, obstacle(state))
