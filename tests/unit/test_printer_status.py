"""Answers of a printer: the tables of printing.md section 3 (Epson reference, recorded from an ESC/POS emulator)."""

import pytest

from devices.interfaces import Paper, PrinterState
from devices.receipt_printer.status import (
    Answer,
    AutoStatus,
    Framer,
    Garbage,
    LiveStatus,
    PaperAnswer,
    ProcessDone,
    obstacle,
    state_from,
)

GOOD = PrinterState(link=True, cover_closed=True, paper=Paper.OK, cutter_ok=True)


def state(answers: str) -> PrinterState:
    return state_from(dict(enumerate(bytes.fromhex(answers), start=1)))


@pytest.mark.parametrize(
    ("answers", "why_not"),
    [
        ("12 12 12 12", ""),
        ("12 12 12 1E", ""),  # near the end of the roll it still prints
        ("1A 32 12 7E", "paper_out"),
        ("1A 16 12 12", "cover_open"),
        ("1A 12 12 12", "offline"),
        ("1A 52 1A 12", "cutter"),
        ("1A 52 32 12", "fault"),
        ("1A 52 52 12", "fault"),
        ("1A 52 12 12", "fault"),  # an error without a cause
    ],
)
def test_four_status_bytes_say_why_it_cannot_print(answers: str, why_not: str) -> None:
    assert obstacle(state(answers)) == why_not
    assert state(answers).ready == (why_not == "")


def test_healthy_and_low_paper_differ_only_in_the_paper() -> None:
    assert state("12 12 12 12") == GOOD
    assert state("12 12 12 1E").paper is Paper.LOW


def test_an_answer_that_never_came_is_unknown_and_not_ready() -> None:
    for missing in (1, 2, 4):
        bits = {n: 0x12 for n in (1, 2, 3, 4) if n != missing}
        assert not state_from(bits).ready


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("12", [LiveStatus(0x12)]),
        ("1a 32 7e", [LiveStatus(0x1A), LiveStatus(0x32), LiveStatus(0x7E)]),
        ("00", [PaperAnswer(0x00)]),
        ("03", [PaperAnswer(0x03)]),
        ("10 00 03 00", [AutoStatus(bytes.fromhex("10000300"))]),
        ("38 00 03 00 12", [AutoStatus(bytes.fromhex("38000300")), LiveStatus(0x12)]),
        ("37 22 41 42 43 44 00", [ProcessDone(b"ABCD")]),
        ("37 22 12 10 00 03 00 12", [ProcessDone(bytes.fromhex("12100003")), LiveStatus(0x12)]),
        ("ff", [Garbage(0xFF)]),
        ("37 12", [Garbage(0x37), LiveStatus(0x12)]),
        ("80", [Garbage(0x80)]),
    ],
)
def test_bytes_are_cut_into_answers(said: str, answers: list[Answer]) -> None:
    assert Framer().feed(bytes.fromhex(said)) == answers


def test_an_answer_in_two_pieces_is_one_answer() -> None:
    framer = Framer()
    assert framer.feed(bytes.fromhex("37 22 41")) == []
    assert framer.feed(bytes.fromhex("42 43 44 00")) == [ProcessDone(b"ABCD")]


def test_the_tail_of_an_unasked_frame_is_never_a_paper_answer() -> None:
    framer = Framer()
    answers = [answer for byte in bytes.fromhex("10000300") for answer in framer.feed(bytes((byte,)))]
    assert answers == [AutoStatus(bytes.fromhex("10000300"))]
