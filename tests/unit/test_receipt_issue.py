"""A slip comes to paper practically once, whatever the printer does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.interfaces import BitmapPage, PrintJob, PrintOutcome, ReceiptPrinter
from kiosk.demo.peers.receipt_printer import PrinterPeer
from kiosk.receipts.issue import (
    TTL_SECONDS,
    Issued,
    SlipJob,
    begin,
    give_up,
    issue,
    issue_when_ready,
    next_copy,
    queue_slip,
    recover,
)
from kiosk.store import JobState, Store
from tests.support.printers import NUMBER, a_page, printer_at, whole

NOW = datetime(2026, 11, 24, 2, 24, tzinfo=UTC)
PAGE = a_page()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[PrinterPeer]:
    with PrinterPeer(tmp_path / "paper") as printer:
        yield printer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "service.db")
    yield opened
    opened.close()


def queued(store: Store, copy_no: int = 0, page: BitmapPage = PAGE) -> SlipJob:
    return queue_slip(store, f"s1/{copy_no}", "s1", NUMBER, copy_no, page, now=NOW, steady=0.0)


def issued(store: Store, printer: ReceiptPrinter, job: SlipJob, steady: float = 1.0) -> Issued:
    return issue(store, printer, job, now=NOW, steady=steady)


def looked_again(store: Store, printer: ReceiptPrinter, job: SlipJob, steady: float = 2.0) -> Issued:
    return issue_when_ready(store, printer, job, now=NOW, steady=steady)


def state(store: Store, job: SlipJob) -> JobState:
    row = store.print_job(job.id)
    assert row is not None
    return row.state


def test_a_slip_is_printed_once_and_not_again(store: Store, peer: PrinterPeer) -> None:
    job, printer = queued(store), printer_at(peer)
    assert issued(store, printer, job).state is JobState.PRINTED
    assert issued(store, printer, job).state is JobState.PRINTED
    assert looked_again(store, printer, job).state is JobState.PRINTED
    assert len(whole(peer)) == 1


def test_receipt_waits_when_paper_is_out_and_comes_once_after_the_refill(store: Store, peer: PrinterPeer) -> None:
    job, printer = queued(store), printer_at(peer)
    peer.set_paper("out")
    assert issued(store, printer, job) == Issued(JobState.WAITING, "paper_out")
    assert looked_again(store, printer, job) == Issued(JobState.WAITING, "not_ready")
    peer.set_paper("ok")
    assert looked_again(store, printer, job).state is JobState.PRINTED
    assert len(whole(peer)) == 1
    row = store.print_job(job.id)
    assert row is not None
    assert (row.copy_no, row.attempt) == (0, 2)


def test_a_slip_that_waited_too_long_is_not_printed_for_the_next_resident(store: Store, peer: PrinterPeer) -> None:
    job, printer = queued(store), printer_at(peer)
    peer.set_paper("out")
    issued(store, printer, job)
    peer.set_paper("ok")
    assert looked_again(store, printer, job, steady=TTL_SECONDS + 1).state is JobState.EXPIRED
    assert issued(store, printer, job).state is JobState.EXPIRED
    assert peer.receipts == ()


def test_a_resident_who_leaves_gets_no_late_paper(store: Store, peer: PrinterPeer) -> None:
    job = queued(store)
    give_up(store, job, now=NOW)
    assert issued(store, printer_at(peer), job).state is JobState.EXPIRED
    assert peer.receipts == ()


def test_a_held_slip_is_confirmed_after_the_refill(store: Store, peer: PrinterPeer) -> None:
    job, printer = queued(store), printer_at(peer)
    peer.out_after_rows(300)
    assert issued(store, printer, job) == Issued(JobState.HELD, "paper_out")
    assert looked_again(store, printer, job) == Issued(JobState.HELD, "paper_out")
    peer.set_paper("ok")
    assert peer.wait_for_receipts(1)
    assert peer.wait_until_idle()
    assert looked_again(store, printer, job).state is JobState.PRINTED
    assert len(whole(peer)) == 1


def test_an_unknown_slip_is_never_sent_again_by_itself(store: Store, peer: PrinterPeer) -> None:
    job, printer = queued(store), printer_at(peer)
    peer.die_after(30_000)
    assert issued(store, printer, job) == Issued(JobState.UNKNOWN, "connection_lost")
    assert peer.wait_until_off()
    peer.calm()
    assert issued(store, printer, job).state is JobState.UNKNOWN
    assert looked_again(store, printer, job).state is JobState.UNKNOWN
    assert whole(peer) == []


def test_a_reprint_is_the_next_copy(store: Store, peer: PrinterPeer) -> None:
    assert next_copy(store, "s1") == 0
    printer = printer_at(peer)
    issued(store, printer, queued(store))
    assert next_copy(store, "s1") == 1
    assert issued(store, printer, queued(store, copy_no=1)).state is JobState.PRINTED
    assert [row.copy_no for row in store.print_jobs("s1")] == [0, 1]


def test_a_reprint_takes_the_place_of_a_copy_that_still_waits(store: Store, peer: PrinterPeer) -> None:
    first, again = queued(store), queued(store, copy_no=1)
    printer = printer_at(peer)
    assert issued(store, printer, first).state is JobState.EXPIRED
    assert issued(store, printer, again).state is JobState.PRINTED
    assert len(whole(peer)) == 1


def test_sending_is_on_disk_before_the_printer_is_called(store: Store, tmp_path: Path) -> None:
    job = queued(store)

    class Dies:
        """A process that is killed in the moment of the first byte."""

        def print_page(self, job: PrintJob) -> PrintOutcome:
            other = Store(tmp_path / "service.db")
            row = other.print_job(job.id)
            other.close()
            assert row is not None
            assert row.state is JobState.SENDING
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        issue(store, Dies(), job, now=NOW, steady=1.0)  # type: ignore[arg-type]  # only print_page is called
    assert [row.id for row in recover(store, now=NOW)] == [job.id]
    assert state(store, job) is JobState.UNKNOWN


def test_after_a_restart_waiting_is_over_and_sending_is_unknown(store: Store) -> None:
    sending, waiting = queued(store), queue_slip(store, "s2/0", "s2", NUMBER, 0, PAGE, now=NOW, steady=0.0)
    assert isinstance(begin(store, sending, now=NOW, steady=1.0), PrintJob)
    assert [row.id for row in recover(store, now=NOW)] == [sending.id]
    assert (state(store, sending), state(store, waiting)) == (JobState.UNKNOWN, JobState.EXPIRED)
    assert recover(store, now=NOW) == ()


def test_the_picture_of_a_slip_is_not_kept(store: Store, tmp_path: Path) -> None:
    queued(store)
    assert PAGE.rows[:200] not in b"".join(path.read_bytes() for path in tmp_path.glob("service.db*"))


def test_a_slip_job_shows_no_picture() -> None:
    assert "rows" not in repr(SlipJob("j", "s", 0, PAGE, 0.0))
