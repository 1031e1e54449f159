"""The queue: hand-in in one transaction, the order of sending, and what every outcome does to a submission."""
from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from offline_queue.errors import ImpossibleStep, NotKept
from offline_queue.model import Clock, Entry, NewRow, Outcome, Parcel, Scope, TryLater
from offline_queue.outcomes import Meaning, meaning
from offline_queue.retry import Chance, backoff, ticket
from offline_queue.room import Room
from offline_queue.schedule import Due, Schedule
from offline_queue.stamp import Stamps, iso
from offline_queue.states import ON_THE_WAY, STAFF, Event, State, next_state
from offline_queue.store import Store
from offline_queue.sweep import numbers_in_heads, sweep
from offline_queue.vault import Draft, Vault

LAST_COUNTER = 999_999
QUIET = (Event.DUE, Event.STORED, Event.PARTS_MISSING)  # the walk itself: no news, and the last reason stays
Number = Callable[[str, int, int], str]


class Queue:
    """Owns `folder` for the life of the process. The desk thread puts, the sync thread settles; both may read.

    `number(terminal, epoch, counter)` → the 14 digits shown to people. `chance()` gives 0 ≤ x < 1.
    Raises OwnedElsewhere, StoreTooNew or StoreDamaged when the folder cannot be taken over.
    """

    def __init__(
        self, folder: Path, vault: Vault, terminal: str, epoch: int, clock: Clock, number: Number, *,
        chance: Chance = random.random, room: Room | None = None,
    ) -> None:
        self._folder, self._vault, self._terminal, self._epoch = Path(folder), vault, terminal, epoch
        self._clock, self._number, self._chance = clock, number, chance
        self._room = room or Room(self._folder)
        self._stamps = Stamps(clock)
        self._store = Store(self._folder, self._room)
        self._lock = threading.RLock()  # guards the schedule
        self._schedule = Schedule(chance)
        try:
            self._take_over()
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
        """Why no new application may start: "" or "disk_full"."""
        self._room.make_reserve()
        return "" if self._room.enough() else "disk_full"

    def put(
        self, draft: Draft, body: bytes, case_key: str, urgent: bool = False, service_class: int = 0,
    ) -> Entry:
        """Keep it: counter, number, head and row in one transaction. Only what this returns is kept; NotKept otherwise,
        and then the draft is still open. Put again, a kept draft gives the same entry. `case_key` orders submissions
        of one case ("" = none); nothing personal."""
        heads: list[str] = []

        def work() -> None:
            if not draft.open:
                raise NotKept("draft_closed")
            counter = self._store.take_counter(self._epoch)
            if counter > LAST_COUNTER:
                raise NotKept("numbers_used_up")
            number = self._number(self._terminal, self._epoch, counter)
            seq = self._store.insert(NewRow(draft.id, number, draft.kind, case_key, urgent, service_class))
            head = draft.seal_head(number, seq, self._created(), body)
            heads.append(head.sha)
            self._store.add_files(draft.id, (head, *draft.pages), head.sha)
            self._store.note(seq, Event.HANDED_IN.value, self._stamps.now())

        try:
            self._store.write(work)
        except NotKept:
            # A failed COMMIT is in doubt, and a draft may come twice: what the database holds is the truth.
            if self._store.entry(draft.id) is None:
                self._vault.drop(tuple(heads))
                raise
        draft.forget()
        with self._lock:
            self._schedule.added(draft.id, self._clock.steady())
        return self._known(draft.id)

    # --- sending -----------------------------------------------------------------------------------------------------

    def due(self, now: float, limit: int, first: str = "") -> list[Entry]:
        """What may be sent at steady second `now`, best first; `first` goes before all others when it may go at all."""
        with self._lock:
            ready = self._schedule.due(self._store.candidates(), now, max(limit, 1))
            if first:
                mine = [c for c in self._store.candidates() if c.id == first]
                ready = (mine + [c for c in ready if c.id != first])[:limit]
        found = (self._store.entry(c.id) for c in ready[:limit])
        return [entry for entry in found if entry is not None]

    def next_due(self, now: float) -> float | None:
        """Steady seconds of the earliest due time, None when nothing waits."""
        with self._lock:
            return self._schedule.next(self._store.candidates(), now)

    def begin(self, entry: Entry) -> Entry | None:
        """Take it for sending: one more attempt. None when it is no longer there to be sent."""
        return self._step(entry.id, Meaning(Event.DUE), lease=f"{self._stamps.boot_id}:{os.getpid()}")

    def parcel(self, entry: Entry) -> Parcel:
        """What the transport carries. FileDamaged when the head is not what its name says."""
        pages = tuple(file for file in self._store.files(entry.id) if file.part != 0)
        return Parcel(
            entry.id, self._vault.read(entry.head_sha), entry.head_sha, pages,
            lambda page: self._vault.read(page.sha, page.length), self._note_part,
        )

    def settle(self, entry: Entry, outcome: Outcome, now: float) -> Entry:
        """Store what became of a try; `now` in steady seconds. A receipt counts only if its signature holds."""
        found = meaning(outcome, entry, self._vault.receipt_key)
        settled = self._step(entry.id, found)
        if settled is None:
            raise ImpossibleStep(self._known(entry.id).state.value, found.event.value)
        with self._lock:
            if settled.state not in ON_THE_WAY:
                self._schedule.over(entry.id)
            elif (due := self._due_after(settled, outcome, found.event, now)) is not None:
                self._schedule.wait(entry.id, due)
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
        with self._lock:
            self._schedule.line_back(now, window, below_tries)

    def note_server_time(self, at: datetime) -> None:
        """What the platform's clock said; stamped into events and heads, never used for order."""
        self._stamps.note_server_time(at)

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
        entry = self._step(submission, Meaning(event, reason))
        if entry is not None:
            with self._lock:
                self._schedule.at_once(submission)
        return entry

    def purge(
        self, now: datetime, pages_after: timedelta = timedelta(hours=24), rows_after: timedelta = timedelta(days=30),
    ) -> int:
        """Unlink the files of what was accepted long ago; a wrong clock does no harm, the receipt is stored. Rows stay
        for ever: an id and a number are never used again. Returns how many became purged."""
        for entry in self._store.accepted_before(iso(now - pages_after)):
            self._unlink(entry, first_part=1)
        old = self._store.accepted_before(iso(now - rows_after))
        for entry in old:
            self._step(entry.id, Meaning(Event.RETENTION_OVER))
            self._unlink(entry, first_part=0)
        return len(old)

    def _unlink(self, entry: Entry, first_part: int) -> None:
        self._vault.drop(self._store.write(lambda: self._store.unlink(entry.id, first_part), draining=True))
        self._room.make_reserve()

    # --- reading -----------------------------------------------------------------------------------------------------

    def entry(self, submission: str) -> Entry | None:
        return self._store.entry(submission)

    def entries(self, states: Sequence[State] = tuple(State)) -> list[Entry]:
        """In the order they were handed in."""
        return self._store.entries(states)

    def waiting_count(self) -> int:
        """How many are kept here without the platform's receipt and on their way."""
        counts = self._store.counts()
        return sum(counts.get(state, 0) for state in ON_THE_WAY)

    def staff_count(self) -> int:
        """How many wait for a person."""
        counts = self._store.counts()
        return sum(counts.get(state, 0) for state in STAFF)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _take_over(self) -> None:
        """One owner: every lease of another process is void. Then numbers and orphans."""
        for entry in self._store.entries((State.SENDING, State.UPLOADED)):
            self._step(entry.id, Meaning(Event.PROCESS_DIED, "process_died"))
        kept = self._store.known_files()
        counters = [self._counter_in(number) for number in numbers_in_heads(self._folder, kept)]
        if counters:
            self._store.write(lambda: self._store.lift_counter(self._epoch, max(counters)), draining=True)
        sweep(self._folder, kept, self._store.unlinked_files(), self._clock.now())
        self._room.make_reserve()
        self._schedule.start(self._store.entries(ON_THE_WAY), self._clock.steady())

    def _counter_in(self, number: str) -> int:
        """Digits 7 to 12 when the number is of this terminal and epoch, else 0."""
        counter = int(number[6:12]) if len(number) == 14 and number.isdecimal() else 0
        return counter if counter and self._number(self._terminal, self._epoch, counter) == number else 0

    def _step(self, submission: str, found: Meaning, lease: str = "") -> Entry | None:
        """One line of the state table in one transaction. None when the table has no such line."""

        def work() -> Entry | None:
            before = self._known(submission)
            try:
                step = next_state(before.state, found.event)
            except ImpossibleStep:
                return None
            entry = replace(
                before, state=step.to, reason=before.reason if found.event in QUIET else found.reason,
                attempts=max(0, before.attempts + step.counts), receipt=found.receipt or before.receipt,
            )
            self._store.move(entry, lease)
            if found.event is Event.ID_UNKNOWN:
                self._store.forget_parts(submission)
            if found.event not in QUIET and (entry.state, entry.reason) != (State.QUEUED, before.reason):
                self._store.note(entry.seq, _what(found), self._stamps.now())  # the tenth same failure is no news
            return entry

        return self._store.write(work, draining=True)

    def _note_part(self, sha: str, n: int) -> None:
        self._store.write(lambda: self._store.note_part(sha, n), draining=True)

    def _known(self, submission: str) -> Entry:
        entry = self._store.entry(submission)
        if entry is None:
            raise KeyError(submission)
        return entry

    def _created(self) -> dict[str, object]:
        stamp = self._stamps.now()
        return {"wall": stamp.at_wall, "mono": stamp.at_mono, "boot": stamp.boot_id, "offset": stamp.server_offset}


def _what(found: Meaning) -> str:
    return f"{found.event.value}:{found.reason}" if found.reason else found.event.value
