"""Which screen a situation asks for: the only place that decides it, most urgent first."""
from __future__ import annotations

from kiosk.session.model import Situation, Stop

IDLE, STAFF_CALL, TROUBLE = "idle", "staff_call", "trouble"
SCREENS = (IDLE, STAFF_CALL, TROUBLE, *(stop.value for stop in Stop))


def screen_for(situation: Situation) -> str:
    """The name of a screen; its QML is `resident/<Name>Screen.qml`."""
    # Nobody has touched anything for a while: what is shown may be somebody's, and is about to be wiped.
    if situation.idle is not None:
        return IDLE

    # A person was called: say truly whether anyone comes.
    if situation.staff_call is not None:
        return STAFF_CALL

    # Something went wrong, with a name and a person who can fix it.
    if situation.trouble is not None:
        return TROUBLE

    # Nothing is in the way: one stop, one decision.
    return situation.stop.value
