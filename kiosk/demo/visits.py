"""The scripted visits: what a resident would touch, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.clock import SystemClock
from kiosk.demo.record import Record
from kiosk.demo.stage import Stage
from kiosk.session.results import day_here

IDLE_RATE = 40.0  # steady seconds per real second while the resident is away, so that minutes become seconds
PARTNER_PAGE = "card:li"


def online_allowance(stage: Stage, record: Record) -> None:
    """(a) The line is up: 高龄津贴, the result on screen in seconds, and a slip."""
    _identify(stage, record, "chen")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*")
    record.see("handed_in", result="approved", slip="printed", seconds=15)
    record.require((record.result_ms or 0) <= 3000, "the result came within 3 s of the hand-in touch")
    record.slip(stage.printer_slip(), marked=False)
    _finish(stage, record)


def line_cut_birth(stage: Stage, record: Record) -> None:
    """(b) The line is cut before the hand-in: a page is taken, the slip says so, the result comes later."""
    stage.spoil_line("cut")
    _identify(stage, record, "huang")
    _to_camera(record)
    _photograph_partner(stage, record)
    record.tap("hand_in")
    record.see("handed_in", number="*", why_kept="down", slip="printed", seconds=20)
    record.slip(stage.printer_slip(), marked=True)
    _finish(stage, record)
    record.require(stage.waiting() == 1, "one submission waits in the queue while the line is cut")
    _told_at_next_tap(stage, record, "huang")


def paper_out(stage: Stage, record: Record) -> None:
    """(c) No paper: NotSent, number and code on screen; after the refill one slip; then 补打第1次."""
    before = stage.slips_out()
    stage.printer_paper("out")
    _identify(stage, record, "he")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*", slip="waiting", seconds=15)
    record.require(stage.slips_out() == before, "nothing came out while the paper was out")
    stage.printer_paper("ok")
    record.see("handed_in", slip="printed", seconds=20)
    record.slip(stage.printer_slip(), marked=False)
    record.require(stage.slips_out() == before + 1, "the slip came once")
    record.tap("no_slip")
    record.see("handed_in", asking_slip="yes")
    record.tap("print_again")
    record.see("handed_in", slip="printed", copies="1", seconds=15)
    record.slip(stage.printer_slip(), marked=False)
    _finish(stage, record)


def killed_before_sync(stage: Stage, record: Record) -> None:
    """(d) `kill -9` between hand-in and sync: restarted, delivered exactly once."""
    stage.spoil_line("cut")
    _identify(stage, record, "wen")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*", delivered="no")
    record.note_number()
    stage.kill_kiosk()
    stage.lift()
    stage.start_kiosk()
    record.see("attract")
    record.require(stage.waiting() == 1, "the submission is still there after the restart")
    _told_at_next_tap(stage, record, "wen")


def walks_away(stage: Stage, record: Record) -> None:
    """(e) The resident walks away: warning, wipe, attract screen."""
    _identify(stage, record, "chen")
    record.see("matters|notices")
    if record.screen() == "notices":
        record.tap("notices_seen")
        record.see("matters")
    record.tap("choose_DG-MZ-001")
    record.see("guide")
    stage.run_clock_at(IDLE_RATE)
    record.see("idle", seconds=20)
    record.see("attract", seconds=20)
    stage.run_clock_at(1.0)
    stage.lift()


def troubles(stage: Stage, record: Record) -> None:
    """(f) A foreign card, a worn card, a bare desk, a blurred page, and a platform that answers rubbish."""
    record.see("attract", readers="ready")
    stage.lay_foreign_card()
    record.see("consent")
    record.tap("agree")
    record.see("trouble", trouble="card_foreign")
    stage.lift()
    record.see("card", trouble="")
    stage.lay_worn_card()
    record.see("trouble", trouble="card_unreadable")
    stage.lift()
    record.see("card", trouble="")
    stage.spoil_line("rubbish")  # so nobody knows whether the partner's card is on file: it is photographed
    stage.lay("huang")
    _to_camera(record)
    record.see("camera", camera="streaming", hint="no_page", seconds=15)
    record.tap("take_page")
    record.see("trouble", trouble="page_blank")
    record.tap("try_again")
    record.see("camera", trouble="")
    stage.show_on_desk("blurred:li")
    record.see("trouble", trouble="page_blurred", seconds=15)
    record.tap("try_again")
    stage.show_on_desk("blank")
    record.see("camera", trouble="", hint="no_page")
    _photograph_partner(stage, record)
    _kept_then_delivered(stage, record, "rubbish", "huang")


def platform_fails(stage: Stage, record: Record) -> None:
    """(g) The platform answers 500: kept, said in plain words, delivered once it is well again."""
    stage.spoil_line("failed")
    _identify(stage, record, "he")
    _to_review(record, "DG-MZ-001")
    _kept_then_delivered(stage, record, "failed", "he")


def platform_silent(stage: Stage, record: Record) -> None:
    """(h) The platform takes the call and says nothing: kept, said in plain words, delivered once it answers."""
    stage.spoil_line("silent")
    _identify(stage, record, "chen")
    _to_review(record, "DG-MZ-001")
    _kept_then_delivered(stage, record, "silent", "chen")


def promised_relief(stage: Stage, record: Record) -> None:
    """(i) 临时救助 takes days: a promise signed with a finger, received, decided by a person, told at the next tap."""
    _identify(stage, record, "luo")
    _start(record, "DG-MZ-004")
    record.see("question", seconds=15)
    while record.screen() == "question":
        for name in _relief_answers()[record.fact("field")]:
            record.tap(name)
        record.see("question|commitment", changed=True)
    record.tap("promise")
    record.see("signature")
    record.draw("signature_pad", SIGNATURE)
    record.tap("signed")
    record.see("review")
    record.tap("step_back")
    record.see("signature")
    record.tap("signed")  # a step back lost nothing: the name still stands there
    record.see("review")
    record.tap("next_page")
    record.tap("why_event_proof")
    record.see("why")
    record.tap("understood")
    record.see("review")
    record.tap("hand_in")
    record.see("handed_in", result="received", slip="printed", seconds=20)
    record.slip(stage.printer_slip(), marked=False)
    _finish(stage, record)
    record.require(stage.platform.decide(record.number, "--approve") == "approved", "a person decided the case")
    _told_at_next_tap(stage, record, "luo")


VISITS: tuple[tuple[str, str, Callable[[Stage, Record], None]], ...] = (
    ("a", "DG-MZ-001", online_allowance),
    ("b", "DG-WJ-001", line_cut_birth),
    ("c", "DG-MZ-001", paper_out),
    ("d", "DG-MZ-001", killed_before_sync),
    ("e", "DG-MZ-001", walks_away),
    ("f", "DG-WJ-001", troubles),
    ("g", "DG-MZ-001", platform_fails),
    ("h", "DG-MZ-001", platform_silent),
    ("i", "DG-MZ-004", promised_relief),
)


def _identify(stage: Stage, record: Record, person: str) -> None:
    record.see("attract", readers="ready")
    stage.lay(person)
    record.see("consent")
    record.tap("agree")


def _to_review(record: Record, matter: str) -> None:
    _start(record, matter)
    record.see("question|review", seconds=15)
    while record.screen() == "question":
        record.tap("accept_suggestion" if record.fact("field") == "live_address" else "option_sscard")
        record.see("question|review", changed=True)


def _start(record: Record, matter: str) -> None:
    record.see("matters|notices")
    if record.screen() == "notices":
        record.tap("notices_seen")
        record.see("matters")
    record.tap(f"choose_{matter}")
    record.see("guide")
    record.tap("start_matter")


ANSWERS = {
    "live_address": ("accept_suggestion",),
    "has_partner": ("answer_true",),
    "stage": ("option_planning",),
    "children_before": ("key_0", "key_ok"),
}


SIGNATURE = (((0.1, 0.3), (0.4, 0.25), (0.3, 0.8)), ((0.6, 0.2), (0.62, 0.7), (0.8, 0.75)))


def _relief_answers() -> dict[str, tuple[str, ...]]:
    """It happened on the first of this month, which is never in the future."""
    today = day_here(SystemClock().now())
    return {
        "cause": ("option_illness",),
        "event_date": (f"year_{today.year}", f"month_{today.month}", "day_1", "confirm_date"),
        "urgent": ("answer_false",),
    }


def _to_camera(record: Record) -> None:
    _start(record, "DG-WJ-001")
    record.see("question|camera", seconds=15)
    while record.screen() == "question":
        for name in ANSWERS[record.fact("field")]:
            record.tap(name)
        record.see("question|camera", changed=True)


def _photograph_partner(stage: Stage, record: Record) -> None:
    record.see("camera", camera="streaming", seconds=15)
    stage.show_on_desk(PARTNER_PAGE)
    record.see("camera|page_check", hint="none|moving", again=True, seconds=15)
    record.see("page_check", seconds=20)  # the shutter releases by itself once the page lies still
    record.tap("keep_page")
    stage.show_on_desk("blank")
    record.see("review")


def _kept_then_delivered(stage: Stage, record: Record, why: str, person: str) -> None:
    record.tap("hand_in")
    record.see("handed_in", number="*", why_kept=why, slip="printed", seconds=20)
    record.slip(stage.printer_slip(), marked=True)
    _finish(stage, record)
    record.require(stage.waiting() == 1, "the submission waits in the queue")
    _told_at_next_tap(stage, record, person)


def _told_at_next_tap(stage: Stage, record: Record, person: str) -> None:
    stage.restore_line()
    stage.until_delivered()
    _identify(stage, record, person)
    record.see("notices", notices="approved", seconds=15)
    record.tap("notices_seen")
    record.see("matters")
    record.tap("leave")
    record.see("attract")
    stage.lift()


def _finish(stage: Stage, record: Record) -> None:
    record.note_number()
    stage.lift()
    record.tap("slip_taken")
    record.see("attract")
