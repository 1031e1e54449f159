"""The printer on the network and the hand that opens its cover: connections, live answers, faults."""
from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from kiosk.demo.peers.receipt_printer.answers import AnswerStyle, Condition, auto_status
from kiosk.demo.peers.receipt_printer.connection import Break, Connection
from kiosk.demo.peers.receipt_printer.mechanism import Mechanism
from kiosk.demo.peers.receipt_printer.paper import Paper, Receipt


class PrinterPeer:
    """Listens from the start; `close` (or leaving `with`) ends every thread. Methods may be called from any thread."""

    def __init__(
        self, folder: Path, *, port: int = 0, host: str = "127.0.0.1", dots: int = 576,
        on_receipt: Callable[[Receipt], None] = lambda receipt: None,
    ) -> None:
        self._mechanism = Mechanism(Paper(dots, folder), on_receipt)
        self._host, self.port = host, port
        self._lock = threading.Lock()
        self._switch = threading.Lock()  # power goes on and off one after the other
        self._off = threading.Event()
        self._links: list[Connection] = []
        self._listener: socket.socket | None = None
        self.style = AnswerStyle()
        self.break_after: tuple[int, Break] | None = None  # bytes of one connection
        self.power_on()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what came out --------------------------------------------------------------------------------------------

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        return tuple(self._mechanism.receipts)

    @property
    def condition(self) -> Condition:
        return self._mechanism.condition

    def wait_for_receipts(self, count: int, seconds: float = 5.0) -> bool:
        return self._mechanism.wait(lambda: len(self._mechanism.receipts) >= count, seconds)

    def wait_until_idle(self, seconds: float = 5.0) -> bool:
        """Nothing waits to be printed any more."""
        return self._mechanism.wait(lambda: self._mechanism.idle, seconds)

    def wait_until_blocked(self, seconds: float = 5.0) -> bool:
        return self._mechanism.wait(lambda: self._mechanism.condition.blocked, seconds)

    def wait_until_off(self, seconds: float = 5.0) -> bool:
        """The power is gone and everything that goes with it."""
        return self._off.wait(seconds)

    # --- the hand -------------------------------------------------------------------------------------------------

    def set_paper(self, paper: str) -> None:
        """"ok", "low" or "out"; a new roll also ends `out_after_rows`."""
        self._mechanism.run_out_after(None)
        self._become(paper=paper)

    def set_cover(self, opened: bool) -> None:
        self._become(cover_open=opened)

    def set_offline(self, offline: bool) -> None:
        self._become(offline=offline)

    def set_trouble(self, *, cutter: bool = False, overheated: bool = False, broken: bool = False) -> None:
        self._become(cutter_error=cutter, overheated=overheated, broken=broken)

    def out_after_rows(self, rows: int) -> None:
        self._mechanism.run_out_after(rows)

    def set_speed(self, rows_per_second: float | None) -> None:
        """None prints at once; 1600 rows a second are 200 mm/s."""
        self._mechanism.rows_per_second = rows_per_second

    def set_silent(self, silent: bool) -> None:
        self.style = replace(self.style, silent=silent)

    def set_garbage(self, garbage: bool) -> None:
        self.style = replace(self.style, garbage=garbage)

    def die_after(self, count: int) -> None:
        self.break_after = (count, Break.DIE)

    def hang_up_after(self, count: int) -> None:
        self.break_after = (count, Break.HANG_UP)

    def stop_reading_after(self, count: int) -> None:
        self.break_after = (count, Break.STOP_READING)

    def say(self, data: bytes) -> None:
        """Bytes nobody asked for, to everyone connected."""
        for link in self._connected():
            link.send(data)

    def calm(self) -> None:
        """Everything in good order again, power included."""
        self.style, self.break_after = AnswerStyle(), None
        self.set_speed(None)
        self.set_trouble()
        self._mechanism.run_out_after(None)
        self._become(paper="ok", cover_open=False, offline=False)
        self.power_on()

    def power_off(self) -> None:
        """Connections are reset, what waited is lost, connecting is refused."""
        with self._switch:
            self._stop_listening()
            for link in self._connected():
                link.reset()
            self._mechanism.lose_power()
            self._off.set()

    def power_on(self) -> None:
        with self._switch:
            if self._listener is not None:
                return
            self._off.clear()
            listener = socket.create_server((self._host, self.port))
            self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), name="printer door", daemon=True).start()

    def close(self) -> None:
        self._stop_listening()
        for link in self._connected():
            link.reset()
        self._mechanism.stop()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _become(self, **changes: object) -> None:
        now = self._mechanism.become(**changes)
        for link in self._connected():
            if link.subscribed:
                link.send(self.style.spoken(auto_status(now)))

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread in accept
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            link = Connection(self, wire, self._mechanism)
            with self._lock:
                self._links.append(link)
            threading.Thread(target=self._serve, args=(link,), name="printer link", daemon=True).start()

    def _serve(self, link: Connection) -> None:
        ended = link.serve()
        with self._lock:
            self._links.remove(link)
        if ended is Break.DIE:
            self.break_after = None
            self.power_off()
        else:
            self._mechanism.take(None, link)

    def _connected(self) -> tuple[Connection, ...]:
        with self._lock:
            return tuple(self._links)
