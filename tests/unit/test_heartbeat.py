"""What the kiosk tells the platform about itself: states as they are known, unknown as unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.interfaces import (
    CameraAbsent,
    CameraResting,
    CameraStreaming,
    NoCard,
    NoReader,
    Paper,
    PrinterState,
    Unreadable,
)
from kiosk.fleet.heartbeat import camera_word, heartbeat, printer_word, reader_word
from offline_queue import Forecast

GOOD = PrinterState(link=True, cover_closed=True, cutter_ok=True)


def test_it_carries_what_waits_and_when_it_will_be_through() -> None:
    beat = heartbeat("0.1.0", 3, Forecast(3, 9000, 120.0), {"printer": "ready"}, 5 * 2**30)
    assert (beat.waiting, beat.through_s, beat.free_mb, beat.parts) == (3, 120.0, 5120, {"printer": "ready"})


@pytest.mark.parametrize("forecast", [None, Forecast(3, 9000, None)])
def test_nobody_can_tell_is_said_as_nothing(forecast: Forecast | None) -> None:
    assert heartbeat("0.1.0", 3, forecast, {}, 0).through_s is None


def test_a_camera_that_rests_is_unknown_and_not_ready() -> None:
    words = [camera_word(state) for state in (CameraResting(), CameraStreaming(15.0), CameraAbsent("stalled"))]
    assert words == ["unknown", "ready", "stalled"]


def test_a_reader_says_what_is_wrong_with_it() -> None:
    words = [reader_word(state) for state in (NoReader("port_missing"), NoCard(), Unreadable(1, "card_mute"))]
    assert words == ["port_missing", "ready", "card_mute"]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (PrinterState(), "unknown"),
        (PrinterState(link=False), "no_link"),
        (PrinterState(link=True, fault="silent"), "silent"),
        (PrinterState(link=True, cover_closed=False, paper=Paper.OK), "cover_open"),
        (replace(GOOD, paper=Paper.OUT), "paper_out"),
        (replace(GOOD, paper=Paper.LOW), "paper_low"),
        (replace(GOOD, paper=Paper.UNKNOWN), "paper_unknown"),
        (replace(GOOD, paper=Paper.OK), "ready"),
    ],
)
def test_a_printer_is_ready_only_when_all_it_says_is_good(state: PrinterState, word: str) -> None:
    assert printer_word(state) == word
