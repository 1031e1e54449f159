from __future__ import annotations

from pathlib import Path

import pytest

from offline_queue import Forecast
from offline_queue.forecast import Pace, forecast
from tests.support.platform_double import Fault
from tests.support.queue_builders import Desk, open_desk
from tests.support.transport_double import TransportDouble

PACE = Pace(30_000.0, 1.0)


def test_nothing_waits_and_nothing_is_foretold() -> None:
    assert forecast(0, 0, PACE, flows=True, gate=0) is None


def test_what_waits_is_divided_by_the_pace_of_late_in_whole_minutes() -> None:
    assert forecast(3, 30_000 * 600, PACE, flows=True, gate=0) == Forecast(3, 30_000 * 600, 600.0)
    assert forecast(3, 30_000 * 601, PACE, flows=True, gate=0) == Forecast(3, 30_000 * 601, 660.0)
    assert forecast(1, 1, PACE, flows=True, gate=0) == Forecast(1, 1, 60.0)


def test_a_ticket_comes_on_top() -> None:
    assert forecast(1, 30_000 * 60, PACE, flows=True, gate=300) == Forecast(1, 30_000 * 60, 360.0)
    assert forecast(1, 30_000 * 60, PACE, flows=True, gate=-300) == Forecast(1, 30_000 * 60, 60.0)


def test_nobody_can_tell_while_nothing_goes_out_or_nothing_has_gone_out_yet() -> None:
    assert forecast(2, 900, PACE, flows=False, gate=0) == Forecast(2, 900, None)
    assert forecast(2, 900, Pace(), flows=True, gate=0) == Forecast(2, 900, None)


def test_pace_follows_the_line_and_forgets_the_old_one() -> None:
    pace = Pace()
    for _ in range(50):
        pace = pace.walked(1000, 1.0)
    assert pace.per_second == pytest.approx(1000)
    for _ in range(50):
        pace = pace.walked(100, 1.0)
    assert pace.per_second == pytest.approx(100, rel=0.05)


def test_a_walk_without_time_or_bytes_says_nothing() -> None:
    assert Pace().walked(5, 0.0) == Pace().walked(0, 5.0) == Pace()


class SlowLine(TransportDouble):
    """Every page takes 10 seconds."""

    desk: Desk

    def _call(self, call: str, groups: tuple[str, ...], body: bytes):  # type: ignore[no-untyped-def]  # as in its parent
        if call == "part":
            self.desk.clock.pass_by(10.0)
        return super()._call(call, groups, body)


def test_report_carries_the_forecast_while_the_backlog_drains(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    line = SlowLine(desk.platform)
    line.desk = desk
    sizes = [desk.hand_in(pages=(bytes(100_000),)).size for _ in range(31)]
    told: list[Forecast | None] = []
    desk.sync(line).run_once(tell=lambda report: told.append(report.forecast))
    assert told[0] is not None
    assert (told[0].waiting, told[0].bytes) == (30, sum(sizes[1:]))
    assert told[0].seconds in (300.0, 360.0)  # heads differ by a few bytes, and it is told in whole minutes
    assert told[-2] is not None and (told[-2].waiting, told[-2].seconds) == (1, 60.0)
    assert told[-1] is None
    desk.queue.close()


def test_while_the_line_is_down_nobody_can_tell(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    entry = desk.hand_in()
    desk.platform.fault("any", Fault("cut_before"), times=9)
    report = desk.sync(TransportDouble(desk.platform)).run_once()
    assert (report.line, report.forecast) == ("down", Forecast(1, entry.size, None))
    desk.queue.close()
