"""The scripted platform on a real socket of loopback, with the faults a line and a proxy can do to an answer."""
from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.platform_double import START, Fault, PlatformDouble, Reply, problem

ROUTES = (
    ("PUT", "head", re.compile(r"/k/v1/submissions/([0-9a-f-]+)$")),
    ("PUT", "part", re.compile(r"/k/v1/submissions/([0-9a-f-]+)/blobs/([0-9a-f]{64})/parts/(\d+)$")),
    ("GET", "ask", re.compile(r"/k/v1/submissions/([0-9a-f-]+)/blobs/([0-9a-f]{64})/parts/(\d+)$")),
    ("POST", "commit", re.compile(r"/k/v1/submissions/([0-9a-f-]+)/commit$")),
    ("GET", "results", re.compile(r"/k/v1/results\?since=(\d+)&limit=(\d+)$")),
    ("GET", "health", re.compile(r"/k/v1/health()$")),
)
RANGE = re.compile(r"bytes (\d+)-\d+/\d+")


class PlatformServer(ThreadingHTTPServer):
    """`with PlatformServer() as server:` serves on 127.0.0.1; `server.platform` is the hand that scripts it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, platform: PlatformDouble | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.platform = platform or PlatformDouble()
        self.closing = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body of an answer are two writes
    server: PlatformServer

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        for method, call, pattern in ROUTES:
            if method == self.command and (found := pattern.match(self.path)):
                self._serve(call, found.groups())
                return
        raise AssertionError(f"not in the contract: {self.command} {self.path}")

    def _serve(self, call: str, groups: tuple[str, ...]) -> None:
        platform = self.server.platform
        fault = platform.next_fault(call)
        if fault is not None and fault.how == "cut_before":
            self._cut()
            return
        length, start = int(self.headers.get("Content-Length", "0")), 0
        if found := RANGE.fullmatch(self.headers.get("Content-Range", "")):
            start = int(found[1])
        if fault is not None and fault.how == "cut_mid":
            platform.cut_mid((*groups, str(start)), self.rfile.read(length // 2))
            self._cut()
            return
        body = self.rfile.read(length)
        groups = (*groups, str(start)) if call == "part" else groups
        match fault.how if fault else "":
            case "silent":
                self.server.closing.wait(30)
                self._cut()
            case "rubbish":
                self._write(200, {"Content-Type": "text/html"}, b"<html>please log in</html>")
            case "redirect":
                self._write(302, {"Location": "http://127.0.0.1:9/login"}, b"")
            case "trickle":
                self._trickle()
            case how:
                reply = self._checked(call, groups, body, fault)
                self._finish(reply, how)

    def _checked(self, call: str, groups: tuple[str, ...], body: bytes, fault: Fault | None) -> Reply:
        key = self.server.platform.device_key
        if call != "health" and key is not None and not self._signed_by(key, body):
            return problem(401, "bad_signature")
        if call == "part":
            want = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
            if self.headers.get("Content-Digest", want) != want or not ("Content-Digest" in self.headers) ^ (
                "Repr-Digest" in self.headers and "Content-Range" in self.headers
            ):
                return problem(400, "bad_digest")
        return self.server.platform.answer(call, groups, body, fault)

    def _signed_by(self, key: Ed25519PublicKey, body: bytes) -> bool:
        digest = hashlib.sha256(body).hexdigest()
        words = (self.command, self.path, self.headers.get("X-Nonce", ""), self.headers.get("X-Time", ""), digest)
        try:
            key.verify(base64.b64decode(self.headers.get("X-Signature", "")), "\n".join(words).encode())
        except InvalidSignature:
            return False
        return self.headers.get("X-Body-SHA256") == digest

    def _finish(self, reply: Reply, how: str) -> None:
        if how == "cut_after":
            self._cut()
            return
        kind = "application/problem+json" if reply.status >= 400 else "application/json"
        headers = {"X-Server-Time": START.isoformat(), "Content-Type": kind, **reply.headers}
        if how == "anonymous":
            del headers["X-Server-Time"]
        self._write(reply.status, headers, reply.body(), half=how == "half")

    def _write(self, status: int, headers: dict[str, str], body: bytes, half: bool = False) -> None:
        self.send_response_only(status)
        if status != 204:
            headers["Content-Length"] = str(len(body))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self._cut()

    def _trickle(self) -> None:
        """One byte now and then, never an end: no single read ever times out."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not self.server.closing.wait(0.05):
            self.wfile.write(b"x")

    def _cut(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
