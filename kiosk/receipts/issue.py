"""Bring a slip to paper practically once: the record first, then the bytes; what is unknown is never sent again.

The order of printing.md section 5: SENDING is committed before the first byte, so a crash can only leave "unknown",
never a forgotten print. `begin` and `settle` run on the desk thread; `printer.print_page` may run elsewhere between
them. `issue` does all three where waiting is all right.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from devices.interfaces import BitmapPage, Held, NotSent, Printed, PrintJob, PrintOutcome, ReceiptPrinter, Unknown
from kiosk.store import JobState, PrintJobRow, Store

TTL_SECONDS = 120.0  # a slip that waited longer is not printed: its owner has left (printing.md section 5, step 1)


@dataclass(frozen=True, repr=False)
class SlipJob:
    """A slip on its way to paper. Lives in memory with the visit, because its picture is personal."""

    id: str
    submission: str
    copy_no: int
    page: BitmapPage
    queued_at: float  # steady seconds

    def __repr__(self) -> str:
        return f"SlipJob({self.id}, copy {self.copy_no})"


@dataclass(frozen=True)
class Issued:
    """Where the slip stands. `code` says why when it is not PRINTED; `paper_low` is for the staff banner."""

    state: JobState
    code: str = ""
    paper_low: bool = False


def next_copy(store: Store, submission: str) -> int:
    """0 for the first slip, then the n of 补打第n次."""
    jobs = store.print_jobs(submission)
    return jobs[-1].copy_no + 1 if jobs else 0


def queue_slip(
    store: Store, job_id: str, submission: str, number: str, copy_no: int, page: BitmapPage, *,
    now: datetime, steady: float,
) -> SlipJob:
    """Record a slip as waiting. An earlier copy that never left expires: a resident gets the newest one only."""
    for earlier in store.print_jobs(submission):
        store.move_print_job(earlier.id, JobState.WAITING, JobState.EXPIRED, now)
    sha = hashlib.sha256(page.rows).hexdigest()
    store.add_print_job(PrintJobRow(job_id, submission, number, copy_no, sha, JobState.WAITING, 0, now))
    return SlipJob(job_id, submission, copy_no, page, steady)


def begin(store: Store, job: SlipJob, *, now: datetime, steady: float) -> PrintJob | Issued:
    """Commit SENDING and give back what the printer takes; or say why this job may not be sent (again)."""
    if steady - job.queued_at > TTL_SECONDS:
        store.move_print_job(job.id, JobState.WAITING, JobState.EXPIRED, now)
    if not store.move_print_job(job.id, JobState.WAITING, JobState.SENDING, now):
        return standing(store, job)
    return PrintJob(job.id, job.page)


def settle(store: Store, job: SlipJob, outcome: PrintOutcome, *, now: datetime) -> Issued:
    """Record what the printer said about a job that was SENDING or HELD."""
    issued = _issued(outcome)
    for come_from in (JobState.SENDING, JobState.HELD):
        if store.move_print_job(job.id, come_from, issued.state, now):
            return issued
    return standing(store, job)


def issue(store: Store, printer: ReceiptPrinter, job: SlipJob, *, now: datetime, steady: float) -> Issued:
    """Print a waiting slip. Blocks until the printer's own deadline."""
    ready = begin(store, job, now=now, steady=steady)
    if isinstance(ready, Issued):
        return ready
    return settle(store, job, printer.print_page(ready), now=now)


def issue_when_ready(store: Store, printer: ReceiptPrinter, job: SlipJob, *, now: datetime, steady: float) -> Issued:
    """The second look at a slip: print it if it waits and the printer can, expire it when its time is over,
    listen for the confirmation of a held one. Never sends an unknown one."""
    row = store.print_job(job.id)
    if row is not None and row.state is JobState.HELD:
        return settle(store, job, printer.confirm_held(0.0), now=now)
    if row is not None and row.state is JobState.WAITING and steady - job.queued_at <= TTL_SECONDS:
        if not printer.state().ready:
            return Issued(JobState.WAITING, "not_ready")
    return issue(store, printer, job, now=now, steady=steady)


def give_up(store: Store, job: SlipJob, *, now: datetime) -> None:
    """The resident leaves or goes without paper: what has not been sent will not be."""
    store.move_print_job(job.id, JobState.WAITING, JobState.EXPIRED, now)


def standing(store: Store, job: SlipJob) -> Issued:
    """Where the record says this job stands."""
    row = store.print_job(job.id)
    assert row is not None, "a slip job has its row"
    return Issued(row.state)


def recover(store: Store, *, now: datetime) -> tuple[PrintJobRow, ...]:
    """At process start: nobody knows what became of SENDING and HELD, and WAITING pictures died with the memory.
    Gives back the jobs that are unknown now, for the staff; the next resident is not asked about them."""
    for row in store.print_jobs_in(JobState.WAITING):
        store.move_print_job(row.id, JobState.WAITING, JobState.EXPIRED, now)
    left = store.print_jobs_in(JobState.SENDING) + store.print_jobs_in(JobState.HELD)
    for row in left:
        store.move_print_job(row.id, row.state, JobState.UNKNOWN, now)
    return left


def _issued(outcome: PrintOutcome) -> Issued:
    match outcome:
        case Printed(paper_low):
            return Issued(JobState.PRINTED, paper_low=paper_low)
        case NotSent(code):
            return Issued(JobState.WAITING, code)
        case Held(code):
            return Issued(JobState.HELD, code)
        case Unknown(code):
            return Issued(JobState.UNKNOWN, code)
        case _:
            assert_never(outcome)
