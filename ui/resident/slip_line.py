"""What the screen says about the slip, and which buttons that leaves (pure)."""
from __future__ import annotations

from kiosk.session.model import HandedIn, SlipState

SAID_WHEN_WAITING = ("paper_out", "cover_open")
BUTTONS = {
    SlipState.PRINTING: ("taken", "no_slip"),
    SlipState.PRINTED: ("taken", "no_slip"),
    SlipState.WAITING: ("without",),
    SlipState.HELD: ("taken", "without"),
    SlipState.UNKNOWN: ("taken", "print_again"),
    SlipState.NONE: ("taken", "print_again"),
}


def slip_line(handed: HandedIn) -> str:
    """The word key of one sentence."""
    if handed.asking_slip:
        return "slip.asking"
    if handed.slip is SlipState.WAITING and handed.slip_code in SAID_WHEN_WAITING:
        return f"slip.waiting_{handed.slip_code}"
    return f"slip.{handed.slip}"


def slip_buttons(slip: SlipState, asking: bool) -> tuple[str, ...]:
    """Out of taken, no_slip, print_again, without. Nobody is asked to wait for a printer."""
    return ("taken", "print_again", "without") if asking else BUTTONS[slip]
