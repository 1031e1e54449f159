"""What driver and printer say to each other, byte by byte. Answers: printing.md section 3."""

from dataclasses import replace

from devices.interfaces import BitmapPage, NotSent, Printed, PrintJob, Unknown
from devices.receipt_printer.driver import EscposTcpPrinter, process_id
from devices.receipt_printer.profile import Marker, PrinterProfile, StatusQuery
from devices.receipt_printer.tcp import WireSlow
from tests.support.printers import SpokenWire, spoken

DOT = PrintJob("dot", BitmapPage(8, 1, b"\x80"))
BODY = "1b40 1d76300001000100 80 1d564110"
HEALTHY = [("100401", "12"), ("100402", "12"), ("100403", "12"), ("100404", "12")]
LOW = [*HEALTHY[:3], ("100404", "1e")]
GS_R = PrinterProfile("r")
BLIND = replace(GS_R, status=StatusQuery.NONE)
GS_H = replace(BLIND, marker=Marker.GS_H)


def test_a_healthy_printer_is_asked_printed_on_and_believed() -> None:
    printer, wire = spoken(GS_R, [*HEALTHY, (BODY, ""), ("1d7201", "00")])
    assert printer.print_page(DOT) == Printed()
    wire.assert_all_said()
    assert wire.closed


def test_low_paper_prints_and_tells() -> None:
    printer, wire = spoken(GS_R, [*LOW, (BODY, ""), ("1d7201", "03")])
    assert printer.print_page(DOT) == Printed(paper_low=True)
    wire.assert_all_said()


def test_no_byte_of_the_slip_is_sent_to_an_open_printer() -> None:
    cover = [("100401", "1a"), ("100402", "16"), ("100403", "12"), ("100404", "12")]
    printer, wire = spoken(GS_R, cover)
    assert printer.print_page(DOT) == NotSent("cover_open")
    wire.assert_all_said()


def test_rubbish_for_a_status_is_not_a_status() -> None:
    printer, _ = spoken(GS_R, [("100401", "ff")])
    assert printer.print_page(DOT) == NotSent("garbage")


def test_an_unasked_frame_beside_the_answers_changes_nothing() -> None:
    noisy = [(sent, "10000300" + said) for sent, said in HEALTHY]
    printer, wire = spoken(GS_R, [*noisy, (BODY, "10000300"), ("1d7201", "10000300 00")])
    assert printer.print_page(DOT) == Printed()
    wire.assert_all_said()


def test_a_paper_answer_from_before_the_question_is_not_the_confirmation() -> None:
    printer, wire = spoken(BLIND, [(BODY, "00"), ("1d7201", "")])
    assert printer.print_page(DOT) == Unknown("unconfirmed")
    wire.assert_all_said()


def test_status_answers_out_of_the_picture_are_no_confirmation() -> None:
    printer, _ = spoken(BLIND, [(BODY, ""), ("1d7201", "12 1a")])
    assert printer.print_page(DOT) == Unknown("unconfirmed")


def test_rubbish_instead_of_the_confirmation_is_unknown_at_once() -> None:
    printer, _ = spoken(BLIND, [(BODY, ""), ("1d7201", "ff 00")])
    assert printer.print_page(DOT) == Unknown("garbage")


def test_a_process_id_is_confirmed_only_by_itself() -> None:
    mine = process_id("dot", 1).hex()
    question = "1d284806003030" + mine
    printer, _ = spoken(GS_H, [(BODY, ""), (question, "3722 3f3f3f3f 00")])
    assert printer.print_page(DOT) == Unknown("unconfirmed")
    printer, _ = spoken(GS_H, [(BODY, ""), (question, f"3722 {mine} 00")])
    assert printer.print_page(DOT) == Printed()


def test_every_try_has_a_process_id_of_its_own() -> None:
    assert len({process_id("dot", count) for count in range(50)}) > 45


class NarrowWire(SpokenWire):
    """Takes the questions and not the slip."""

    def write(self, data: bytes, deadline: float) -> None:
        if len(data) > 3:
            raise WireSlow
        super().write(data, deadline)


def test_a_printer_that_does_not_take_the_slip_in_time_is_unknown() -> None:
    wire = NarrowWire(HEALTHY)
    printer = EscposTcpPrinter("printer", 9100, GS_R, open_wire=lambda *_: wire)
    assert printer.print_page(DOT) == Unknown("stalled")
    assert wire.closed


def test_a_printer_that_cannot_confirm_is_never_said_to_have_printed() -> None:
    printer, wire = spoken(replace(BLIND, marker=Marker.NONE), [(BODY, "")])
    assert printer.print_page(DOT) == Unknown("unconfirmed")
    wire.assert_all_said()
