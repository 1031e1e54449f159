"""The inside of the printer: takes commands in order, stops while a person is needed, goes on where it stopped."""
from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.demo.peers.receipt_printer.answers import Condition, paper_status, process_done
from kiosk.demo.peers.receipt_printer.commands import Command, Kind
from kiosk.demo.peers.receipt_printer.paper import Paper, Receipt
from kiosk.demo.peers.receipt_printer.text import LINE, Line


class Link(Protocol):
    """Where a command came from; it may be gone when its turn comes."""

    def confirm(self, answer: bytes) -> None: ...
    def subscribe(self, on: bool) -> None: ...


class Mechanism:
    """One thread prints. What is waiting stays waiting while blocked, also when its connection is gone."""

    def __init__(self, paper: Paper, on_receipt: Callable[[Receipt], None]) -> None:
        self._paper, self._on_receipt = paper, on_receipt
        self._line = Line()
        self._changed = threading.Condition()
        self._waiting: deque[tuple[Command | None, Link]] = deque()
        self._busy = self._stopped = False
        self._life = 0  # grows when the power goes; what an older life began is not finished
        self._rows_left: int | None = None
        self.condition = Condition()
        self.rows_per_second: float | None = None
        self.receipts: list[Receipt] = []
        self._thread = threading.Thread(target=self._run, name="printer mechanism", daemon=True)
        self._thread.start()

    def take(self, command: Command | None, link: Link) -> None:
        """Put a command in line; None: the connection has ended."""
        with self._changed:
            self._waiting.append((command, link))
            self._changed.notify_all()

    def become(self, **changes: object) -> Condition:
        """Change what is the matter with the printer."""
        with self._changed:
            self.condition = replace(self.condition, **changes)  # type: ignore[arg-type]  # only Condition's fields
            self._changed.notify_all()
            return self.condition

    def run_out_after(self, rows: int | None) -> None:
        with self._changed:
            self._rows_left = rows

    def lose_power(self) -> None:
        """All that waited is lost; what is half printed hangs out of the slot."""
        with self._changed:
            self._waiting.clear()
            self._life += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._busy)
        self._part("torn")

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._life += 1
            self._changed.notify_all()
        self._thread.join(5)

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so; looked at after every change."""
        with self._changed:
            return self._changed.wait_for(until, seconds)

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._busy

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or (self._waiting and not self.condition.blocked))
                if self._stopped:
                    return
                command, link = self._waiting.popleft()
                self._busy, life = True, self._life
            self._do(command, link, life)
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _do(self, command: Command | None, link: Link, life: int) -> None:
        if command is None:
            self._part("torn")
            return
        match command.kind:
            case Kind.INIT:
                self._line = Line()
                link.subscribe(False)
            case Kind.RASTER:
                self._print(_raster_rows(command, self._paper.dots, self._line.align), life)
            case Kind.CUT:
                if self._print([b""] * command.value, life):
                    self._part("cut")
            case Kind.PAPER_QUERY if self._free(life):
                link.confirm(paper_status(self.condition))
            case Kind.PROCESS_QUERY if self._free(life):
                link.confirm(process_done(command.data))
            case Kind.AUTO_STATUS:
                link.subscribe(command.value != 0)
            case _:
                self._write(command, life)

    def _write(self, command: Command, life: int) -> None:
        """Text mode."""
        n = command.value
        match command.kind:
            case Kind.TEXT:
                self._line.write(command.data)
            case Kind.HANZI:
                self._line.set(hanzi=bool(n))
            case Kind.BOLD:
                self._line.set(bold=bool(n & 1))
            case Kind.INVERT:
                self._line.set(inverted=bool(n & 1))
            case Kind.SIZE:
                self._line.set(wide=(n >> 4 & 7) + 1, high=(n & 7) + 1)
            case Kind.ALIGN:
                self._line.align = n % 48
            case Kind.LINE_FEED:
                self._print(self._line.rows(self._paper.dots), life)
            case Kind.FEED_DOTS:
                self._print([b""] * n, life)
            case Kind.FEED_LINES:
                self._print([b""] * (n * LINE), life)
            case _:
                pass  # nothing to see on paper

    def _print(self, rows: list[bytes], life: int) -> bool:
        """Row by row, each when nothing blocks. False when the power went."""
        for row in rows:
            if not self._free(life):
                return False
            self._paper.add_row(row)
            self._use_up_paper()
        return True

    def _free(self, life: int) -> bool:
        """Wait while blocked (and for the speed of the paper); False when this life is over."""
        with self._changed:
            if self.rows_per_second:
                self._changed.wait_for(lambda: self._life != life, 1 / self.rows_per_second)
            self._changed.wait_for(lambda: self._life != life or not self.condition.blocked)
            return self._life == life

    def _use_up_paper(self) -> None:
        if self._rows_left is None:
            return
        self._rows_left -= 1
        if self._rows_left <= 0:
            self._rows_left = None
            self.become(paper="out")

    def _part(self, boundary: str) -> None:
        receipt = self._paper.part(boundary)
        if receipt is None:
            return
        with self._changed:
            self.receipts.append(receipt)
            self._changed.notify_all()
        self._on_receipt(receipt)


def _raster_rows(command: Command, dots: int, align: int) -> list[bytes]:
    """Rows of a GS v 0, set left, centred or right; mode bit 1 doubles the height (the width is not doubled here)."""
    width = command.width
    room = max(0, dots // 8 - width)
    indent = bytes({1: room // 2, 2: room}.get(align, 0))
    rows = [indent + command.data[at : at + width] for at in range(0, len(command.data), width)]
    return [row for row in rows for _ in range(2)] if command.value & 2 else rows
