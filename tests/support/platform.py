"""The reference platform as its own process, a kiosk that speaks to it, and a writer of sealed files of its own.

Nothing here uses the program's signing or sealing code: both sides are held to the contract, not to each other.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import secrets
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.reference_platform.codes import new_code
from kiosk.reference_platform.report import report
from tests.support.platform_document import undocumented

ROOT = Path(__file__).resolve().parents[2]
PEOPLE_FILE = ROOT / "assets" / "demo" / "people.json"
PEOPLE: dict[str, dict[str, Any]] = {p["id"]: p for p in json.loads(PEOPLE_FILE.read_text("utf-8"))["people"]}
HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
PART = 131_072


class PlatformServer:
    """Started on a free port; `restart` keeps folder and port."""

    def __init__(self, folder: Path, *more: str, database: str = "") -> None:
        self.folder, self.port, self.database = folder, 0, database
        self._more = (*more, "--database", database) if database else more
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        order = ["--folder", str(self.folder), "--port", str(self.port), "--demo-people", str(PEOPLE_FILE), *self._more]
        with (self.folder.parent / "platform.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kiosk.reference_platform.server", *order],
                stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        assert self._process.stdout is not None
        self.port = int(json.loads(self._process.stdout.readline())["port"])

    def end(self, kill: bool = False) -> None:
        assert self._process is not None
        if kill:
            self._process.kill()
        else:
            self._process.terminate()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def restart_after_kill(self) -> None:
        self.end(kill=True)
        self.start()

    def new_code(self, terminal: str = "") -> str:
        return new_code(self.folder, terminal=terminal, database=self.database)

    def report(self) -> dict[str, Any]:
        return report(self.folder, self.database)

    def log(self) -> str:
        return (self.folder.parent / "platform.log").read_text()


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The problem's code; fails when the answer is no problem+json with the platform's time."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.headers["x-server-time"]
        assert {"type", "title", "status", "code", "zh", "en", "retryable", "retry_after"} <= self.json.keys()
        return str(self.json["code"])


def ask(port: int, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, target, body, dict(headers or {}))
        answer = connection.getresponse()
        reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()
    assert (wrong := undocumented(method, target, reply.status, reply.headers, reply.body)) == "", wrong
    return reply


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass
class TestKiosk:
    """A kiosk by its wire alone. `key` may be replaced to sign wrongly."""

    __test__ = False

    server: PlatformServer
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    answer: dict[str, Any] = field(default_factory=dict)
    counter: int = 0

    def enrol(self, code: str = "") -> Reply:
        code = code or self.server.new_code()
        body = {"code": code, "device_key": b64(self.key.public_key().public_bytes_raw()), "serial": "S", "model": "M"}
        reply = ask(self.server.port, "POST", "/k/v1/enrolments", json.dumps(body).encode())
        if reply.status in (200, 201):
            self.answer = reply.json
        return reply

    @property
    def terminal(self) -> str:
        return str(self.answer["terminal"])

    def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        target = f"/k/v1{path}"
        sha = hashlib.sha256(body).hexdigest()
        said = [secrets.token_hex(8), "1999-01-01T00:00:00Z", sha]
        text = "\n".join([method, target, *said]).encode()
        own = {"X-Kiosk": self.terminal, "X-Nonce": said[0], "X-Time": said[1], "X-Body-SHA256": sha,
               "X-Signature": b64(self.key.sign(text))}  # fmt: skip
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.server.port, method, target, body, own | more)

    def tell(self, path: str, body: object) -> Reply:
        return self.call("POST", path, json.dumps(body).encode())

    def next_number(self) -> str:
        self.counter += 1
        body = f"{self.terminal}{self.answer['epoch']}{self.counter:06d}"
        return f"{body}{98 - int(body + '00') % 97:02d}"

    def seal(self, application: object, *pages: bytes, **header: object) -> Envelope:
        return Envelope.sealed(self, json.dumps(application).encode(), pages, header)

    def put_head(self, envelope: Envelope) -> Reply:
        return self.call("PUT", f"/submissions/{envelope.id}", envelope.head)

    def put_parts(self, envelope: Envelope) -> list[Reply]:
        return [
            self.put_part(envelope, page, n) for page in envelope.pages for n in range((len(page) + PART - 1) // PART)
        ]

    def put_part(self, envelope: Envelope, page: bytes, n: int, body: bytes | None = None) -> Reply:
        data = page[n * PART : (n + 1) * PART] if body is None else body
        path = f"/submissions/{envelope.id}/blobs/{hashlib.sha256(page).hexdigest()}/parts/{n}"
        return self.call("PUT", path, data, Content_Digest=f"sha-256=:{b64(hashlib.sha256(data).digest())}:")

    def commit(self, envelope: Envelope) -> Reply:
        return self.call("POST", f"/submissions/{envelope.id}/commit")

    def hand_in(self, application: object, *pages: bytes) -> Reply:
        """Head, parts, commit."""
        envelope = self.seal(application, *pages)
        assert self.put_head(envelope).status == 201
        assert {reply.status for reply in self.put_parts(envelope)} <= {204}
        return self.commit(envelope)


@dataclass(frozen=True)
class Envelope:
    id: UUID
    number: str
    head: bytes
    pages: tuple[bytes, ...]

    @classmethod
    def sealed(cls, kiosk: TestKiosk, body: bytes, plain: tuple[bytes, ...], changes: Mapping[str, object]) -> Envelope:
        id, key, kid = UUID(str(changes.get("id", uuid4()))), secrets.token_bytes(32), str(kiosk.answer["keys"]["kid"])
        pages = tuple(seal_file(key, id, kid, n, {}, page) for n, page in enumerate(plain, 1))
        seal_key = X25519PublicKey.from_public_bytes(base64.b64decode(kiosk.answer["keys"]["seal_key"]))
        info = b"kiosk-envelope/1" + b"\1" + kid.encode() + id.bytes
        header: dict[str, object] = {
            "number": kiosk.next_number(),
            "seq": kiosk.counter,
            "device": kiosk.terminal,
            "wrapped": b64(HPKE.encrypt(key, seal_key, info=info)),
            "created": {"wall": "2026-12-03T02:00:00Z", "mono": 1.5, "boot": "b", "offset": None},
            "manifest": [
                {"part": n, "sha": hashlib.sha256(page).hexdigest(), "length": len(page)}
                for n, page in enumerate(pages, 1)
            ],
            **changes,
        }
        head = seal_file(key, id, kid, 0, header, body)
        return cls(id, str(header["number"]), head + kiosk.key.sign(head), pages)


def seal_file(key: bytes, id: UUID, kid: str, part: int, more: Mapping[str, object], plain: bytes) -> bytes:
    clear = {"suite": 1, "kid": kid, "id": str(id), "part": part, "schema": 1, "kind": "application", **more}
    header = json.dumps(clear).encode()
    aad = b"KENV" + struct.pack(">BBHB16sI", 1, 1, part, 1, id.bytes, len(header)) + header
    nonce = secrets.token_bytes(12)
    return aad + nonce + AESGCM(key).encrypt(nonce, plain, aad)
