"""The near end of the sync bench: brings the same bytes over by our queue, by a plain POST, or by tuspy."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from kiosk.clock import SystemClock
from kiosk.submission.number import provisional
from offline_queue import PlatformKeys, Queue, Room, Sync, SyncReport, SyncThread, Vault
from offline_queue.transport.http import HttpTransport
from tests.support.applications import birth_registration
from tests.support.tun_net import enter, go_first

PAGES, PAGE_BYTES = 6, 500_000  # 3 MB, as six good scans
CHUNK = 256 * 1024
REST_S = 0.5  # both peers try again as soon as that


class KernelsOwn(HttpTransport):
    CONGESTION = ""


def ours(folder: Path, url: str) -> Callable[[], None]:
    """The queue as the kiosk runs it, its line looked at before: from the hand-in until the receipt is believed."""
    told = json.loads((folder / "enrolled.json").read_text())
    key = Ed25519PrivateKey.from_private_bytes(b64decode(told["device"]))
    said, clock, place = told["answer"]["keys"], SystemClock(), folder / "queue"
    keys = PlatformKeys(said["kid"], b64decode(said["seal_key"]), b64decode(said["receipt_key"]))
    terminal, epoch = told["answer"]["terminal"], told["answer"]["epoch"]
    vault = Vault(place, keys, key.sign, terminal)
    queue = Queue(place, vault, terminal, epoch, clock, provisional, room=Room(place, min_free=0, reserve=65_536))
    kind = HttpTransport if told["bbr"] else KernelsOwn
    transport = kind(url, terminal, key.sign, clock.now, verify=str(folder / "cert.pem"))
    up, there = threading.Event(), threading.Event()

    def hear(report: SyncReport) -> None:
        if report.line == "up":
            up.set()
        if any(entry.delivered for entry in report.settled):
            there.set()

    thread = SyncThread(Sync(queue, transport, clock, random.random), clock, hear)
    thread.start()
    up.wait()
    draft = vault.open_draft()
    for _ in range(PAGES):
        draft.seal_page(random.randbytes(PAGE_BYTES))

    def send() -> None:
        entry = queue.put(draft, json.dumps(birth_registration()).encode(), "")
        thread.wake(entry.id)
        there.wait()

    return send


def post(folder: Path, url: str) -> Callable[[], None]:
    """A form with a file, over a connection that is open already. The time-out is generous: requests lets the first
    one bound the whole sending."""
    data, session = random.randbytes(PAGES * PAGE_BYTES), requests.Session()
    session.get(url, timeout=60, verify=str(folder / "cert.pem"))

    def send() -> None:
        while True:
            try:
                form = {"scan": ("scan.bin", BytesIO(data))}
                if session.post(url, files=form, timeout=(60, 60), verify=str(folder / "cert.pem")).ok:
                    return
            except requests.RequestException:
                time.sleep(REST_S)

    return send


def tus(_folder: Path, url: str) -> Callable[[], None]:
    data = random.randbytes(PAGES * PAGE_BYTES)

    def send() -> None:
        uploader = TusClient(f"{url}/files").uploader(
            file_stream=BytesIO(data), chunk_size=CHUNK, metadata={"filename": "scan.bin"}, retries=1000,
            retry_delay=REST_S,
        )  # fmt: skip
        while True:
            try:
                uploader.upload()
                return
            except (TusCommunicationError, TusUploadFailed, requests.RequestException):
                time.sleep(REST_S)

    return send


def contend(kind: str, folder: Path, url: str, place: str, said: Connection) -> None:
    """In a process of its own, in the namespace at `place`: says "ready", waits for a word, sends, says the seconds."""
    enter(place)
    go_first()
    os.environ["REQUESTS_CA_BUNDLE"] = str(folder / "cert.pem")  # tuspy takes no file of its own
    send = {"ours": ours, "post": post, "tus": tus}[kind](folder, url)
    said.send("ready")
    said.recv()
    began = time.monotonic()
    send()
    said.send(time.monotonic() - began)
