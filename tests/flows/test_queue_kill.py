from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from offline_queue import OwnedElsewhere, State
from offline_queue.transport.http import HttpTransport
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import TERMINAL, Desk, open_desk, open_queue, settle_all

KILLS = 10


def start_child(desk: Desk, url: str) -> subprocess.Popen[str]:
    keys = desk.vault.platform_keys
    words = (str(desk.folder), keys.seal_key.hex(), keys.receipt_key.hex(), desk.device.private_bytes_raw().hex(), url)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.queue_child", *words], stdout=subprocess.PIPE, text=True,
    )


def kill_in_mid_work(child: subprocess.Popen[str], after: float) -> list[tuple[str, str]]:
    """What it said to have kept: (id, number)."""
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after)  # the moment of death is the test's random value, not a wait for something
    child.kill()
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    said = [line.split() for line in (first + rest).splitlines()]
    return [(words[0], words[1]) for words in said if len(words) == 2]


@pytest.mark.slow
@pytest.mark.parametrize("sending", [False, True])
def test_process_killed_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path, sending: bool) -> None:
    desk, moment = open_desk(tmp_path), random.Random(11)
    desk.queue.close()
    said: list[tuple[str, str]] = []
    with PlatformServer(desk.platform) as server:
        for _ in range(KILLS // 2):
            said += kill_in_mid_work(start_child(desk, server.url if sending else ""), moment.uniform(0, 0.25))
        desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
        settle_all(desk, desk.sync(HttpTransport(server.url, TERMINAL, desk.device.sign, desk.clock.now)), runs=30)
    kept = {entry.id: entry for entry in desk.queue.entries()}
    assert len(said) >= KILLS // 2
    assert {submission for submission, _ in said} <= set(kept)
    assert all(kept[submission].number == number for submission, number in said)
    assert len(kept) - len(said) <= KILLS // 2  # at most the one each kill interrupted
    assert len({entry.number for entry in kept.values()}) == len(kept)
    assert {entry.state for entry in kept.values()} == {State.ACCEPTED}
    assert (set(desk.platform.kept), desk.platform.effects) == (set(kept), len(kept))
    desk.queue.close()


def test_second_process_is_refused_and_takes_over_once_the_first_was_killed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.queue.close()
    child = start_child(desk, "")
    assert child.stdout is not None
    child.stdout.readline()
    with pytest.raises(OwnedElsewhere):
        open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
    child.kill()
    child.stdout.read()
    child.wait()
    child.stdout.close()
    desk.queue = open_queue(desk.folder, desk.vault, desk.clock, desk.chance)
    assert desk.queue.waiting_count() >= 1
    desk.queue.close()
