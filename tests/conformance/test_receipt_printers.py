"""What every receipt printer keeps, against the simulated one over real TCP.

The invariants of printing.md section 9: Printed means exactly one receipt, NotSent means none even after the trouble
is over, Unknown never sends again.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.interfaces import Held, NotSent, Paper, Printed, PrintOutcome, ReceiptPrinter, Unknown
from kiosk.demo.peers.receipt_printer import AnswerStyle, MarkerStyle, PrinterPeer
from tests.support.printers import a_job, a_page, ink, picture_of, printer_at, whole


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[PrinterPeer]:
    with PrinterPeer(tmp_path / "paper") as printer:
        yield printer


@pytest.fixture(params=["generic-80", "tm-t82iii"])  # confirmed by GS r, by GS ( H
def printer(request: pytest.FixtureRequest, peer: PrinterPeer) -> ReceiptPrinter:
    return printer_at(peer, request.param)


def outcome_in(printer: ReceiptPrinter, longest: float) -> PrintOutcome:
    """Print, and check that it did not take longer than it may."""
    before = time.monotonic()
    outcome = printer.print_page(a_job())
    assert time.monotonic() - before < longest
    return outcome


def came_out(peer: PrinterPeer) -> int:
    """Whole receipts, once everything that waits inside the printer is on paper."""
    peer.calm()
    assert peer.wait_until_idle()
    return len(whole(peer))


def test_a_healthy_printer_prints_what_was_drawn(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    page = a_page(rows=700)
    assert printer.print_page(a_job(page=page)) == Printed()
    assert came_out(peer) == 1
    printed = ink(peer.receipts[0]).crop((0, 0, page.width, page.height))
    assert printed.tobytes() == page.rows
    assert picture_of(page).size == printed.size


def test_two_jobs_are_two_receipts(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    assert [printer.print_page(a_job(name)) for name in ("a", "b")] == [Printed(), Printed()]
    assert came_out(peer) == 2


def test_the_end_of_the_roll_is_told_with_the_receipt(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.set_paper("low")
    assert printer.state().paper is Paper.LOW
    assert printer.print_page(a_job()) == Printed(paper_low=True)
    assert came_out(peer) == 1


@pytest.mark.parametrize(
    "trouble", ["paper_out", "cover_open", "offline", "cutter", "fault", "silent", "garbage", "refused"]
)
def test_nothing_is_sent_to_a_printer_in_trouble_and_nothing_comes_later(
    printer: ReceiptPrinter, peer: PrinterPeer, trouble: str
) -> None:
    {
        "paper_out": lambda: peer.set_paper("out"),
        "cover_open": lambda: peer.set_cover(True),
        "offline": lambda: peer.set_offline(True),
        "cutter": lambda: peer.set_trouble(cutter=True),
        "fault": lambda: peer.set_trouble(overheated=True),
        "silent": lambda: peer.set_silent(True),
        "garbage": lambda: peer.set_garbage(True),
        "refused": peer.power_off,
    }[trouble]()
    assert not printer.state().ready
    assert outcome_in(printer, 1.2) == NotSent(trouble)
    assert came_out(peer) == 0
    assert printer.state().ready


def test_a_printer_in_trouble_says_what_it_is(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.set_paper("out")
    assert printer.state().paper is Paper.OUT
    peer.set_cover(True)
    assert printer.state().cover_closed is False
    peer.set_silent(True)
    assert (printer.state().fault, printer.state().link) == ("silent", None)
    peer.power_off()
    assert (printer.state().fault, printer.state().link) == ("refused", False)


@pytest.mark.parametrize("rows", [1, 300, 615])  # in the first band, in the middle, in the feed before the cut
def test_paper_out_in_the_middle_is_held_and_printed_once_after_the_refill(
    printer: ReceiptPrinter, peer: PrinterPeer, rows: int
) -> None:
    peer.out_after_rows(rows)
    assert printer.print_page(a_job()) == Held("paper_out")
    assert printer.state().paper is Paper.OUT
    assert printer.confirm_held(0.0) == Held("paper_out")
    peer.set_paper("ok")
    assert printer.confirm_held(2.0) == Printed()
    assert came_out(peer) == 1
    assert printer.confirm_held(0.0) == Unknown("nothing_held")


def test_a_cover_opened_in_the_middle_is_held(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.out_after_rows(300)
    assert printer.print_page(a_job()) == Held("paper_out")
    peer.set_cover(True)
    peer.set_paper("ok")
    assert printer.confirm_held(0.1) == Held("cover_open")
    peer.set_cover(False)
    assert printer.confirm_held(2.0) == Printed()


def test_the_next_job_waits_while_one_is_held_and_both_come_out(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.out_after_rows(300)
    assert printer.print_page(a_job("first")) == Held("paper_out")
    assert printer.print_page(a_job("second")) == NotSent("paper_out")
    peer.set_paper("ok")
    assert peer.wait_for_receipts(1)
    assert printer.print_page(a_job("second")) == Printed()
    assert came_out(peer) == 2


def test_a_held_job_that_loses_its_power_is_unknown(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.out_after_rows(300)
    assert isinstance(printer.print_page(a_job()), Held)
    peer.power_off()
    assert printer.confirm_held(0.5) == Unknown("connection_lost")
    assert came_out(peer) == 0


def test_a_held_job_never_confirmed_is_unknown_in_the_end(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.out_after_rows(300)
    assert isinstance(printer.print_page(a_job()), Held)
    peer.style = AnswerStyle(marker=MarkerStyle.NEVER)
    peer.set_paper("ok")
    assert printer.confirm_held(2.0) == Unknown("unconfirmed")


def test_a_printer_that_dies_in_the_middle_is_unknown(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.die_after(30_000)
    assert outcome_in(printer, 2.0) == Unknown("connection_lost")
    assert peer.wait_until_off()
    assert came_out(peer) == 0
    assert printer.print_page(a_job()) == Printed()


def test_a_connection_that_ends_after_the_status_is_unknown(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.hang_up_after(12)  # four questions of three bytes
    assert outcome_in(printer, 2.0) == Unknown("connection_lost")
    assert came_out(peer) == 0


def test_a_printer_that_takes_all_and_says_no_more_is_unknown(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.stop_reading_after(4_000)
    assert isinstance(outcome_in(printer, 2.0), Unknown)
    assert came_out(peer) == 0


def test_printing_at_the_speed_of_paper_is_waited_for(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.set_speed(3_000)
    assert printer.print_page(a_job()) == Printed()
    assert came_out(peer) == 1


@pytest.mark.parametrize("style", [MarkerStyle.NEVER, MarkerStyle.TWICE])
def test_no_confirmation_is_unknown_and_a_double_one_is_one_receipt(peer: PrinterPeer, style: MarkerStyle) -> None:
    peer.style = AnswerStyle(marker=style)
    outcome = printer_at(peer).print_page(a_job())
    assert outcome == (Unknown("unconfirmed") if style is MarkerStyle.NEVER else Printed())
    assert came_out(peer) == 1


def test_a_confirmation_after_the_deadline_is_unknown(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.style = AnswerStyle(marker_delay=0.9)
    assert printer.print_page(a_job()) == Unknown("unconfirmed")
    assert came_out(peer) == 1


def test_another_jobs_process_id_confirms_nothing(peer: PrinterPeer) -> None:
    peer.style = AnswerStyle(marker=MarkerStyle.WRONG_ID)
    assert printer_at(peer, "tm-t82iii").print_page(a_job()) == Unknown("unconfirmed")


def test_unasked_frames_between_the_answers_do_no_harm(printer: ReceiptPrinter, peer: PrinterPeer) -> None:
    peer.style = AnswerStyle(noise=bytes.fromhex("10000300"))
    assert printer.state().ready
    assert printer.print_page(a_job()) == Printed()
    assert came_out(peer) == 1


def test_a_printer_that_tells_nothing_prints_and_stays_unknown(peer: PrinterPeer) -> None:
    printer = printer_at(peer, "blind-80")
    assert not printer.state().ready  # unknown is never yes
    assert printer.print_page(a_job()) == Unknown("unconfirmed")
    assert peer.wait_for_receipts(1)
    assert came_out(peer) == 1
