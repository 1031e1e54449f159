"""Broken promises of the queue, each with a stable code. Expected trouble is never raised: it is an outcome (model.py).

QueueProblem
├─ NotKept         nothing was promised: disk_full, disk_error, numbers_used_up, head_too_large,
│                  too_many_pages, draft_closed
├─ OwnedElsewhere  another process holds the folder
├─ StoreTooNew     the folder was written by a later version
├─ StoreUnreadable there is no database, or this user may not read it
├─ StoreDamaged    the database does not pass its check, or its disk fails
│  └─ StoreLost    sealed files are there and the database that named them is not
├─ FileDamaged     a sealed file is gone or is not what its name says
├─ UnknownSuite    a sealed file of a cipher suite nobody registered here
├─ StickProblem    nothing was taken from a stick, or put on it: stick_full, stick_unwritable, stick_unreadable,
│                  stick_foreign, stick_altered, stick_unanswered
└─ ImpossibleStep  the state table has no such step: our defect
"""
from __future__ import annotations


class QueueProblem(Exception):
    """Something the queue promised cannot be held. `code` is stable and may be shown to a technician."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class NotKept(QueueProblem):
    """The hand-in was not committed: no number may be shown. The draft is still open and can be handed in again."""


class OwnedElsewhere(QueueProblem):
    """Another process owns this queue folder."""

    def __init__(self, folder: str) -> None:
        super().__init__("owned_elsewhere", f"another process owns the queue in {folder}")


class StoreTooNew(QueueProblem):
    """A later version wrote this folder; it is not touched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__("store_too_new", f"version {found}, this program knows {known}")


class StoreUnreadable(QueueProblem):
    """Whoever only wants to look finds no database here, or may not read it."""

    def __init__(self, detail: str) -> None:
        super().__init__("store_unreadable", detail)


class StoreDamaged(QueueProblem):
    """The database fails its check or its disk. What is sealed in files is still there. `mendable`: the database itself
    is wrong, so it can be made anew; not so when the disk does not let us."""

    def __init__(self, detail: str, *, mendable: bool = False) -> None:
        super().__init__("store_damaged", detail)
        self.mendable = mendable


class StoreLost(StoreDamaged):
    """There is no database, and what lies here says that there was one."""

    def __init__(self) -> None:
        super().__init__("the database is gone, what it named is not", mendable=True)


class FileDamaged(QueueProblem):
    """A sealed file is missing or its bytes do not hash to its name."""

    def __init__(self, sha: str) -> None:
        super().__init__("file_damaged", sha)
        self.sha = sha


class UnknownSuite(QueueProblem):
    """The suite is refused by its name. The file may be whole: nobody here can tell."""

    def __init__(self, name: str) -> None:
        super().__init__("suite_unknown", f"no module is registered for the cipher suite {name}")


class StickProblem(QueueProblem):
    """A stick that cannot be used as it is. `detail` names the file or says what lacks."""


class ImpossibleStep(QueueProblem):
    """The state table allows no such step."""

    def __init__(self, state: str, event: str) -> None:
        super().__init__("impossible_step", f"{event} in state {state}")
