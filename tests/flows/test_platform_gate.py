"""A crowded platform sends new submissions away with a ticket, and takes what it has let in."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from kiosk.clock import SystemClock
from kiosk.reference_platform.app import create_app
from kiosk.reference_platform.codes import new_code
from kiosk.reference_platform.gate import LEAST, USED, Gate
from kiosk.reference_platform.platform import Platform, PlatformSettings, open_platform
from tests.support.applications import allowance, birth_registration
from tests.support.platform import TestKiosk

CAPACITY = 2.0


@dataclass
class Crowded:
    """A platform in this process, with its gate in our hands."""

    platform: Platform
    folder: Path
    port: int


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Crowded]:
    platform = open_platform(PlatformSettings(tmp_path), SystemClock())
    object.__setattr__(platform, "gate", Gate(CAPACITY))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(platform), lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Crowded(platform, tmp_path, listener.getsockname()[1])
        server.should_exit = True
        thread.join()
        platform.records.close()


def until_empty(gate: Gate, but: int = 0) -> None:
    """Whoever was let in leaves a moment after the answer."""
    end = time.monotonic() + 5
    while gate.inside > but:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_ticket_grows_with_what_the_kiosk_has_waiting(crowded: Crowded) -> None:
    kiosk = TestKiosk(crowded)  # type: ignore[arg-type]  # port and folder are all it asks of a server
    assert kiosk.enrol(new_code(crowded.folder)).status == 201
    inside = kiosk.seal(birth_registration(), bytes(1000))
    assert kiosk.put_head(inside).status == 201
    gate, now = crowded.platform.gate, crowded.platform.clock.steady
    until_empty(gate)
    for _ in range(LEAST):
        assert gate.enter(now(), 1) is None
    outside = kiosk.seal(allowance())
    path = f"/submissions/{outside.id}"
    replies = [kiosk.call("PUT", path, outside.head, X_Waiting=waiting) for waiting in ("9", "1", "x")]
    assert [(reply.status, reply.code, reply.json["retryable"]) for reply in replies] == [(503, "busy", True)] * 3
    first, second, third = (float(reply.headers["retry-after"]) for reply in replies)
    assert first == pytest.approx(LEAST / CAPACITY, abs=1.0)
    assert second - first == pytest.approx(9 / (USED * CAPACITY), abs=1.0)
    assert third - second == pytest.approx(1 / (USED * CAPACITY), abs=1.0)
    kiosk.put_parts(inside)
    assert kiosk.commit(inside).status == 200
    gate.leave(now())
    assert kiosk.put_head(outside).status == 201
    until_empty(gate, LEAST - 1)
