from __future__ import annotations

import pytest

from devices.interfaces import Hint, Quad, Sighting
from kiosk.materials.capture import CaptureState, Phase, accepted, advance, hold_progress, refused, released

QUAD: Quad = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
MOVED: Quad = ((0.25, 0.2), (0.85, 0.2), (0.85, 0.8), (0.25, 0.8))


def lying_still(state: CaptureState, begin: float, seconds: float, quad: Quad = QUAD) -> CaptureState:
    """Sightings ten times a second of a page that was laid at `begin`."""
    for tick in range(round(seconds * 10) + 1):
        state = advance(state, Sighting(quad, Hint.NONE, tick / 10), begin + tick / 10)
    return state


def test_nothing_is_known_before_the_first_sighting() -> None:
    assert CaptureState().hint is Hint.NO_PICTURE
    assert hold_progress(CaptureState()) == 0.0


def test_shutter_fires_after_eight_tenths_of_a_second_of_stillness() -> None:
    assert not lying_still(CaptureState(), 64.0, 0.7).fires
    assert lying_still(CaptureState(), 64.0, 0.9).fires


def test_hold_progress_rises_to_one_and_stays_there() -> None:
    shares = [hold_progress(lying_still(CaptureState(), 50.0, seconds)) for seconds in (0.0, 0.4, 0.8, 3.0)]
    assert shares == pytest.approx([0.0, 0.5, 1.0, 1.0])


def test_a_state_that_holds_long_no_longer_changes() -> None:
    state = lying_still(CaptureState(), 0.0, 2.0)
    assert advance(state, Sighting(QUAD, Hint.NONE, 2.1), 2.1) == state


def test_movement_begins_the_hold_anew() -> None:
    state = lying_still(CaptureState(), 0.0, 0.7)
    state = advance(state, Sighting(MOVED, Hint.NONE, 0.0), 0.8)
    assert hold_progress(state) == 0.0
    assert not state.fires


@pytest.mark.parametrize("hint", [Hint.NO_PAGE, Hint.CROPPED, Hint.TOO_SMALL, Hint.MOVING, Hint.NO_PICTURE])
def test_whatever_hinders_sends_back_to_seeking(hint: Hint) -> None:
    state = advance(lying_still(CaptureState(), 0.0, 0.7), Sighting(QUAD, hint), 0.8)
    assert state.phase is Phase.SEEKING
    assert state.hint is hint
    assert hold_progress(state) == 0.0


def test_a_page_that_lay_there_already_is_still_held_before_the_shutter() -> None:
    state = advance(CaptureState(), Sighting(QUAD, Hint.NONE, 9.0), 20.0)
    assert not state.fires


def test_while_the_picture_is_checked_sightings_change_nothing() -> None:
    state = released(lying_still(CaptureState(), 0.0, 0.9))
    assert not state.fires
    assert hold_progress(state) == 1.0
    assert advance(state, Sighting(None, Hint.NO_PAGE), 5.0) == state
    assert accepted(state).phase is Phase.REVIEW


def test_after_a_refusal_the_same_lying_page_is_not_photographed_again() -> None:
    state = refused(released(lying_still(CaptureState(), 0.0, 0.8)))
    assert not lying_still(state, 1.0, 5.0).fires


def test_after_a_refusal_the_shutter_fires_once_the_page_was_moved() -> None:
    state = refused(released(lying_still(CaptureState(), 0.0, 0.8)))
    assert lying_still(state, 1.0, 1.0, MOVED).fires


def test_after_a_refusal_the_shutter_fires_once_the_page_was_lifted() -> None:
    state = refused(released(lying_still(CaptureState(), 0.0, 0.8)))
    state = advance(state, Sighting(None, Hint.NO_PAGE), 1.0)
    assert lying_still(state, 2.0, 1.0).fires


def test_two_refusals_offer_use_it_anyway_and_three_call_staff() -> None:
    offers, state = [], CaptureState()
    for _ in range(3):
        state = refused(released(state))
        offers.append((state.may_use_anyway, state.should_call_staff))
    assert offers == [(False, False), (True, False), (True, True)]
