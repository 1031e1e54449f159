"""The queue: hand-in in one transaction, the order of sending, and what every outcome does to a submission."""
from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from offline_queue.book import Book
from offline_queue.envelope import opaque
from offline_queue.errors import FileDamaged, ImpossibleStep, NotKept, UnknownSuite
from offline_queue.highest import Highest
from offline_queue.model import Clock, Entry, NewRow, Outcome, Parcel, Scope, TryLater
from offline_queue.numbering import LAST_COUNTER, Number, Numbering
from offline_queue.outcomes import Meaning, meaning
from offline_queue.receipt import believable, receipt_from
from offline_queue.retention import Retention, purge
from offline_queue.retry import Chance, backoff, ticket
from offline_queue.room import Room
from offline_queue.schedule import Due
from offline_queue.states import ON_THE_WAY, STAFF, Event, State
from offline_queue.takeover import settle_in, take
from offline_queue.vault import Draft, Order, Vault

MONTH = Retention()
RESTING = (State.QUEUED, State.EXPORTED, State.HELD)  # open, and not on the line at this moment


class Queue:
    """Owns `folder` for the life of the process. The desk thread puts, the sync thread settles; both may read.

    `number(terminal, epoch, counter)` → the 14 digits shown to people. `chance()` gives 0 ≤ x < 1. `mended`: what was
    done when the database was found damaged or gone, else None. `stray`: numbers that were found without a row and
    rest in quarantine/. Raises OwnedElsewhere, StoreTooNew, or StoreDamaged when the disk does not let us.
    """

    def __init__(  # noqa: PLR0913  # chosen once, in the bootstrap
        self, folder: Path, vault: Vault, terminal: str, epoch: int, clock: Clock, number: Number, *,
        chance: Chance = random.random, room: Room | None = None, retention: Retention = MONTH,
    ) -> None:
        self._folder, self._vault, self._clock, self._chance = Path(folder), vault, clock, chance
        self._numbering = Numbering(terminal, epoch, number)
        self._room, self._retention = room or Room(self._folder), retention
        taken = take(self._folder, self._room, self._numbering, clock.now())
        self._store, self.mended = taken.store, taken.mended
        self.stray = tuple(head.number for head in taken.stray)
        try:
            self._book = Book(self._store, clock, chance)
            settle_in(self._folder, taken, self._book, self._room, self._numbering, clock.now())
            self._highest = Highest(self._folder)
        except BaseException:
            self._store.close()
            raise

    def close(self) -> None:
        self._store.close()

    # --- hand-in -----------------------------------------------------------------------------------------------------

    def can_accept(self) -> bool:
        """Whether a new application may start: there is room to keep it and to send everything else."""
        return self.refusal() == ""

    def refusal(self) -> str:
        """Why no new application may start: "", disk_full, disk_error or numbers_used_up."""
        self._room.make_reserve()
        if self._store.next_counter(self._numbering.epoch) > LAST_COUNTER:
            return "numbers_used_up"
        return self._room.refusal()

    def put(
        self, draft: Draft, body: bytes, case_key: str, urgent: bool = False, service_class: int = 0,
    ) -> Entry:
        """Keep it: counter, number, head and row in one transaction. Only what this returns is kept; NotKept otherwise,
        and then the draft is still open. Put again, a kept draft gives the same entry. `case_key` orders submissions
        of one case ("" = none); it is written down as a digest only."""
        heads: list[str] = []
        order = Order(opaque(case_key), urgent, service_class)

        def work() -> None:
            if not draft.open:
                raise NotKept("draft_closed")
            number = self._take_number()
            seq = self._store.insert(NewRow(draft.id, number, draft.kind, order.case, urgent, service_class))
            head = draft.seal_head(number, seq, self._created(), body, order)
            heads.append(head.sha)
            self._store.add_files(draft.id, (head, *draft.pages), head.sha)
            self._store.note(seq, Event.HANDED_IN.value, self._book.stamps.now())

        try:
            self._book.hand_in(work, draft.id)
        except NotKept:
            # A failed COMMIT is in doubt, and a draft may come twice: what the database holds is the truth.
            if self._store.entry(draft.id) is None:
                self._vault.drop(tuple(heads))
                raise
        draft.forget()
        return self._book.known(draft.id)

    def _take_number(self) -> str:
        counter = self._store.take_counter(self._numbering.epoch)
        if counter > LAST_COUNTER:
            raise NotKept("numbers_used_up")
        self._highest.reach(self._numbering.epoch, counter)
        return self._numbering.number(counter)

    def _created(self) -> dict[str, object]:
        stamp = self._book.stamps.now()
        return {"wall": stamp.at_wall, "mono": stamp.at_mono, "boot": stamp.boot_id, "offset": stamp.server_offset}

    # --- sending -----------------------------------------------------------------------------------------------------

    def due(self, now: float, limit: int, first: str = "") -> list[Entry]:
        """What may be sent at steady second `now`, best first; `first` goes before all others when it may go at all."""
        with self._book.lock:
            ready = self._book.schedule.due(now, max(limit, 1))
            if first and self._book.schedule.may_go(first):
                ready = [first, *(one for one in ready if one != first)]
        found = (self._store.entry(submission) for submission in ready[:limit])
        return [entry for entry in found if entry is not None]

    def next_due(self, now: float) -> float | None:
        """Steady seconds of the earliest due time, None when nothing waits."""
        with self._book.lock:
            return self._book.schedule.next(now)

    def begin(self, entry: Entry) -> Entry | None:
        """Take it for sending: one more attempt. None when it is no longer there to be sent."""
        return self._book.step(entry.id, Meaning(Event.DUE), lease=f"{self._book.stamps.boot_id}:{os.getpid()}")

    def parcel(self, entry: Entry) -> Parcel:
        """What the transport carries. FileDamaged when the head is not what its name says; UnknownSuite."""
        pages = tuple(file for file in self._store.files(entry.id) if file.part != 0)
        return Parcel(
            entry.id, self._vault.read(entry.head_sha), entry.head_sha, pages,
            lambda page: self._vault.read(page.sha, page.length), self._note_part,
        )

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        """Store what became of a try; `now` in steady seconds. A receipt counts only if its signature holds."""
        found = meaning(outcome, entry, self._vault.believes)
        settled = self._book.step(entry.id, found)
        if settled is None:
            raise ImpossibleStep(self._book.known(entry.id).state.value, found.event.value)
        if settled.state in ON_THE_WAY and (due := self._due_after(settled, outcome, found.event, now)) is not None:
            with self._book.lock:
                self._book.schedule.wait(entry.id, due, now)
        return settled

    def _due_after(self, entry: Entry, outcome: Outcome, event: Event, now: float) -> Due | None:
        match outcome:
            case TryLater(scope=Scope.DEVICE):
                return None  # everything is paused; this one is not worse than the others
            case TryLater(after=float(after)):
                return Due(now + ticket(after, self._chance), ticket=True, tries=entry.attempts)
            case _ if event in (Event.TRY_LATER, Event.ID_UNKNOWN):
                return Due(now + backoff(entry.attempts, self._chance), tries=entry.attempts)
            case _:
                return None

    def line_back(self, now: float, window: float, below_tries: int | None = None) -> None:
        """The platform answers again: what waited is due within `window` seconds; see Schedule.line_back."""
        with self._book.lock:
            self._book.schedule.line_back(now, window, below_tries)

    def note_server_time(self, at: datetime) -> None:
        """What the platform's clock said; stamped into events and heads, never used for order."""
        self._book.stamps.note_server_time(at)

    def _note_part(self, sha: str, n: int) -> None:
        self._store.write(lambda: self._store.note_part(sha, n), draining=True)

    # --- the other way: a stick --------------------------------------------------------------------------------------

    def exported(self, submission: str) -> Entry | None:
        """It lies on a stick as well. None when it is on the line at this moment, or no longer open."""
        return self._book.step(submission, Meaning(Event.EXPORTED))

    def receive(self, text: str) -> Entry | None:
        """A receipt that came another way than over the line, as the platform wrote it. The entry as it is now; None
        when the receipt is about nothing here, or nobody can believe it. Again, it changes nothing."""
        said = receipt_from(text)
        entry = self._store.entry(said.id) if said is not None else None
        receipt = believable(text, entry, self._vault.believes) if entry is not None else None
        if entry is None or receipt is None:
            return None
        return self._book.step(entry.id, Meaning(Event.RECEIVED, "", receipt)) or self._book.known(entry.id)

    # --- staff -------------------------------------------------------------------------------------------------------

    def hold(self, submission: str, reason: str = "staff") -> Entry | None:
        """Not sent until `retry`. None when its state does not allow it (it is on its way right now, or done)."""
        return self._by_staff(submission, Event.HOLD, reason)

    def retry(self, submission: str) -> Entry | None:
        """Send it again under the same id, at once."""
        return self._by_staff(submission, Event.RETRY, "")

    def give_back(self, submission: str, reason: str) -> Entry | None:
        """Closed with a reason: the resident does it anew."""
        return self._by_staff(submission, Event.RETURNED, reason)

    def _by_staff(self, submission: str, event: Event, reason: str) -> Entry | None:
        entry = self._book.step(submission, Meaning(event, reason))
        if entry is not None:
            with self._book.lock:
                self._book.schedule.at_once(submission, self._clock.steady())
        return entry

    # --- keeping house -----------------------------------------------------------------------------------------------

    def purge(self, now: datetime) -> int:
        """Give up the files of what was accepted long enough ago; how many became purged."""
        return purge(self._book, self._vault, self._room, now, self._retention)

    def check_files(self, stopped: Callable[[], bool] = lambda: False) -> list[Entry]:
        """Hash every sealed file of what is open and not on the line (the walk looks for itself); the ones that had to
        be put into quarantine. Takes its time: meant for the background after a start."""
        spoilt = []
        for entry in self._store.entries(RESTING):
            if stopped():
                break
            if not all(self._whole(file.sha, file.length) for file in self._store.kept_files(entry.id)):
                settled = self._book.step(entry.id, Meaning(Event.DAMAGED, "file_damaged"), only=RESTING)
                spoilt += [settled] if settled is not None else []
        return spoilt

    def _whole(self, sha: str, length: int) -> bool:
        try:
            self._vault.read(sha, length)
        except FileDamaged:
            return False
        except UnknownSuite:
            pass  # nobody here can tell
        return True

    # --- reading -----------------------------------------------------------------------------------------------------

    def entry(self, submission: str) -> Entry | None:
        return self._store.entry(submission)

    def entries(self, states: Sequence[State] = tuple(State)) -> list[Entry]:
        """In the order they were handed in."""
        return self._store.entries(states)

    def waiting_count(self) -> int:
        """How many are kept here without the platform's receipt and on their way."""
        return self._book.schedule.waiting

    def waiting_bytes(self) -> int:
        """Bytes of all their files."""
        return self._book.schedule.waiting_bytes

    def staff_count(self) -> int:
        """How many wait for a person."""
        return self._store.count(STAFF)
