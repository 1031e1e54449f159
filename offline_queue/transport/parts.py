"""Sends the parts of one submission over several connections at once, and goes on after a cut at the byte reported.

A line that is cut again and again would never deliver if every cut sent the submission back to its queue. So as long
as bytes move, a lane that failed asks how far its part has come and goes on; when nothing has moved for `patience`
seconds the submission goes back and the back-off decides.
"""
from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from offline_queue.model import PART_BYTES, STOPPED, Conflict, Missing, Parcel, Scope, SendOutcome, Trouble, TryLater
from offline_queue.transport.answers import Answer, not_taken, unexpected
from offline_queue.transport.measured import Meter, connections, lanes, stretch_bytes

MOST_LANES = 6
REST_S, LONGEST_REST_S = 0.25, 2.0
SETBACKS = 8  # in a row on one part, however fast they come
ANEW = (400, 408, 416)  # retryable answers to a stretch: ask how far it came and go on there


@dataclass
class Piece:
    """One part on its way. `have`: how much of it the platform has, None when that has to be asked."""

    sha: str
    n: int
    data: bytes
    have: int | None = 0
    setbacks: int = 0


class Lane(Protocol):
    """One connection, as parts are sent over it."""

    def warm(self) -> None: ...
    def ask(self, submission: str, piece: Piece) -> Answer | TryLater: ...
    def put(self, submission: str, piece: Piece, end: int, moved: Callable[[int], None]) -> Answer | TryLater: ...
    def commit(self, submission: str) -> Answer | TryLater: ...


def pieces_of(parcel: Parcel, missing: Missing) -> list[Piece] | None:
    """What is missing with its bytes, in order. None when the platform asks for what this submission does not have;
    FileDamaged when a page is not what its name says."""
    pages = {page.sha: page for page in parcel.pages}
    come = {(sha, n): have for sha, n, have in missing.half}
    found = []
    for sha, parts in missing.parts:
        data = parcel.read(pages[sha]) if sha in pages else b""
        for n in parts:
            part = data[n * PART_BYTES : (n + 1) * PART_BYTES] if n >= 0 else b""
            have = come.get((sha, n), 0)
            if not 0 <= have <= len(part) or not part:
                return None
            found.append(Piece(sha, n, part, goes_on_at(have, part)))
    return found


def goes_on_at(have: int, part: bytes) -> int:
    """A part that is all there is not yet acknowledged: its last byte is sent once more, and that answer counts."""
    return min(have, len(part) - 1)


class Crew:
    """For one call of `send`. `lane()` lends a connection. Use as a context: it ends what it began."""

    def __init__(
        self, parcel: Parcel, lane: Callable[[], AbstractContextManager[Lane]], meter: Meter, patience: float,
    ) -> None:
        self._parcel, self._lane, self._meter, self._patience = parcel, lane, meter, patience
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque()
        self._go = threading.Event()
        self._threads: list[threading.Thread] = []
        self._carried = 0  # lanes with a part on its way
        self._asked_early = False
        self.receipt: Answer | TryLater | None = None  # to a commit that was asked for while the last parts were going
        self._outcome: SendOutcome | None = None
        self._defect: BaseException | None = None
        self._over = False
        self._began = self._moved_at = time.monotonic()
        self._arrived = 0
        self._turn = threading.Condition(self._lock)
        self._sending = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._go.set()

    def gather(self) -> None:
        """Connect while the head is on its way: the helpers wait for their work with the line open."""
        size = sum(page.length for page in self._parcel.pages)
        for place in range(1, min(MOST_LANES, -(-size // PART_BYTES))):
            self._hire(place)

    def send(self, lane: Lane, pieces: Iterable[Piece]) -> SendOutcome | None:
        """None when all of them have arrived. `lane`: this thread's own."""
        self._pieces.extend(pieces)
        self._began = self._moved_at = time.monotonic()
        self._go.set()
        self._work(lane)
        for thread in self._threads:
            thread.join()
        if self._defect is not None:
            raise self._defect
        return self._outcome

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _hire(self, place: int) -> None:
        thread = threading.Thread(target=self._help, args=(place,), name=f"lane-{place}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _help(self, place: int) -> None:
        try:
            self._meter.rtt_known.wait(30.0)
            while not self._over and place >= lanes(self._meter.figures):
                if self._go.is_set() and not self._pieces:
                    return  # the line never asked for so many
                time.sleep(0.05)
            if self._over:
                return
            with self._lane() as lane:
                if not self._go.is_set():
                    lane.warm()
                self._go.wait()
                self._work(lane)
        except BaseException as error:  # noqa: BLE001 - raised again where `send` was called
            self._defect, self._over = error, True

    def _work(self, lane: Lane) -> None:
        while (piece := self._next()) is not None:
            outcome = self._carry(lane, piece)
            with self._lock:
                self._carried -= 1
                if outcome is not None:
                    self._outcome, self._over = self._outcome or outcome, True
        if self._may_commit():
            self.receipt = lane.commit(self._parcel.id)

    def _may_commit(self) -> bool:
        """The first lane without work, while others still send: the platform waits for their parts, and the receipt
        comes a round trip sooner."""
        with self._lock:
            may = not self._over and not self._asked_early and self._carried > 0
            self._asked_early = self._asked_early or may
            return may

    def _next(self) -> Piece | None:
        with self._lock:
            if self._over or not self._pieces:
                return None
            if not self._parcel.go_on():
                self._outcome, self._over = TryLater(Scope.ITEM, Trouble.NONE, code=STOPPED), True
                return None
            self._carried += 1
            return self._pieces.popleft()

    # --- one part ----------------------------------------------------------------------------------------------------

    def _carry(self, lane: Lane, piece: Piece) -> SendOutcome | None:
        """None when the part is there, or another lane has ended it all."""
        while not self._over:
            answer = self._step(lane, piece)
            if isinstance(answer, Answer) and answer.status == 204:
                self._parcel.note_sent(piece.sha, piece.n)
                return None
            if isinstance(answer, Answer) and answer.status == 200:
                if not self._furthered(piece, answer):
                    return unexpected()
                continue
            if (final := self._final(answer, piece)) is not None:
                return final
        return None

    def _step(self, lane: Lane, piece: Piece) -> Answer | TryLater:
        """Ask how far it came, or send on from there."""
        if piece.have is None:
            return lane.ask(self._parcel.id, piece)
        start = piece.have
        end = min(len(piece.data), start + stretch_bytes(self._meter.figures))
        answer = self._put(lane, piece, end)
        if isinstance(answer, Answer) and answer.status in (200, 204):
            piece.setbacks = 0
            with self._lock:
                self._arrived += end - start
                self._meter.moved(self._arrived, time.monotonic() - self._began)
        return answer

    def _put(self, lane: Lane, piece: Piece, end: int) -> Answer | TryLater:
        """Only so many send at once; whoever waits for its answer has given its turn to the next."""
        mine = True

        def moved(left: int) -> None:
            nonlocal mine
            self._moved_at = time.monotonic()
            if left == 0 and mine:
                mine = False
                self._give_turn()

        with self._turn:
            self._turn.wait_for(lambda: self._over or self._sending < connections(self._meter.figures))
            if self._over:
                return TryLater(Scope.ITEM, Trouble.NONE, code=STOPPED)
            self._sending += 1
        try:
            return lane.put(self._parcel.id, piece, end, moved)
        finally:
            if mine:
                self._give_turn()

    def _give_turn(self) -> None:
        with self._turn:
            self._sending -= 1
            self._turn.notify_all()

    def _furthered(self, piece: Piece, answer: Answer) -> bool:
        have, before = answer.data.get("have"), piece.have
        if type(have) is not int or not 0 <= have <= len(piece.data) or (before is not None and have <= before):
            return False
        piece.have = goes_on_at(have, piece.data)
        return True

    def _final(self, answer: Answer | TryLater, piece: Piece) -> SendOutcome | None:
        """The outcome that ends it all, or None after a little rest: a setback of this lane only."""
        if isinstance(answer, Answer):
            outcome = Conflict() if answer.status == 409 else not_taken(answer, id_may_be_unknown=True)
            again = answer.status in ANEW and isinstance(outcome, TryLater) and answer.retry_after is None
        else:
            outcome, again = answer, answer.line_failed
        piece.setbacks += 1
        still = time.monotonic() - self._moved_at
        if not again or piece.setbacks > SETBACKS or still > self._patience:
            return outcome
        piece.have = None
        time.sleep(random.random() * min(LONGEST_REST_S, REST_S * 2.0 ** piece.setbacks))
        return None
