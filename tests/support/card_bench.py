"""A supervised reader with the hand that lays cards on it, and everything it said."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from devices.card_reader.hosted import HostedCardReader
from devices.interfaces import CardPresent, CardState, NoCard, Unreadable

State = TypeVar("State", bound=CardState)
PATIENCE_S = 15.0


@dataclass
class Bench:
    """`lay`, `lay_foreign`, `lay_pulled` (it leaves in the middle of a read) and `lift` move the cards."""

    reader: HostedCardReader
    person: dict[str, Any]  # whose card `lay` lays
    lay: Callable[[], None]
    lay_foreign: Callable[[], None]
    lay_pulled: Callable[[], None]
    lift: Callable[[], None]
    said: queue.SimpleQueue[CardState] = field(default_factory=queue.SimpleQueue)

    def start(self) -> None:
        """Until the reader is ready and empty."""
        self.reader.on_change(self.said.put)
        self.reader.start()
        self.until(NoCard)

    def until(self, kind: type[State]) -> State:
        """The next state of this kind; queue.Empty when the reader says nothing for long."""
        while True:
            state = self.said.get(timeout=PATIENCE_S)
            if isinstance(state, kind):
                return state

    def laid(self) -> int:
        """Lay the person's card; its epoch."""
        self.lay()
        return self.until(CardPresent).epoch

    def lifted(self) -> None:
        self.lift()
        self.until(NoCard)

    def stop(self) -> None:
        """Leaves an empty reader behind: whoever comes next would see the old card for a moment."""
        self.lift()
        while isinstance(self.reader.state(), CardPresent | Unreadable):
            self.said.get(timeout=PATIENCE_S)
        self.reader.stop()
