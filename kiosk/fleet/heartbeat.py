"""How the kiosk is, told to the platform about once a minute (pure): numbers and states, nothing personal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from devices.interfaces import (
    CameraAbsent,
    CameraResting,
    CameraState,
    CameraStreaming,
    CardPresent,
    CardState,
    NoCard,
    NoReader,
    PrinterState,
    Unreadable,
)
from kiosk.platform_client.contract import Heartbeat
from offline_queue import Forecast

EVERY_S = 60.0


def heartbeat(
    version: str, waiting: int, forecast: Forecast | None, parts: Mapping[str, str], free_bytes: int
) -> Heartbeat:
    """`parts`: device → its state in a word, see the functions below."""
    return Heartbeat(
        version=version,
        waiting=waiting,
        through_s=forecast.seconds if forecast is not None else None,
        parts=dict(parts),
        free_mb=free_bytes // 2**20,
    )


def reader_word(state: CardState) -> str:
    match state:
        case NoReader(code):
            return code
        case NoCard() | CardPresent():
            return "ready"
        case Unreadable(_, code):
            return code
        case _:
            assert_never(state)


def camera_word(state: CameraState) -> str:
    """A camera that rests has not been asked: unknown, not ready."""
    match state:
        case CameraAbsent(code):
            return code
        case CameraStreaming():
            return "ready"
        case CameraResting():
            return "unknown"
        case _:
            assert_never(state)


def printer_word(state: PrinterState) -> str:
    if state.link is None:
        return "unknown"
    if state.fault:
        return state.fault
    if not state.link:
        return "no_link"
    if state.cover_closed is False:
        return "cover_open"
    return "ready" if state.ready and state.paper.value == "ok" else f"paper_{state.paper.value}"
