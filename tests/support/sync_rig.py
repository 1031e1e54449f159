"""One run of the sync bench: a link, a server at its far end, a contender at its near end, a clock and a count."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from multiprocessing.connection import Connection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.x509.oid import NameOID

from kiosk.clock import SystemClock
from tests.support.platform import PlatformServer, TestKiosk
from tests.support.sync_contenders import PAGE_BYTES, PAGES, contend
from tests.support.sync_servers import PORT, serve
from tests.support.tun_link import PLATFORM, Link, Weather

PAYLOAD = PAGES * PAGE_BYTES
START_S = 60.0
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.support.sync_servers", "tests.support.sync_contenders"])
URL = f"https://{PLATFORM}:{PORT}"


@dataclass(frozen=True)
class Run:
    """`seconds`: None when it was not through in time. `read`: body bytes the server read. `line`: bytes on the line
    from kiosk to platform, with headers and everything sent again."""

    seconds: float | None
    read: int
    line: int

    def goodput(self, rate: float) -> float:
        """Share of the link's rate that carried the pages."""
        return 0.0 if self.seconds is None else PAYLOAD * 8 / self.seconds / rate

    @property
    def sent_again(self) -> float:
        """Body bytes the server read beyond the pages, as a share of the pages."""
        return max(0.0, self.read / PAYLOAD - 1.0)


def prepare(folder: Path) -> Path:
    """What every run starts from: a certificate for the far end, an enrolled kiosk and its platform."""
    template = folder / "template"
    template.mkdir()
    _certificate(template)
    server = PlatformServer(template / "platform")
    kiosk = TestKiosk(server)
    kiosk.enrol()
    server.end()
    device = b64encode(kiosk.key.private_bytes_raw()).decode()
    (template / "enrolled.json").write_text(json.dumps({"device": device, "answer": kiosk.answer}))
    return template


@dataclass(frozen=True)
class Case:
    """One contender in one weather."""

    row: str
    kind: str
    weather: Weather
    seed: int


def run_together(cases: Sequence[Case], template: Path, folder: Path, limit: float) -> list[Run]:
    """Each on a link of its own; all start when all are ready, so that nobody's start disturbs another's run."""
    ready = threading.Barrier(len(cases))
    with ThreadPoolExecutor(len(cases)) as pool:
        begun = [
            pool.submit(_run, case, template, folder / f"{case.row}-{case.kind}-{case.seed}", limit, ready)
            for case in cases
        ]
        return [run.result() for run in begun]


def _run(case: Case, template: Path, folder: Path, limit: float, ready: threading.Barrier) -> Run:
    try:
        shutil.copytree(template, folder)
        told = json.loads((folder / "enrolled.json").read_text())
        (folder / "enrolled.json").write_text(json.dumps({**told, "bbr": case.weather.congestion == "bbr"}))
        with Link(case.weather, case.seed) as link, _process(serve, case.kind, folder, link.platform.place) as server:
            assert server.poll(START_S)
            with _process(contend, case.kind, folder, URL, link.kiosk.place) as contender:
                assert contender.poll(START_S) and contender.recv() == "ready"
                ready.wait(START_S)
                return _timed(link, contender, folder, limit)
    except BaseException:
        ready.abort()
        raise


def _timed(link: Link, contender: Connection, folder: Path, limit: float) -> Run:
    before = _count(folder)
    link.begin()
    contender.send("go")
    seconds = contender.recv() if contender.poll(limit) else None
    return Run(seconds, _count(folder) - before, link.sent_up)


def _count(folder: Path) -> int:
    return int((folder / "read").read_text())


@contextmanager
def _process(work: Callable[..., None], *words: object) -> Iterator[Connection]:
    """A process that is quickly there: all are forked from one that has loaded everything."""
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=work, args=(*words, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()
        ours.close()


def _certificate(folder: Path) -> None:
    """For the far end's address, signed by itself."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "far end")])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(PLATFORM))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
