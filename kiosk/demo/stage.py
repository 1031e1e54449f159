"""Everything a scripted visit needs, real where it can be real: service, card, reader, desk,
printer, platform, line, kiosk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from kiosk.demo.line import Line
from kiosk.demo.peers.card_service import card_service, parts_lock
from kiosk.demo.peers.desk_camera import DeskCamera
from kiosk.demo.peers.receipt_printer import PrinterPeer
from kiosk.demo.peers.sam_module import SamModule
from kiosk.demo.peers.sam_text import build_text
from kiosk.demo.peers.virtual_card import ForeignCard, SocialCard, VirtualCard
from kiosk.demo.platform import PlatformProcess
from kiosk.demo.touch import NotShown, Touch

SETTINGS = """\
folder = {folder}
platform_url = {url}
enrolment_code = {code}
serial = "DEMO-0001"
hand = {hand}
fullscreen = false

[[readers]]
driver = "sam_serial"
port = {sam}

[[readers]]
driver = "pcsc"
reader = "Virtual PCD 00 00"


[camera]
driver = "opencv"
source = {camera}

[printer]
driver = "escpos_tcp"
host = "127.0.0.1"
port = {printer}
"""


class Stage:
    """Use as a context manager. `say` tells the person at the keyboard what is going on."""

    def __init__(self, out: Path, people: Path, say: Callable[[str], None], offscreen: bool = True) -> None:
        self.out, self._people_file, self._say, self._offscreen = out.resolve(), people, say, offscreen
        self.people = {p["id"]: p for p in json.loads(people.read_text(encoding="utf-8"))["people"]}
        self.folder = self.out / "kiosk"
        self._stack = ExitStack()
        self._kiosk: subprocess.Popen[bytes] | None = None
        self._touch: Touch | None = None
        self._slips_seen = 0
        self.started_at = 0.0

    def __enter__(self) -> Stage:
        try:
            self._open()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def _open(self) -> None:
        hold = self._stack.enter_context
        hold(parts_lock(self._say))
        self.started_at = time.monotonic()  # the wait for another run is not ours
        self.out.mkdir(parents=True, exist_ok=True)
        hold(card_service())
        self.card = hold(VirtualCard())
        self.sam = hold(SamModule())
        self.camera = hold(DeskCamera(self.people))
        self.printer = hold(PrinterPeer(self.out / "printer"))
        self.platform = PlatformProcess(self.out / "platform", self._people_file, self.out / "platform.log")
        self.platform.start()
        self._stack.callback(self.platform.stop)
        self.line = Line(self.platform.port)
        self._stack.callback(self.line.close)
        self.settings = self._write_settings(self.platform.new_code())
        self._stack.callback(self.stop_kiosk)

    def _write_settings(self, code: str) -> Path:
        path = self.out / "kiosk.toml"
        values: dict[str, Any] = {
            "folder": str(self.folder),
            "url": f"http://127.0.0.1:{self.line.port}",
            "code": code,
            "hand": str(self.folder / "hand"),
            "sam": self.sam.path,
            "camera": self.camera.url,
            "printer": self.printer.port,
        }
        path.write_text(SETTINGS.format(**{k: json.dumps(v) for k, v in values.items()}), encoding="utf-8")
        return path

    # --- the kiosk --------------------------------------------------------------------------------------------

    def start_kiosk(self) -> None:
        place = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"} if self._offscreen else {}
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.out / "kiosk.log").open("ab") as log:
            order = [sys.executable, "-m", "kiosk", "run", "--settings", str(self.settings)]
            self._kiosk = subprocess.Popen(order, stdout=log, stderr=log, env=os.environ | place)
        self._touch = Touch(self.folder / "hand")
        self._touch.connect()

    def touch(self) -> Touch:
        assert self._touch is not None, "the kiosk is not running"
        return self._touch

    def kill_kiosk(self) -> None:
        """As a power cut would: no goodbye."""
        assert self._kiosk is not None
        self._kiosk.send_signal(signal.SIGKILL)
        self._kiosk.wait(10)
        self._forget_kiosk()

    def stop_kiosk(self) -> None:
        if self._kiosk is not None:
            self._kiosk.terminate()
            try:
                self._kiosk.wait(10)
            except subprocess.TimeoutExpired:
                self._kiosk.kill()
                self._kiosk.wait(10)
            self._forget_kiosk()

    def kiosk_runs(self) -> bool:
        """False once its window was closed."""
        return self._kiosk is not None and self._kiosk.poll() is None

    def _forget_kiosk(self) -> None:
        self._kiosk = None
        if self._touch is not None:
            self._touch.close()
            self._touch = None

    def run_clock_at(self, rate: float) -> None:
        self.touch().ask("clock", rate=rate)

    # --- hands on the parts -----------------------------------------------------------------------------------

    def lay(self, person: str) -> None:
        """Lay this person's card on the reader it belongs to. What the printer gave before was for somebody else."""
        self._slips_seen = self.slips_out()
        self.touch().ask("began")
        who = self.people[person]
        if "social_card" in who["cards"]:
            self.card.lay(SocialCard(who))
        else:
            self.sam.lay(who)

    def lift(self) -> None:
        self.card.lift()
        self.sam.lift()

    def show_on_desk(self, scene: str) -> None:
        self.touch().ask("began")
        self.camera.show(scene)

    def printer_paper(self, state: str) -> None:
        self.printer.set_paper(state)

    def lay_foreign_card(self) -> None:
        self.card.lay(ForeignCard())

    def lay_worn_card(self) -> None:
        """Its chip answers, and has nothing to say."""
        self.sam.lay_text(build_text("R"))

    def spoil_line(self, mode: str) -> None:
        """One of kiosk/demo/line.py MODES."""
        self.line.set(mode)

    def restore_line(self) -> None:
        self.line.set("up")

    def printer_slip(self, seconds: float = 10.0) -> Path:
        """The next whole slip that came out since the last one was taken. What a cut power tore is no slip."""
        self.until(lambda: self.slips_out() > self._slips_seen, "a slip comes out", seconds)
        self._slips_seen += 1
        return self._whole_slips()[self._slips_seen - 1]

    def slips_out(self) -> int:
        return len(self._whole_slips())

    def _whole_slips(self) -> list[Path]:
        return [receipt.file for receipt in self.printer.receipts if receipt.boundary == "cut"]

    # --- what became of it ------------------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many submissions wait in the queue, as the kiosk itself says."""
        return int(self.touch().facts()["waiting"])

    def until_delivered(self, seconds: float = 30.0) -> None:
        self.until(lambda: self.waiting() == 0, "everything waiting is delivered", seconds)

    def until(self, holds: Callable[[], bool], sentence: str, seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise NotShown(f"waited {seconds:.0f} s until {sentence}")
            time.sleep(0.05)
