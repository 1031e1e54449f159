"""The platform over HTTPS: PUT the head, PUT what it lacks, POST commit. The queue's only door to `requests`."""
from __future__ import annotations

import io
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from http.client import BadStatusLine, RemoteDisconnected
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, ContentDecodingError, InvalidHeader, RequestException, SSLError, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from offline_queue.model import (
    PART_BYTES,
    CommitOutcome,
    Conflict,
    Delivered,
    Duplicate,
    Missing,
    Parcel,
    Receipted,
    ResultPage,
    Scope,
    SendOutcome,
    Trouble,
    TryLater,
)
from offline_queue.transport.answers import Answer, missing_in, not_taken, read_answer, results_in, unexpected
from offline_queue.transport.deadline import Deadline
from offline_queue.transport.signing import content_digest, signed_headers

PREFIX = "/k/v1"
ANSWER_BYTES = 1_048_576  # more than any answer of the contract
BLOCK = 65_536
SLOWEST = 4000  # bytes a second; a part slower than that is tried again

_under_way = threading.local()  # .deadline: the one of the request this thread is doing


class HttpTransport:
    """`base`: "https://host:port" without the prefix. `sign(bytes)` → 64 bytes, the device's Ed25519 signature.
    `now()`: wall time for X-Time. `connect`, `read`: seconds a connection or a single read may take; `least`: seconds
    every request may take as a whole, a big body more. Any thread."""

    def __init__(
        self, base: str, terminal: str, sign: Callable[[bytes], bytes], now: Callable[[], datetime], *,
        connect: float = 6.0, read: float = 15.0, least: float = 8.0, verify: bool | str = True,
    ) -> None:
        self._origin, self._path = base.rstrip("/"), urlsplit(base.rstrip("/")).path + PREFIX
        self._terminal, self._sign, self._now = terminal, sign, now
        self._timeout, self._least, self._verify = (connect, read), least, verify
        self._sessions = threading.local()
        self._server_time: datetime | None = None

    # --- the transport's calls -----------------------------------------------------------------------------------

    def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
        if only is not None:
            return self._send_parts(parcel, only) or Delivered()
        answer = self._call("PUT", f"/submissions/{parcel.id}", parcel.head)
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 409:
            return Conflict()
        if answer.status not in (200, 201):
            return not_taken(answer, id_may_be_unknown=False)
        missing = missing_in(answer.data)
        if missing is None:
            return unexpected()
        return self._send_parts(parcel, missing) or (Delivered() if answer.status == 201 else Duplicate())

    def commit(self, parcel: Parcel) -> CommitOutcome:
        answer = self._call("POST", f"/submissions/{parcel.id}/commit", b"")
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 200:
            return Receipted(answer.text)
        if answer.status == 409:
            missing = missing_in(answer.data)
            return missing if missing and missing.parts else Conflict()
        return not_taken(answer, id_may_be_unknown=True)

    def results_since(self, cursor: int, limit: int) -> ResultPage | TryLater:
        answer = self._call("GET", f"/results?since={cursor}&limit={limit}", b"")
        if isinstance(answer, TryLater):
            return answer
        page = results_in(answer.data) if answer.status == 200 else None
        if page is not None:
            return page
        outcome = not_taken(answer, id_may_be_unknown=False)
        return outcome if isinstance(outcome, TryLater) else TryLater(Scope.ITEM, Trouble.FAILED)

    def probe(self) -> TryLater | None:
        answer = self._call("GET", "/health", b"")
        if isinstance(answer, TryLater) or answer.status == 204:
            return answer if isinstance(answer, TryLater) else None
        outcome = not_taken(answer, id_may_be_unknown=False)
        return outcome if isinstance(outcome, TryLater) else None  # it answers, if not to this

    def server_time(self) -> datetime | None:
        return self._server_time

    # --- parts -----------------------------------------------------------------------------------------------------

    def _send_parts(self, parcel: Parcel, missing: Missing) -> SendOutcome | None:
        """None when all of them have arrived."""
        pages = {page.sha: page for page in parcel.pages}
        for sha, parts in missing.parts:
            if sha not in pages:
                return unexpected()
            data = parcel.read(pages[sha])
            for n in parts:
                if (trouble := self._send_part(parcel, sha, n, data)) is not None:
                    return trouble
        return None

    def _send_part(self, parcel: Parcel, sha: str, n: int, data: bytes) -> SendOutcome | None:
        part = data[n * PART_BYTES : (n + 1) * PART_BYTES] if n >= 0 else b""
        if not part:
            return unexpected()
        path = f"/submissions/{parcel.id}/blobs/{sha}/parts/{n}"
        answer = self._call("PUT", path, part, {"Content-Digest": content_digest(part)})
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 204:
            parcel.note_sent(sha, n)
            return None
        return Conflict() if answer.status == 409 else not_taken(answer, id_may_be_unknown=True)

    # --- one request -----------------------------------------------------------------------------------------------

    def _call(self, method: str, path: str, body: bytes, more: dict[str, str] | None = None) -> Answer | TryLater:
        answer, reused = self._once(method, path, body, more or {})
        if reused and isinstance(answer, TryLater) and answer.trouble is Trouble.DOWN:
            # A connection that was kept open had died meanwhile: that says nothing about the line.
            answer, _ = self._once(method, path, body, more or {})
        if isinstance(answer, Answer) and answer.server_time is not None:
            self._server_time = answer.server_time
        return answer

    def _once(self, method: str, path: str, body: bytes, more: dict[str, str]) -> tuple[Answer | TryLater, bool]:
        """The answer, and whether an old connection was used for it."""
        headers = {**self._headers(method, self._path + path, body), **more}
        with Deadline(self._seconds_for(body)) as deadline:
            _under_way.deadline = deadline
            try:
                answer = self._exchange(method, path, body, headers)
            except RequestException as error:
                answer = _trouble(error, deadline.over)
            if deadline.over:
                answer = TryLater(Scope.ITEM, Trouble.SILENT, line_failed=True)
            return answer, not deadline.connected

    def _seconds_for(self, body: bytes) -> float:
        """A deadline for the whole request; one without a body may make the platform think."""
        return max(self._least, len(body) / SLOWEST if body else self._timeout[1])

    def _exchange(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer | TryLater:
        response = self._session().request(
            method, self._origin + PREFIX + path, headers=headers, timeout=self._timeout, allow_redirects=False,
            # A file-like body: with plain bytes the connect time-out would bound the whole sending (urllib3 2.8).
            data=io.BytesIO(body) if body else None, stream=True, verify=self._verify,
        )
        with response:
            content = b""
            for block in response.iter_content(BLOCK):
                content += block
                if len(content) > ANSWER_BYTES:
                    return unexpected()
        return read_answer(response.status_code, response.headers, content, self._now())

    def _headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        signed = signed_headers(
            self._terminal, self._sign, method, path, body, secrets.token_hex(16), self._now().isoformat(),
        )
        return {**signed, "Accept": "application/json", "Content-Type": "application/octet-stream"}

    def _session(self) -> requests.Session:
        """One per thread: a Session is not made for several."""
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = requests.Session()
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Wire())
        return session


def _trouble(error: RequestException, late: bool) -> TryLater:
    """Which trouble of the line an exception of requests is."""
    causes = _causes(error)
    if isinstance(error, SSLError) and any("expired" in str(c) or "not yet valid" in str(c) for c in causes):
        return TryLater(Scope.DEVICE, Trouble.FAILED, code="certificate_date")
    if late or (any(isinstance(c, Timeout | TimeoutError) for c in causes) and not isinstance(error, ConnectTimeout)):
        trouble = Trouble.SILENT
    elif any(isinstance(c, ContentDecodingError | InvalidHeader | BadStatusLine) for c in causes) and not any(
        isinstance(c, RemoteDisconnected) for c in causes
    ):
        trouble = Trouble.RUBBISH
    else:
        trouble = Trouble.DOWN
    return TryLater(Scope.ITEM, trouble, line_failed=True)


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it carries and what it came from: requests wraps what urllib3 wrapped."""
    found: list[BaseException] = []
    ahead: list[BaseException | None] = [error]
    while ahead:
        one = ahead.pop()
        if one is not None and one not in found:
            found.append(one)
            ahead += [one.__cause__, one.__context__, *(a for a in one.args if isinstance(a, BaseException))]
    return found


class _PlainConnection(HTTPConnection):
    """Tells the deadline of this thread which socket carries the request."""

    def connect(self) -> None:
        super().connect()
        _under_way.deadline.watch(self.sock, new=True)

    def putrequest(self, method: str, url: str, *more: bool, **named: bool) -> None:
        _under_way.deadline.watch(self.sock)
        super().putrequest(method, url, *more, **named)


class _TlsConnection(HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        super().connect()
        _under_way.deadline.watch(self.sock, new=True)

    def putrequest(self, method: str, url: str, *more: bool, **named: bool) -> None:
        _under_way.deadline.watch(self.sock)
        super().putrequest(method, url, *more, **named)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Wire(HTTPAdapter):
    """No retries of its own: the queue decides about those."""

    def init_poolmanager(self, *places: object, **named: object) -> None:
        super().init_poolmanager(*places, **named)  # type: ignore[arg-type]  # passed through as they came
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
