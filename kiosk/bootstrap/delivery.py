"""Joins the queue's sync thread with the visit: deliveries and results come to the desk, a
returning line wakes the sync."""

from __future__ import annotations

import logging
import random
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kiosk.clock import Clock
from kiosk.errors import KINDS
from kiosk.session.handing_in import Delivery
from kiosk.session.lanes import DeskThread, Lanes
from kiosk.session.model import Line
from kiosk.session.session import Session
from kiosk.store import ResultRow, Store
from offline_queue import Forecast, Queue, Result, ResultPage, Sync, SyncReport, SyncThread, TryLater
from offline_queue.transport.interface import Transport

log = logging.getLogger(__name__)
CHECK_QUIET_LINE_S = 20.0
KNOCK_S = 2.0  # a bare connection while the line is down: tells that it is back, costs the platform nothing


@dataclass(frozen=True)
class Standing:
    """The last word of the sync thread."""

    waiting: int = 0
    line: str = "unknown"
    trouble: str = ""
    forecast: Forecast | None = None


class DeliveryDesk:
    """Made on the main thread; reports arrive on the sync thread and go to the desk thread."""

    def __init__(
        self,
        queue: Queue,
        transport: Transport,
        session: Session,
        store: Store,
        desk: DeskThread,
        lanes: Lanes,
        clock: Clock,
        platform_url: str,
    ) -> None:
        self._queue, self._session, self._store, self._desk, self._lanes, self._clock = (
            queue,
            session,
            store,
            desk,
            lanes,
            clock,
        )
        self._sync = Sync(queue, transport, clock, random.random, check_every=CHECK_QUIET_LINE_S)
        self._thread = SyncThread(self._sync, clock, self._post)
        self._knock = LineWatch(platform_url, lambda: self.standing.line == "down", self._thread.wake)
        self.standing = Standing()
        self._fetching = False
        self._fetched_at = float("-inf")

    def start(self) -> None:
        self._thread.start()
        self._knock.start()

    def stop(self) -> None:
        self._knock.stop()
        self._thread.stop(2.0)

    def wake(self, submission: str) -> None:
        self._thread.wake(submission)

    def tick(self) -> None:
        """On the desk, now and then: what has become of earlier cases?"""
        if self.standing.line == "up" and self._clock.steady() - self._fetched_at > CHECK_QUIET_LINE_S:
            self._fetch()

    def card_laid(self) -> None:
        """On the desk: whoever lays a card may have news waiting, so that nobody is greeted a moment too early."""
        if self.standing.line == "up":
            self._fetch()

    def line_seen(self, trouble: str) -> None:
        """An online question was not answered. A line that is down is shown at once; the sync looks for itself."""
        if trouble in ("down", "silent"):
            self._session.line_changed(Line.DOWN)
        self._thread.wake()

    def _post(self, report: SyncReport) -> None:
        self._desk.post(lambda: self._reported(report), "sync report")

    def _reported(self, report: SyncReport) -> None:
        before = self.standing
        self.standing = Standing(report.waiting, report.line, report.last_trouble.value, report.forecast)
        _log_change(before, self.standing)
        self._session.line_changed(Line(report.line))
        self._session.through_in(report.forecast.seconds if report.forecast is not None else None)
        if report.line == "down":
            self._session.line_is_down(self.standing.trouble or "failed")
        for entry in report.settled:
            official = entry.receipt.official_no if entry.receipt is not None else ""
            trouble = "" if entry.delivered else (report.last_trouble.value or "failed")
            self._session.delivered(Delivery(entry.id, entry.delivered, official, trouble))
        if any(entry.delivered for entry in report.settled):
            self._fetch()

    def _fetch(self) -> None:
        if self._fetching:
            return
        self._fetching, self._fetched_at = True, self._clock.steady()
        cursor = self._store.last_cursor()
        self._lanes.run("results", lambda: self._sync.fetch_results(cursor), self._fetched)

    def _fetched(self, page: ResultPage | TryLater) -> None:
        self._fetching = False
        if isinstance(page, ResultPage):
            for result in page.results:
                self._session.result_came(result_row(result))
            if page.results:
                self._fetch()


def _log_change(before: Standing, now: Standing) -> None:
    """Once when the line is lost, with the name of what is wrong, and once when it is back."""
    if now.line == "down" and (before.line, before.trouble) != (now.line, now.trouble):
        kind = KINDS.get(f"platform_{now.trouble}")
        log.warning("the line to the platform is lost: %s %s", now.trouble, kind.code if kind else "")
    elif now.line == "up" and before.line == "down":
        log.info("the line to the platform is back")


def result_row(result: Result) -> ResultRow:
    return ResultRow(
        result.cursor,
        result.id,
        result.number,
        result.official_no,
        result.matter,
        result.state,
        result.zh,
        result.en,
        datetime.fromisoformat(result.at),
    )


class LineWatch:
    """While the line is down, knocks at the platform's port; when somebody opens, the sync is woken."""

    def __init__(self, url: str, is_down: Callable[[], bool], back: Callable[[], None]) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        self._is_down, self._back = is_down, back
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="line-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(KNOCK_S):
            if self._is_down() and self._opens():
                self._back()

    def _opens(self) -> bool:
        try:
            with socket.create_connection(self._address, timeout=KNOCK_S) as knock:
                knock.settimeout(0.2)
                return knock.recv(1, socket.MSG_PEEK) != b""
        except TimeoutError:
            return True  # connected, and nobody hung up: that is a line
        except OSError:
            return False
