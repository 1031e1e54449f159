"""The line between kiosk and platform cut, stalled, and the platform itself killed, on real sockets."""
from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable

from kiosk.reference_platform.report import report
from offline_queue import State, Sync
from offline_queue.transport.http import HttpTransport
from tests.faults.queue.rig import Found, Rig, Tally, delivered, in_hand
from tests.faults.queue.wire import Tripwire, over_http
from tests.support.applications import birth_registration
from tests.support.platform import PlatformServer as RealPlatform
from tests.support.platform_server import PlatformServer
from tests.support.sticks import Carried, carried

PAGE = 400_000  # several parts
SMALL = 12_000  # its deadline is over in three seconds
RUNS = 60


def line_cut(rig: Rig) -> Found:
    """At random places, again and again, while the platform's end of the connection stays open."""
    return _on_a_bad_line(rig, Tripwire.cut, rig.times(4, 40), PAGE)


def line_stalled(rig: Rig) -> Found:
    """No reset, no answer, only silence: our own deadline has to end it."""
    return _on_a_bad_line(rig, Tripwire.stall, rig.times(3, 12), SMALL)


def _on_a_bad_line(rig: Rig, harm: Callable[[Tripwire], None], times: int, page: int) -> Found:
    chance, desk = random.Random(5), rig.desk()
    entries = [desk.hand_in(b"answers", (chance.randbytes(page),)) for _ in range(rig.times(2, 8))]
    hurt = 0
    with PlatformServer(desk.platform) as server, Tripwire(server.server_port) as line:
        sync = desk.sync(over_http(desk, line.url, seconds=1.0))
        for _ in range(RUNS):
            if not desk.queue.waiting_count():
                break
            if hurt < times:
                place = chance.randrange(1500, page)
                line.arm(lambda count, _, place=place: count >= place, lambda: harm(line))  # type: ignore[misc]  # now
            report = sync.run_once(woken=True)
            hurt += line.tripped
            line.mend()
            line.arm(lambda *_: False, lambda: None)
            desk.clock.pass_by(max(1.0, (report.next_due or 0.0) - desk.clock.steady()))
    waits = desk.queue.waiting_count()
    tally = delivered(desk, in_hand(entries))
    desk.queue.close()
    good = not waits and hurt >= min(times, 2)
    return Found("delivered once" if good else f"{waits} wait after {hurt}", tally.lost, tally.doubled, hurt, "harms")


# --- the platform killed -------------------------------------------------------------------------------------------


def killed_in_mid_part(rig: Rig) -> Found:
    def in_a_part(chance: random.Random) -> Callable[[int, bytes], bool]:
        place = chance.randrange(20_000, PAGE)
        return lambda count, _: count >= place

    return _platform_killed(rig, in_a_part, 0.0)


def killed_in_mid_commit(rig: Rig) -> Found:
    return _platform_killed(rig, lambda _: lambda _, data: b"/commit " in data, 0.02)


def _platform_killed(rig: Rig, moment: Callable[[random.Random], Callable[[int, bytes], bool]], after: float) -> Found:
    """SIGKILL, at the moment or up to `after` seconds later; then it starts again on what its disk has."""
    chance, killed, same = random.Random(9), 0, True
    server = RealPlatform(rig.folder / "platform")
    try:
        desk = carried(rig.folder, server)
        with Tripwire(server.port) as line:
            transport = HttpTransport(line.url, desk.kiosk.terminal, desk.kiosk.key.sign, desk.clock.now, read=3.0)
            sync = Sync(desk.queue, transport, desk.clock, random.Random(5).random)
            entries = []
            for _ in range(rig.times(1, 6)):
                entries.append(desk.hand_in(birth_registration(), chance.randbytes(PAGE)))
                line.arm(moment(chance), lambda: _kill(server, chance.uniform(0, after)))
                sync.run_once(woken=True)
                killed += line.tripped
                server.end(kill=True)
                server.start()
                line.arm(lambda *_: False, lambda: None)
                _until_done(desk, sync)
            same = all(_same_receipt(desk, transport, entry.id) for entry in entries)
        found = report(server.folder)
        tally = _tally(desk, in_hand(entries), found)
        desk_entries = desk.queue.entries()
        desk.queue.close()
    finally:
        server.end(kill=True)
    good = same and killed == len(entries)
    states = Counter(f"{entry.state} {entry.reason}" for entry in desk_entries)
    outcome = "the same receipt after its return" if good else f"{killed} killed, {dict(states)}"
    return Found(outcome, tally.lost, tally.doubled, killed, "SIGKILLs of the platform")


def _kill(server: RealPlatform, after: float) -> None:
    time.sleep(after)  # the moment of death, not a wait for something
    server.end(kill=True)


def _until_done(desk: Carried, sync: Sync) -> None:
    for _ in range(RUNS):
        if not desk.queue.waiting_count():
            return
        sync.run_once(woken=True)
        desk.clock.pass_by(60)


def _same_receipt(desk: Carried, transport: HttpTransport, id: str) -> bool:
    entry = desk.queue.entry(id)
    if entry is None or entry.receipt is None:
        return False
    again = transport.commit(desk.queue.parcel(entry))
    return bool(json.loads(getattr(again, "text", "{}")) == json.loads(entry.receipt.text))


def _tally(desk: Carried, said: dict[str, str], found: dict[str, object]) -> Tally:
    cases = found["cases"]
    assert isinstance(cases, list)
    there = {case["id"]: case["provisional_no"] for case in cases}
    accepted = {entry.id for entry in desk.queue.entries((State.ACCEPTED,))}
    lost = sum(there.get(id) != number or id not in accepted for id, number in said.items())
    return Tally(lost, int(str(found["duplicates"])) + len(set(there) - set(said)))

