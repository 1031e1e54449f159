"""Makes the card service available to a demo or a test: a running pcscd is used, else one of our own is started."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

COMM = Path("/run/pcscd/pcscd.comm")
PID = Path("/run/pcscd/pcscd.pid")
PORT = 35963  # 0x8C7B, where vpcd waits for its first card
DRIVERS = "/usr/lib*/pcsc/drivers/serial/libifdvpcd.so*"
HOLDER = "KIOSK_PARTS_HELD_BY"  # environment: the process whose tree holds the lock
READY_S = 8.0
INSTALL = "apt-get install -y --no-install-recommends pcscd vsmartcard-vpcd"
CONFIG = """\
FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x{port:X}
LIBPATH {driver}
CHANNELID 0x{port:X}
"""


class CardServiceMissing(Exception):
    """There is no card service here and none can be started; the text says what to install or do."""


@contextmanager
def parts_lock(wait_message: Callable[[str], None]) -> Iterator[None]:
    """Hold the parts that exist once per machine; a second user is told once, then waits.

    A child of the holder passes at once: the holder's name travels in the environment.
    """
    if _held_by_an_ancestor():
        yield
        return
    lock = _open_lock(Path(tempfile.gettempdir()) / "kiosk-parts.lock")
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait_message("another demo or test run uses the card reader; this one starts when it has finished")
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.environ[HOLDER] = str(os.getpid())
        yield
    finally:
        os.environ.pop(HOLDER, None)
        os.close(lock)


def _held_by_an_ancestor() -> bool:
    holder = os.environ.get(HOLDER, "")
    return holder.isdigit() and Path("/proc", holder).exists()


def _open_lock(path: Path) -> int:
    try:  # without O_CREAT: the kernel refuses that for somebody else's file in a sticky folder
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        os.fchmod(lock, 0o666)
        return lock


@contextmanager
def card_service() -> Iterator[None]:
    """While inside, pcscd answers and has a virtual reader. Raises CardServiceMissing with what to do."""
    if _answers():
        if not _comes_true(_virtual_reader_waits, 3.0):
            raise CardServiceMissing(
                f"pcscd runs here, but without the virtual reader. Either give it one ({INSTALL}, then restart pcscd) "
                "or stop it (systemctl stop pcscd.socket pcscd) and let this program start its own."
            )
        yield
        return
    driver = _what_is_needed()
    with tempfile.TemporaryDirectory(prefix="kiosk-pcscd-") as folder:
        process = _start(Path(folder), driver)
        try:
            _wait_until_ready(process, Path(folder))
            yield
        finally:
            _stop(process)


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(str(COMM))
        except OSError:
            return False
        return True


def _virtual_reader_waits() -> bool:
    """Read from the kernel's table: connecting would lay a card."""
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text().splitlines()[1:] if table.exists() else []
        if any(row.split()[1].endswith(f":{PORT:04X}") and row.split()[3] == "0A" for row in rows):
            return True
    return False


def _what_is_needed() -> str:
    """Path of the virtual reader's driver, when all is there to start our own service."""
    drivers = sorted(glob.glob(DRIVERS))
    if shutil.which("pcscd") is None or not drivers:
        raise CardServiceMissing(f"the card service or its virtual reader is not installed; as root: {INSTALL}")
    if os.geteuid() != 0:
        raise CardServiceMissing(
            "no card service runs and only root may start one. Start it once (sudo systemctl start pcscd) "
            "or run this as root."
        )
    return drivers[0]


def _start(folder: Path, driver: str) -> subprocess.Popen[bytes]:
    config = folder / "conf"
    config.mkdir()
    (config / "vpcd").write_text(CONFIG.format(port=PORT, driver=driver), encoding="ascii")
    for left_over in (COMM, PID):  # of a service that was killed; nobody answered there
        left_over.unlink(missing_ok=True)
    order = ["pcscd", "--foreground", "--config", str(config)]
    if "--disable-polkit" in subprocess.run(["pcscd", "--help"], capture_output=True, text=True, check=False).stdout:
        order.append("--disable-polkit")  # pcsc-lite 2 asks polkit by default, which a bare container has not
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(order, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    def ready_or_ended() -> bool:
        return process.poll() is not None or (_answers() and _virtual_reader_waits())

    if not _comes_true(ready_or_ended, READY_S) or process.poll() is not None:
        said = (folder / "log").read_text(errors="replace").strip().splitlines()[-3:]
        raise CardServiceMissing("pcscd did not start: " + (" | ".join(said) or "it said nothing"))


def _comes_true(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
