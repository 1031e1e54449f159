"""The three calls over HTTPS, with as many connections as the line can use."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from offline_queue.model import (
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
from offline_queue.transport.answers import Answer, missing_in, not_taken, results_in, unexpected
from offline_queue.transport.http.lane import Address, Lane
from offline_queue.transport.measured import Figures, Meter
from offline_queue.transport.parts import Crew, Piece, pieces_of
from offline_queue.transport.signing import content_digest
from offline_queue.transport.sockets import socket_options

PREFIX = "/k/v1"


class HttpTransport:
    """`base`: "https://host:port" without the prefix. `sign(bytes)` → 64 bytes, the device's Ed25519 signature.
    `now()`: wall time for X-Time. `connect`, `read`: seconds a connection or a single read may take; `least`: seconds
    every request may take as a whole, a big body more; parts go back to the queue when for so long no byte has moved.
    Any thread."""

    CONGESTION = "bbr"  # asked of the kernel; "" leaves it to the kernel

    def __init__(
        self, base: str, terminal: str, sign: Callable[[bytes], bytes], now: Callable[[], datetime], *,
        connect: float = 6.0, read: float = 15.0, least: float = 8.0, verify: bool | str = True,
    ) -> None:
        url = base.rstrip("/") + PREFIX
        options = socket_options(self.CONGESTION)
        self._address = Address(url, urlsplit(url).path, terminal, sign, now, connect, read, least, verify, options)
        self._meter = Meter()
        self._lock = threading.Lock()
        self._idle: list[PartLane] = []
        self._early: tuple[str, Answer] | None = None  # a receipt that came with the last parts
        self._server_time: datetime | None = None

    # --- the transport's calls ---------------------------------------------------------------------------------------

    def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
        # The connection used last is for the head; what may still have to connect helps with the parts.
        with self._lane() as lane, Crew(parcel, self._lane, self._meter, self._address.least) as crew:
            crew.gather()
            if only is not None:
                return self._send_parts(crew, lane, parcel, only) or Delivered()
            answer = lane.head(parcel)
            if isinstance(answer, TryLater):
                return answer
            if answer.status == 409:
                return Conflict()
            if answer.status not in (200, 201):
                return not_taken(answer, id_may_be_unknown=False)
            missing = missing_in(answer.data)
            if missing is None:
                return unexpected()
            new = answer.status == 201
            return self._send_parts(crew, lane, parcel, missing) or (Delivered() if new else Duplicate())

    def commit(self, parcel: Parcel) -> CommitOutcome:
        early, self._early = self._early, None
        answer = early[1] if early and early[0] == parcel.id else self._call("POST", _commit(parcel.id))
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 200:
            return Receipted(answer.text)
        if answer.status == 409:
            missing = missing_in(answer.data)
            return missing if missing and missing.parts else Conflict()
        return not_taken(answer, id_may_be_unknown=True)

    def results_since(self, cursor: int, limit: int) -> ResultPage | TryLater:
        answer = self._call("GET", f"/results?since={cursor}&limit={limit}")
        if isinstance(answer, TryLater):
            return answer
        page = results_in(answer.data) if answer.status == 200 else None
        if page is not None:
            return page
        outcome = not_taken(answer, id_may_be_unknown=False)
        return outcome if isinstance(outcome, TryLater) else TryLater(Scope.ITEM, Trouble.FAILED)

    def probe(self) -> TryLater | None:
        answer = self._call("GET", "/health")
        if isinstance(answer, TryLater) or answer.status == 204:
            return answer if isinstance(answer, TryLater) else None
        outcome = not_taken(answer, id_may_be_unknown=False)
        return outcome if isinstance(outcome, TryLater) else None  # it answers, if not to this

    def server_time(self) -> datetime | None:
        return self._server_time

    @property
    def figures(self) -> Figures:
        """What was measured of the line."""
        return self._meter.figures

    # --- lanes -------------------------------------------------------------------------------------------------------

    def _send_parts(self, crew: Crew, lane: PartLane, parcel: Parcel, missing: Missing) -> SendOutcome | None:
        """None when all of them have arrived."""
        pieces = pieces_of(parcel, missing)
        outcome = unexpected() if pieces is None else crew.send(lane, pieces)
        if outcome is None and isinstance(crew.receipt, Answer) and crew.receipt.status == 200:
            self._early = (parcel.id, crew.receipt)
        return outcome

    def _call(self, method: str, path: str) -> Answer | TryLater:
        with self._lane() as lane:
            return self._heard(lane.wire.call(method, path))

    @contextmanager
    def _lane(self) -> Iterator[PartLane]:
        """The connection used last, or a new one: each serves one thread at a time."""
        with self._lock:
            lane = self._idle.pop() if self._idle else None
        lane = lane or PartLane(Lane(self._address, self._meter), self._heard)
        try:
            yield lane
        finally:
            with self._lock:
                self._idle.append(lane)

    def _heard(self, answer: Answer | TryLater) -> Answer | TryLater:
        if isinstance(answer, Answer) and answer.server_time is not None:
            self._server_time = answer.server_time
        return answer


class PartLane:
    """One lane as it carries a submission."""

    def __init__(self, wire: Lane, heard: Callable[[Answer | TryLater], Answer | TryLater]) -> None:
        self.wire, self._heard = wire, heard

    def warm(self) -> None:
        self.wire.warm()

    def head(self, parcel: Parcel) -> Answer | TryLater:
        more = {"X-Waiting": str(parcel.behind)}
        return self._heard(self.wire.call("PUT", f"/submissions/{parcel.id}", parcel.head, more))

    def ask(self, submission: str, piece: Piece) -> Answer | TryLater:
        return self._heard(self.wire.call("GET", _path(submission, piece)))

    def put(self, submission: str, piece: Piece, end: int, moved: Callable[[int], None]) -> Answer | TryLater:
        """Bytes from `piece.have` to `end`. Never twice by itself: after a cut it is asked how much arrived."""
        start, whole = piece.have or 0, len(piece.data)
        digest = content_digest(piece.data)
        more = {"Content-Digest": digest}
        if (start, end) != (0, whole):
            more = {"Content-Range": f"bytes {start}-{end - 1}/{whole}", "Repr-Digest": digest}
        body = piece.data[start:end]
        return self._heard(self.wire.call("PUT", _path(submission, piece), body, more, moved=moved, again=False))

    def commit(self, submission: str) -> Answer | TryLater:
        """The platform may wait a while for the parts that are on their way (RFC 7240)."""
        return self._heard(self.wire.call("POST", _commit(submission), more={"Prefer": "wait=10"}))


def _path(submission: str, piece: Piece) -> str:
    return f"/submissions/{submission}/blobs/{piece.sha}/parts/{piece.n}"


def _commit(submission: str) -> str:
    return f"/submissions/{submission}/commit"
