"""The scripted visits: what a resident would touch, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.demo.record import Record
from kiosk.demo.stage import Stage

IDLE_RATE = 40.0  # steady seconds per real second while the resident is away, so that minutes become seconds
PARTNER_PAGE = "card:li"


def online_allowance(stage: Stage, record: Record) -> None:
    """(a) The line is up: 高龄津贴, the result on screen in seconds, and a slip."""
    _identify(stage, record, "chen")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*")
    record.see("handed_in", result="approved", slip="printed", seconds=15)
    record.require(record.ms("result") <= 3000, "the result came within 3 s of the hand-in touch")
    record.slip(stage.printer_slip(), "printed")
    _finish(stage, record)


def line_cut_birth(stage: Stage, record: Record) -> None:
    """(b) The line is cut before the hand-in: a page is taken, the slip says so; later
    delivered once, shown at the next tap."""
    stage.cut_line()
    _identify(stage, record, "huang")
    record.see("matters")
    record.tap("choose_DG-WJ-001")
    record.see("guide")
    record.tap("start_matter")
    _birth_answers(stage, record)
    record.tap("hand_in")
    record.see("handed_in", number="*", delivered="no", slip="printed", seconds=20)
    record.slip(stage.printer_slip(), "printed")
    _finish(stage, record)
    record.require(stage.waiting() == 1, "one submission waits in the queue while the line is cut")
    stage.restore_line()
    stage.until_delivered()
    _identify(stage, record, "huang")
    record.see("notices", seconds=10)
    record.tap("step_back")
    record.see("attract")
    stage.lift()


def paper_out(stage: Stage, record: Record) -> None:
    """(c) No paper: NotSent, number and code on screen; after the refill one slip; then 补打第1次."""
    stage.printer_paper("out")
    _identify(stage, record, "he")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*", slip="waiting", seconds=15)
    record.require(stage.slips_out() == 0, "nothing came out while the paper was out")
    stage.printer_paper("ok")
    record.see("handed_in", slip="printed", seconds=20)
    record.slip(stage.printer_slip(), "printed after the refill")
    record.require(stage.slips_out() == 1, "the slip came once")
    record.tap("no_slip")
    record.see("handed_in", asking_slip="yes")
    record.tap("print_again")
    record.see("handed_in", slip="printed", copies="1", seconds=15)
    record.slip(stage.printer_slip(), "补打第1次")
    _finish(stage, record)


def killed_before_sync(stage: Stage, record: Record) -> None:
    """(d) `kill -9` between hand-in and sync: restarted, delivered exactly once."""
    stage.cut_line()
    _identify(stage, record, "wen")
    _to_review(record, "DG-MZ-001")
    record.tap("hand_in")
    record.see("handed_in", number="*", delivered="no")
    record.note_number()
    stage.kill_kiosk()
    stage.lift()
    stage.restore_line()
    stage.start_kiosk()
    stage.until_delivered()
    record.see("attract")


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


VISITS: tuple[tuple[str, str, Callable[[Stage, Record], None]], ...] = (
    ("a", "DG-MZ-001", online_allowance),
    ("b", "DG-WJ-001", line_cut_birth),
    ("c", "DG-MZ-001", paper_out),
    ("d", "DG-MZ-001", killed_before_sync),
    ("e", "DG-MZ-001", walks_away),
)


def _identify(stage: Stage, record: Record, person: str) -> None:
    record.see("attract")
    stage.lay(person)
    record.see("consent")
    record.tap("agree")


def _to_review(record: Record, matter: str) -> None:
    record.see("matters")
    record.tap(f"choose_{matter}")
    record.see("guide")
    record.tap("start_matter")
    record.see("question|review")
    while record.screen() == "question":
        record.tap("accept_suggestion" if record.fact("field") == "live_address" else "option_sscard")
        record.see("question|review", changed=True)


ANSWERS = {
    "live_address": ("accept_suggestion",),
    "has_partner": ("answer_true",),
    "stage": ("option_planning",),
    "children_before": ("key_0", "key_ok"),
}


def _birth_answers(stage: Stage, record: Record) -> None:
    record.see("question")
    while record.screen() == "question":
        for name in ANSWERS[record.fact("field")]:
            record.tap(name)
        record.see("question|camera|review", changed=True)
    stage.show_on_desk(PARTNER_PAGE)
    record.see("camera", camera="streaming", hint="none|moving", seconds=15)
    record.see("page_check", seconds=15)  # the shutter releases by itself once the page lies still
    record.tap("keep_page")
    stage.show_on_desk("blank")
    record.see("review")


def _finish(stage: Stage, record: Record) -> None:
    record.note_number()
    stage.lift()
    record.tap("slip_taken")
    record.see("attract")
