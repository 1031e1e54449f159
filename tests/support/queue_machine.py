"""A model of queue, line and platform that tries to lose or double something: lost answers, crashes, wrong clocks."""
from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from offline_queue import Queue, State, Sync
from tests.support.platform_double import Fault
from tests.support.queue_builders import Desk, open_desk, settle_all
from tests.support.transport_double import PowerLost, TransportDouble

FAULTS = ("cut_before", "cut_after", "silent", "rubbish", "half", "anonymous", "wrong_signature", "foreign_kid")
CALLS = ("head", "part", "commit", "any")
MEMORY = Path("/dev/shm")  # nothing here tests the disk; without it the run is only slower


class QueueMachine(RuleBasedStateMachine):
    """`kind` is the queue under test; a planted bug is a subclass of it."""

    kind: ClassVar[type[Queue]] = Queue

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="queue-", dir=MEMORY if MEMORY.is_dir() else None))
        self.desk: Desk = open_desk(self.folder, self.kind)
        self.transport = TransportDouble(self.desk.platform)
        self.sync: Sync = self.desk.sync(self.transport)
        self.added: dict[str, str] = {}

    @rule(pages=st.integers(0, 2), case=st.sampled_from(["", "a", "b"]))
    def hand_in(self, pages: int, case: str) -> None:
        entry = self.desk.hand_in(pages=(bytes(140_000), b"small")[:pages], case_key=case)
        assert entry.number not in self.added.values()
        self.added[entry.id] = entry.number

    @rule(woken=st.booleans())
    def run(self, woken: bool) -> None:
        self.sync.run_once(woken)

    @rule(call=st.sampled_from(CALLS), how=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def answers_get_lost(self, call: str, how: str, times: int) -> None:
        self.desk.platform.fault(call, Fault(how), times=times)
        self.sync.run_once(woken=True)

    @rule(status=st.sampled_from([401, 408, 429, 500, 503]), after=st.sampled_from(["", "0", "40"]))
    def platform_is_busy(self, status: int, after: str) -> None:
        headers = (("Retry-After", after),) if after else ()
        self.desk.platform.fault("any", Fault("status", status, headers=headers))
        self.sync.run_once()

    @rule(moment=st.sampled_from(["before", "after"]), calls=st.integers(0, 3))
    def process_dies_while_sending(self, moment: str, calls: int) -> None:
        self.transport.crash, self.transport.crash_in = moment, calls
        try:
            self.sync.run_once(woken=True)
        except PowerLost:
            self.restart()
        self.transport.crash = ""  # it had nothing to say

    @rule()
    def restart(self) -> None:
        self.desk.reopen()
        self.sync = self.desk.sync(self.transport)

    @rule()
    def visit_ends_without_hand_in(self) -> None:
        draft = self.desk.vault.open_draft()
        draft.seal_page(b"x")
        draft.abandon()

    @rule(seconds=st.sampled_from([1.0, 30.0, 900.0, 86_400.0]))
    def time_passes(self, seconds: float) -> None:
        self.desk.clock.pass_by(seconds)

    @rule(days=st.sampled_from([-400, -1, 1, 400]))
    def wall_clock_jumps(self, days: int) -> None:
        self.desk.clock.jump(timedelta(days=days))

    @rule()
    def old_files_are_purged(self) -> None:
        self.desk.queue.purge(self.desk.clock.now())

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = {entry.id: entry.number for entry in self.desk.queue.entries()}
        assert kept == self.added

    @invariant()
    def nothing_is_doubled(self) -> None:
        assert self.desk.platform.effects == len(self.desk.platform.kept) <= len(self.added)

    @invariant()
    def accepted_means_the_platform_has_it(self) -> None:
        for entry in self.desk.queue.entries((State.ACCEPTED, State.PURGED)):
            kept = self.desk.platform.kept[entry.id]
            assert (kept.digest, kept.receipt is not None) == (entry.head_sha, True)

    def teardown(self) -> None:
        """Once the faults are over, everything ends accepted."""
        try:
            self.desk.platform.heal()
            self.restart()
            for _ in range(40):
                if self.desk.queue.waiting_count():
                    settle_all(self.desk, self.sync, runs=5)
            assert {entry.state for entry in self.desk.queue.entries()} <= {State.ACCEPTED, State.PURGED}
            assert set(self.desk.platform.kept) == set(self.added)
        finally:
            self.desk.queue.close()
            shutil.rmtree(self.folder, ignore_errors=True)
