"""The platform double without sockets: the same faults as values, fast enough for thousands of steps."""
from __future__ import annotations

import json
from datetime import datetime

from offline_queue.model import (
    PART_BYTES,
    CommitOutcome,
    Conflict,
    Delivered,
    Duplicate,
    Missing,
    Parcel,
    Receipted,
    ResultPage,
    Scope,
    SendOutcome,
    Trouble,
    TryLater,
)
from offline_queue.transport.answers import Answer, missing_in, not_taken, results_in
from tests.support.platform_double import START, Fault, PlatformDouble, Reply

LOST = {"silent": Trouble.SILENT, "trickle": Trouble.SILENT, "rubbish": Trouble.RUBBISH, "redirect": Trouble.RUBBISH,
        "anonymous": Trouble.RUBBISH}  # the rest of the faults that lose an answer look like a dead line
ACTED = ("cut_after", "half", "anonymous")  # the platform did its part before the answer was lost


class PowerLost(BaseException):
    """The process dies here."""


class TransportDouble:
    """`crash`: the process dies "before" or "after" the platform acts, once, `crash_in` calls from now."""

    def __init__(self, platform: PlatformDouble) -> None:
        self.platform = platform
        self.crash = ""
        self.crash_in = 0

    def send(self, parcel: Parcel, only: Missing | None = None) -> SendOutcome:
        if only is not None:
            return self._parts(parcel, only) or Delivered()
        answer = self._call("head", (parcel.id,), parcel.head)
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 409:
            return Conflict()
        if answer.status >= 400:
            return not_taken(answer, id_may_be_unknown=False)
        missing = missing_in(answer.data)
        assert missing is not None
        return self._parts(parcel, missing) or (Delivered() if answer.status == 201 else Duplicate())

    def commit(self, parcel: Parcel) -> CommitOutcome:
        answer = self._call("commit", (parcel.id,), b"")
        if isinstance(answer, TryLater):
            return answer
        if answer.status == 200:
            return Receipted(answer.text)
        missing = missing_in(answer.data) if answer.status == 409 else None
        return missing or (Conflict() if answer.status == 409 else not_taken(answer, id_may_be_unknown=True))

    def results_since(self, cursor: int, limit: int) -> ResultPage | TryLater:
        answer = self._call("results", (str(cursor), str(limit)), b"")
        if isinstance(answer, TryLater):
            return answer
        page = results_in(answer.data)
        assert page is not None
        return page

    def probe(self) -> TryLater | None:
        answer = self._call("health", ("",), b"")
        return answer if isinstance(answer, TryLater) else None

    def server_time(self) -> datetime | None:
        return START

    def _parts(self, parcel: Parcel, missing: Missing) -> SendOutcome | None:
        pages = {page.sha: page for page in parcel.pages}
        for sha, parts in missing.parts:
            data = parcel.read(pages[sha])
            for n in parts:
                have = next((have for at, m, have in missing.half if (at, m) == (sha, n)), 0)
                part = data[n * PART_BYTES : (n + 1) * PART_BYTES][have:]
                answer = self._call("part", (parcel.id, sha, str(n), str(have)), part)
                if isinstance(answer, TryLater):
                    return answer
                if answer.status != 204:
                    return not_taken(answer, id_may_be_unknown=True)
                parcel.note_sent(sha, n)
        return None

    def _call(self, call: str, groups: tuple[str, ...], body: bytes) -> Answer | TryLater:
        self.crash_in -= 1
        self._die("before")
        fault = self.platform.next_fault(call)
        lost = fault is not None and fault.how not in ("status", "wrong_signature", "foreign_kid", "fine")
        if fault is not None and fault.how == "cut_mid":
            self.platform.cut_mid(groups, body[: len(body) // 2])
        elif fault is None or not lost or fault.how in ACTED:
            reply = self.platform.answer(call, groups, body, fault)
            self._die("after")
            if not lost:
                return _answer(reply)
        assert fault is not None
        return TryLater(Scope.ITEM, LOST.get(fault.how, Trouble.DOWN), line_failed=True)

    def _die(self, moment: str) -> None:
        if self.crash == moment and self.crash_in < 0:
            self.crash = ""
            raise PowerLost


def _answer(reply: Reply) -> Answer:
    after = reply.headers.get("Retry-After")
    data = reply.data or {}
    return Answer(reply.status, data, json.dumps(data), float(after) if after else None, START)


__all__ = ["Fault", "PowerLost", "TransportDouble"]
