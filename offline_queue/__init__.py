"""The promise: kept, sealed, sent once. What is exported here is all that others may use.

The way over HTTP is imported from its own module (offline_queue.transport.http), because `requests` is slow to import.
"""
from offline_queue.errors import (
    ImpossibleStep,
    NotKept,
    OwnedElsewhere,
    QueueProblem,
    StickProblem,
    StoreDamaged,
    StoreTooNew,
    StoreUnreadable,
    UnknownSuite,
)
from offline_queue.model import (
    Clock,
    Entry,
    Forecast,
    Mended,
    PlatformKeys,
    Receipt,
    Result,
    ResultPage,
    Scope,
    SealedPage,
    Stage,
    SyncReport,
    Trouble,
    TryLater,
)
from offline_queue.queue import Queue
from offline_queue.reader import QueueReader
from offline_queue.retention import Retention
from offline_queue.room import Room
from offline_queue.states import State
from offline_queue.sticks import Exported, Imported, export_to, import_from
from offline_queue.sync import Sync
from offline_queue.sync_thread import SyncThread
from offline_queue.takeover import rebuild_at_rest
from offline_queue.vault import Draft, Vault

__all__ = [
    "Clock", "Draft", "Entry", "Exported", "Forecast", "Imported", "ImpossibleStep", "Mended", "NotKept",
    "OwnedElsewhere", "PlatformKeys", "Queue", "QueueProblem", "QueueReader", "Receipt", "Result", "ResultPage",
    "Retention", "Room", "Scope", "SealedPage", "Stage", "State", "StickProblem", "StoreDamaged", "StoreTooNew",
    "StoreUnreadable", "Sync", "SyncReport", "SyncThread", "Trouble", "TryLater", "UnknownSuite", "Vault",
    "export_to", "import_from", "rebuild_at_rest",
]
