"""A device's process is kept alive, and ends with whoever started it."""

import os
import queue
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.card_reader.hosted import HostedCardReader
from devices.host import DeviceHost, Message
from devices.interfaces import CardPresent, NoCard, NoReader, ReadFailed, Unreadable
from kiosk.demo.peers.sam_module import SamModule
from kiosk.demo.peers.virtual_card import MuteCard, SocialCard, VirtualCard
from tests.support.card_bench import Bench

pytest_plugins = ["tests.support.cards"]

ROOT = Path(__file__).resolve().parents[2]
HELLO = 'import socket, sys, time; s = socket.socket(fileno=int(sys.argv[1])); s.sendall(b"{\\"beat\\": 0}\\n"); '


class Child:
    """A tenant whose process runs this program."""

    def __init__(self, program: str) -> None:
        self._program = HELLO + program
        self.said: queue.SimpleQueue[Message | None] = queue.SimpleQueue()  # None: it is gone

    def command(self, channel: int) -> list[str]:
        return [sys.executable, "-c", self._program, str(channel)]

    def heard(self, message: Message) -> None:
        self.said.put(message)

    def gone(self) -> None:
        self.said.put(None)

    def hears(self) -> Message | None:
        return self.said.get(timeout=15)


Run = Callable[[str], tuple[DeviceHost, Child]]


@pytest.fixture
def run() -> Iterator[Run]:
    hosts: list[DeviceHost] = []

    def start(program: str) -> tuple[DeviceHost, Child]:
        child = Child(program)
        host = DeviceHost("test", child, silence_s=0.5)
        hosts.append(host)
        host.start()
        return host, child

    yield start
    for host in hosts:
        host.stop()


def ends(pid: int) -> bool:
    """Whether this process, a child of nobody here, ends within ten seconds."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([handle], [], [], 10)
    os.close(handle)
    return bool(ready)


def test_a_process_that_ends_is_started_again(run: Run) -> None:
    _, child = run("")
    assert [child.hears() for _ in range(3)] == [{"beat": 0}, None, {"beat": 0}]


def test_a_process_that_falls_silent_is_replaced(run: Run) -> None:
    _, child = run("time.sleep(60)")
    assert [child.hears() for _ in range(3)] == [{"beat": 0}, None, {"beat": 0}]


def test_a_process_hears_what_is_said_to_it(run: Run) -> None:
    host, child = run("s.sendall(s.recv(99)); s.recv(1)")
    assert child.hears() == {"beat": 0}
    assert host.say({"read": 1})
    assert child.hears() == {"read": 1}


def test_a_stopped_host_leaves_no_process(run: Run) -> None:
    host, child = run("s.recv(1)")
    child.hears()
    pid = host.pid
    assert pid is not None
    host.stop()
    assert ends(pid)
    assert not host.say({"read": 1})


def test_a_killed_kiosk_takes_its_reader_along(sam_module: SamModule) -> None:
    program = (
        "import sys, time; from devices.card_reader.hosted import HostedCardReader;"
        "r = HostedCardReader('sam_serial', port=sys.argv[1]);"
        "r.on_change(lambda state: print(r.process_id, flush=True)); r.start(); time.sleep(60)"
    )
    order = [sys.executable, "-c", program, sam_module.path]
    with subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE, text=True) as kiosk:
        assert kiosk.stdout is not None
        pid = int(kiosk.stdout.readline())
        kiosk.send_signal(signal.SIGKILL)
    assert ends(pid)


def test_a_reader_that_was_never_started_answers_all_the_same() -> None:
    reader = HostedCardReader("pcsc")
    assert reader.state() == NoReader("starting")
    assert reader.read(1) == ReadFailed("no_answer", retryable=True)


def test_a_reader_whose_line_is_pulled_is_lost(sam_bench: Bench, sam_module: SamModule) -> None:
    sam_module.unplug()
    assert sam_bench.until(NoReader) == NoReader("port_missing")


def test_a_mute_card_is_ended_by_the_deadline_and_the_next_one_is_read(
    pcsc_bench: Bench, virtual_card: VirtualCard, people: dict[str, Any]
) -> None:
    virtual_card.lay(MuteCard())
    epoch = pcsc_bench.until(CardPresent).epoch
    assert pcsc_bench.reader.read(epoch) == ReadFailed("card_mute", retryable=False)
    assert pcsc_bench.until(Unreadable) == Unreadable(epoch, "card_mute")
    virtual_card.lift()
    assert pcsc_bench.said.get(timeout=10) == NoCard()
    virtual_card.lay(SocialCard(people["huang"]))
    assert not isinstance(pcsc_bench.reader.read(pcsc_bench.until(CardPresent).epoch), ReadFailed)
