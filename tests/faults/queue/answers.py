"""Whatever comes back from the other end: every code, half answers, pages of somebody else, receipts that are wrong."""
from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from offline_queue import Entry, State
from offline_queue.errors import FileDamaged
from tests.faults.queue.rig import Found, Rig, Tally, delivered, drain, in_hand
from tests.faults.queue.wire import Impostor, over_http
from tests.support.platform_double import START, Fault
from tests.support.platform_server import PlatformServer
from tests.support.queue_builders import Desk

CALLS = ("head", "part", "commit")
TELLING = (200, 201, 202, 206, 301, 302, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 425, 426,
           428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 511, 599)  # fmt: skip
BODILESS = (204, 304)  # HTTP lets nothing follow them
LATER = (408, 425, 429)
LANES = 8  # they wait for most of the time
ALWAYS = 50  # times in a row: whatever is tried again at once hears the same


def every_code(rig: Rig) -> Found:
    """In the platform's own words, on each of its three calls: the state table of the facts, section 5."""
    cases = [
        (call, status, retryable) for call in CALLS for status in _codes(call, rig.full)
        for retryable in ((None, True) if status in (400, 403, 422) else (None,))
    ]
    with ThreadPoolExecutor(LANES) as lanes:
        jobs = [lanes.submit(_one_code, rig, *case) for case in cases]
        found = [job.result() for job in jobs]
    tally = Tally(sum(one.lost for one, _ in found), sum(one.doubled for one, _ in found))
    wrong = [
        f"{status} on {call}: {what}" for (call, status, retryable), (_, what) in zip(cases, found, strict=True)
        if what != _wanted(call, status, retryable)
    ]
    outcome = "; ".join(wrong[:5]) or "each as the state table says, then delivered once or for staff with a reason"
    return Found(outcome, tally.lost, tally.doubled, len(cases), "answers")


def _codes(call: str, full: bool) -> list[int]:
    """A part that is answered with rubbish is tried again with rests in between: a few of those are enough."""
    every = [*(c for c in TELLING if c < 400), *range(400, 600)] if call == "part" else range(200, 600)
    return [code for code in (every if full else TELLING) if code not in BODILESS]


def _wanted(call: str, status: int, retryable: bool | None) -> tuple[State, str]:
    """State, and why all sending is paused."""
    if status == 401:
        return State.QUEUED, "c"
    if status == 200 and call == "commit":
        return State.UPLOADED, "receipt_wrong"  # the platform's form, and no receipt anybody can believe
    if status == 409:
        return State.HELD, ""
    if status >= 500 or status in LATER or status < 400 or retryable or (status == 404 and call != "head"):
        return State.QUEUED, ""
    return State.REJECTED, ""


def _one_code(rig: Rig, call: str, status: int, retryable: bool | None) -> tuple[Tally, tuple[State, str]]:
    desk, fault = rig.desk(f"{call}{status}{retryable}"), Fault("status", status, "c", retryable)
    entry = desk.hand_in(b"answers", (b"page",))
    with PlatformServer(desk.platform) as server:
        sync = desk.sync(over_http(desk, server.url, seconds=5.0))  # nobody is silent here; only busy
        desk.platform.fault(call, fault, times=ALWAYS)
        report = sync.run_once(woken=True)
        found = desk.queue.entry(entry.id)
        if found is not None and found.state is State.QUEUED:
            desk.platform.heal()
            desk.clock.pass_by(4000)
            sync.run_once(woken=True)
    drain(desk)
    tally = delivered(desk, in_hand([entry]), for_staff=True)
    desk.queue.close()
    return tally, (found.state if found is not None else State.GONE, report.paused)


# --- not the platform's words --------------------------------------------------------------------------------------


def _http(status: int, headers: dict[str, str], body: bytes, cut: int | None = None) -> bytes:
    named = {"Content-Length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    return "\r\n".join(lines).encode() + body[:cut]


def _strangers(full: bool) -> dict[str, bytes]:
    """What proxies, log-in pages and broken lines say."""
    page, at = b"<html>please log in</html>", {"X-Server-Time": START.isoformat()}
    mine = {"Content-Type": "application/json"}
    receipt = json.dumps({"missing": [], "id": "x"}).encode()
    found = {f"page, {status}": _http(status, {"Content-Type": "text/html"}, page)
             for status in (range(200, 600) if full else TELLING)}  # fmt: skip
    found |= {f"nothing, {status}": _http(status, {}, b"") for status in (200, 201, 204, 304, 403, 409, 500)}
    problem = json.dumps({"code": "refused", "status": 403, "title": "x", "type": "about:blank"}).encode()
    return found | {
        "a proxy's problem": _http(403, {"Content-Type": "application/problem+json"}, problem),
        "no time": _http(200, mine, receipt),
        "half of it": _http(200, mine | at, receipt, cut=9),
        "no JSON": _http(200, mine | at, b"{"),
        "a list": _http(200, mine | at, b"[1, 2]"),
        "too much": _http(200, mine | at, b" " * 2_000_000),
        "another time": _http(200, mine | {"X-Server-Time": "soon"}, receipt),
        "redirect": _http(302, at | {"Location": "http://127.0.0.1:9/"}, b""),
        "no HTTP": b"\x16\x03\x01\x00\xa5 hello",
        "nothing at all": b"",
        "zipped rubbish": _http(200, mine | at | {"Content-Encoding": "gzip"}, b"\x1f\x8b rubbish"),
        "odd ticket": _http(503, at | {"Retry-After": "-7 or so"}, page),
        "far ticket": _http(503, at | {"Retry-After": "Thu, 01 Jan 2099 00:00:00 GMT"}, page),
    }


def not_the_platform(rig: Rig) -> Found:
    tally, decided = Tally(), list[str]()
    strangers = _strangers(rig.full)
    for n, (name, answer) in enumerate(strangers.items()):
        desk = rig.desk(f"queue{n}")
        entry = desk.hand_in(b"answers", (b"page",))
        with Impostor(answer) as between:
            sync = desk.sync(over_http(desk, between.url))
            for _ in range(8):
                sync.run_once(woken=True)
                desk.clock.pass_by(1000)
            found = desk.queue.entry(entry.id)
            if found is None or found.state is not State.QUEUED or not between.asked:
                decided.append(f"{name}: {found.state if found else 'gone'} after {between.asked} questions")
        drain(desk)
        tally.add(delivered(desk, in_hand([entry])))
        desk.queue.close()
    outcome = "; ".join(decided[:5]) or "decided nothing, then delivered once"
    return Found(outcome, tally.lost, tally.doubled, len(strangers), "answers")


# --- the platform's, but lost --------------------------------------------------------------------------------------

LOST = ("cut_before", "cut_after", "cut_mid", "half", "silent", "rubbish", "anonymous", "trickle")


def lost_answers(rig: Rig) -> Found:
    """On each call, so often that the breaker opens as well."""
    cases = [(call, how, times) for call in CALLS for how in LOST for times in ((1, 7) if rig.full else (7,))]
    with ThreadPoolExecutor(LANES) as lanes:
        jobs = [lanes.submit(_one_kind_of_loss, rig, *case) for case in cases]
        found = [job.result() for job in jobs]
    tally = Tally(sum(one.lost for one, _ in found), sum(one.doubled for one, _ in found))
    waiting, count = sum(waits for _, waits in found), sum(case[2] for case in cases)
    outcome = f"{waiting} still wait" if waiting else "delivered once"
    return Found(outcome, tally.lost, tally.doubled, count, "answers")


def _one_kind_of_loss(rig: Rig, call: str, how: str, times: int) -> tuple[Tally, int]:
    desk = rig.desk(f"{call}-{how}-{times}")
    entries = [desk.hand_in(b"answers", (bytes(3000),)) for _ in range(2)]
    _with_lost(desk, call, how, times)
    waits = desk.queue.waiting_count()
    drain(desk)
    tally = delivered(desk, in_hand(entries))
    desk.queue.close()
    return tally, waits


def _with_lost(desk: Desk, call: str, how: str, times: int) -> None:
    with PlatformServer(desk.platform) as server:
        sync = desk.sync(over_http(desk, server.url, seconds=0.25))
        desk.platform.fault(call, Fault(how), times=times)
        for _ in range(30):
            if not desk.queue.waiting_count():
                return
            report = sync.run_once(woken=True)
            desk.clock.pass_by(max(1.0, (report.next_due or 0.0) - desk.clock.steady()))


# --- receipts ------------------------------------------------------------------------------------------------------


def wrong_signature(rig: Rig) -> Found:
    return _wrong_receipt(rig, "wrong_signature")


def wrong_key_id(rig: Rig) -> Found:
    return _wrong_receipt(rig, "foreign_kid")


def _wrong_receipt(rig: Rig, how: str) -> Found:
    desk = rig.desk()
    entries = [desk.hand_in(b"answers", (bytes(9000), bytes(200))) for _ in range(3)]
    with PlatformServer(desk.platform) as server:
        sync = desk.sync(over_http(desk, server.url))
        desk.platform.fault("commit", Fault(how), times=50)
        report = sync.run_once(woken=True)
        for _ in range(5):
            desk.clock.pass_by(40 * 86_400)
            sync.run_once(woken=True)
        states = {found.state for found in desk.queue.entries()}
    whole = sum(_whole(desk, entry) for entry in entries)
    good = states <= {State.UPLOADED, State.QUEUED} and report.paused == "receipt_wrong" == report.alarms[0]
    drain(desk)
    tally = delivered(desk, in_hand(entries))
    tally.lost += len(entries) - whole
    desk.queue.close()
    held = "not accepted, nothing purged, sending pauses, technician called"
    outcome = held if good else f"{states}, {report.alarms}"
    return Found(outcome, tally.lost, tally.doubled, 2 * len(entries), "receipts")


def _whole(desk: Desk, entry: Entry) -> bool:
    """Every sealed file is there to be sent again."""
    try:
        parcel = desk.queue.parcel(entry)
        return all(parcel.read(page) for page in parcel.pages)
    except FileDamaged:
        return False
