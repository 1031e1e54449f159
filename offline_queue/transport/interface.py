"""What the queue asks of a way to the platform. Expected trouble is returned; a parcel's FileDamaged passes through."""
from __future__ import annotations

from datetime import datetime
from typing import Protocol

from offline_queue.model import CommitOutcome, Missing, Parcel, ResultPage, SendOutcome, TryLater


class Transport(Protocol):
    """Every call may be repeated any number of times: the platform keeps one submission per id."""

    def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
        """Head and every part the platform lacks; with `only`, exactly those parts."""
        ...

    def commit(self, parcel: Parcel) -> CommitOutcome:
        """Ask for the signed receipt."""
        ...

    def results_since(self, cursor: int, limit: int) -> ResultPage | TryLater:
        """Results after `cursor`, in order."""
        ...

    def probe(self) -> TryLater | None:
        """None when the platform answers."""
        ...

    def server_time(self) -> datetime | None:
        """What the platform's clock said last, aware; None until it spoke."""
        ...
