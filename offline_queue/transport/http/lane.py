"""One connection to the platform, kept open between requests. For one thread at a time."""
from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import requests
from requests import Request
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import HTTPError

from offline_queue.model import Scope, Trouble, TryLater
from offline_queue.transport.answers import Answer, read_answer, unexpected
from offline_queue.transport.deadline import Deadline
from offline_queue.transport.http.trouble import trouble_of
from offline_queue.transport.measured import SLOWEST, Meter
from offline_queue.transport.signing import signed_headers
from offline_queue.transport.sockets import Options, PlainPool, TlsPool, under_way, warm

ANSWER_BYTES = 1_048_576  # more than any answer of the contract
BLOCK = 65_536


@dataclass(frozen=True)
class Address:
    """Where the platform is, who speaks to it, and how long anything may take (seconds). `url` and `path` (of it, as
    the platform sees it) stand before every call's own path."""

    url: str
    path: str
    terminal: str
    sign: Callable[[bytes], bytes]
    now: Callable[[], datetime]
    connect: float
    read: float
    least: float
    verify: bool | str
    options: Options


def _nothing(_left: int) -> None:
    """Nobody counts."""


class Body(io.BytesIO):
    """A body that is sent block by block, each with a time-out of its own: of plain bytes the connect time-out would
    bound the whole sending (urllib3 2.8). `moved(left)` is called for every block the line has taken, with the bytes
    that are left to send."""

    def __init__(self, data: bytes, moved: Callable[[int], None]) -> None:
        super().__init__(data)
        self._moved, self._whole, self._read = moved, len(data), 0

    def read(self, size: int | None = -1, /) -> bytes:
        if self._read:
            self._moved(self._whole - self._read)
        block = super().read(size)
        self._read += len(block)
        return block


class Lane:
    """`call` and `warm` return trouble as values."""

    def __init__(self, address: Address, meter: Meter) -> None:
        self._address, self._meter = address, meter
        self._session = requests.Session()
        self._session.trust_env = False
        self._wire = _Wire(address.options)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._wire)

    def call(
        self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None, *,
        moved: Callable[[int], None] = _nothing, again: bool = True,
    ) -> Answer | TryLater:
        """`again`: send it once more when a connection that was kept open had died meanwhile: that says nothing about
        the line."""
        answer, reused = self._once(method, path, body, more or {}, moved)
        if again and reused and isinstance(answer, TryLater) and answer.trouble is Trouble.DOWN:
            answer, _ = self._once(method, path, body, more or {}, moved)
        return answer

    def warm(self) -> None:
        """Connect, so that the first request need not wait for it. When that fails the first request will tell."""
        address = self._address
        with Deadline(address.connect + address.read) as deadline:
            under_way.deadline, under_way.meter = deadline, self._meter
            try:
                warm(self._wire.pool_for(address.url, address.verify), address.connect)
            except (HTTPError, RequestException, OSError):
                return

    def _once(
        self, method: str, path: str, body: bytes, more: Mapping[str, str], moved: Callable[[int], None],
    ) -> tuple[Answer | TryLater, bool]:
        """The answer, and whether an old connection was used for it."""
        seconds = self._seconds_for(body)
        headers = {**self._headers(method, self._address.path + path, body), **more}
        with Deadline(seconds) as deadline:
            under_way.deadline, under_way.meter = deadline, self._meter
            try:
                answer = self._exchange(method, path, Body(body, moved) if body else None, headers, seconds)
            except RequestException as error:
                answer = trouble_of(error, deadline.over)
            if deadline.over:
                answer = TryLater(Scope.ITEM, Trouble.SILENT, line_failed=True)
            if (sock := deadline.socket) is not None:
                self._meter.used(sock)
            return answer, deadline.carried and not deadline.connected

    def _seconds_for(self, body: bytes) -> float:
        """A deadline for the whole request; one without a body may make the platform think."""
        return max(self._address.least, len(body) / SLOWEST if body else self._address.read)

    def _exchange(
        self, method: str, path: str, body: Body | None, headers: Mapping[str, str], seconds: float,
    ) -> Answer | TryLater:
        address = self._address
        # What the kernel still holds when the last block was taken may need as long as the deadline allows.
        silence = address.read if body is None else max(address.read, seconds)
        response = self._session.request(
            method, address.url + path, headers=headers, timeout=(address.connect, silence),
            allow_redirects=False, data=body, stream=True, verify=address.verify,
        )
        with response:
            content = b""
            for block in response.iter_content(BLOCK):
                content += block
                if len(content) > ANSWER_BYTES:
                    return unexpected()
        return read_answer(response.status_code, response.headers, content, address.now())

    def _headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        address = self._address
        nonce, time = secrets.token_hex(16), address.now().isoformat()
        signed = signed_headers(address.terminal, address.sign, method, path, body, nonce, time)
        return {**signed, "Accept": "application/json", "Content-Type": "application/octet-stream"}


class _Wire(HTTPAdapter):
    """No retries of its own: the queue decides about those."""

    def __init__(self, options: Options) -> None:
        self._options = options
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *places: object, **named: object) -> None:
        super().init_poolmanager(*places, socket_options=self._options, **named)  # type: ignore[arg-type]  # as they came
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TlsPool}

    def pool_for(self, url: str, verify: bool | str) -> HTTPConnectionPool:
        """Where requests to `url` get their connection from."""
        pool = self.get_connection_with_tls_context(Request("GET", url).prepare(), verify)
        self.cert_verify(pool, url, verify, None)  # type: ignore[no-untyped-call]  # requests gives it no types
        assert isinstance(pool, HTTPConnectionPool)
        return pool
