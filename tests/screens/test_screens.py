"""Every screen in every language and type size, looked at item by item; its picture goes to out/gallery."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageWriter

from kiosk.errors import KINDS
from kiosk.language import languages
from kiosk.session.model import Situation, SlipState, Stop
from tests.support.sample_matters import CHEN
from tests.support.screen_faults import faults
from tests.support.screens import Screens, small_page
from tests.support.situations import all_situations
from ui.route import SCREENS, screen_for

GALLERY = Path(__file__).resolve().parents[2] / "out" / "gallery"
DEEPER = (
    ("question_choice", ("leave", "leave_no")),
    ("question_date", ("years_earlier", "year_2012", "month_12", "day_31")),
    ("question_id", tuple(f"key_{digit}" for digit in "44190019520308701X")),
    ("question_many", ("next_page",) * 2),
    ("review_long", ("next_page",) * 5),
    ("notices_many", ("next_page",) * 2),
    ("matters_many", ("next_page",) * 3),
    ("guide", ("next_page",)),
    ("consent", ("next_page",)),
    ("commitment", ("next_page",) * 2),
    ("why", ("next_page",) * 3),
    ("why_spared", ("next_page",) * 3),
    ("guide_relief", ("next_page",) * 2),
    ("review_relief", ("next_page",) * 3),
    ("question_money", tuple(f"key_{key}" for key in ("1", "2", "5", "0", "point", "5"))),
    ("question_several", ("option_food", "option_care")),
    ("signature_drawn", ("clear_signature",)),
)
SITUATIONS = all_situations(small_page())


def drawings() -> Iterator[tuple[str, Situation]]:
    """By picture name. Nobody is known on the attract screen, so nobody's age is."""
    for name, situation in SITUATIONS.items():
        for language in languages():
            spoken = replace(situation, language=language)
            yield f"{name}.{language}", sized(spoken, elder=False)
            if situation.stop is not Stop.ATTRACT:
                yield f"{name}.{language}.elder", sized(spoken, elder=True)


def sized(situation: Situation, elder: bool) -> Situation:
    person = situation.person or (CHEN if elder else None)
    return replace(situation, person=person and replace(person, elder=elder))


@pytest.fixture(scope="module")
def gallery() -> Path:
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    return GALLERY


def keep(picture: QImage, path: Path) -> None:
    writer = QImageWriter(str(path), b"png")
    writer.setCompression(11)  # the least there is; without any a picture takes 6 MB
    assert writer.write(picture)


@pytest.mark.parametrize(("name", "situation"), list(drawings()), ids=lambda v: v if isinstance(v, str) else "")
def test_a_screen_is_whole_and_can_be_read_and_touched(
    screens: Screens, gallery: Path, name: str, situation: Situation
) -> None:
    screens.show(situation)
    keep(screens.kiosk.grab(), gallery / f"{name}.png")
    assert screens.kiosk.screen == screen_for(situation)
    found = [*faults(screens), *screens.kiosk.warnings]
    assert not found, "\n".join(found)
    assert "call_staff" in screens.names()
    assert ("step_back" in screens.names()) == situation.can_step_back


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("name", "presses"), DEEPER)
def test_what_a_touch_on_the_same_screen_brings_up_is_whole_too(
    screens: Screens, gallery: Path, name: str, presses: tuple[str, ...], language: str, elder: bool
) -> None:
    screens.show(SITUATIONS["attract"])
    screens.show(sized(replace(SITUATIONS[name], language=language), elder))
    screens.wait(20)
    for number, press in enumerate(presses, 1):
        if press != "next_page" or press in screens.names():
            screens.touch(press)
        if press.startswith("key_") and number < len(presses):
            continue  # one digit more is no other picture
        kept = f"{name}.{number}.{language}{'.elder' if elder else ''}.png"
        keep(screens.kiosk.grab(), gallery / kept)
        found = [*faults(screens), *screens.kiosk.warnings]
        assert not found, f"{press}: " + "\n".join(found)


def test_there_is_a_situation_for_every_screen_trouble_and_slip() -> None:
    troubles = {s.trouble.key for s in SITUATIONS.values() if s.trouble}
    slips = {s.handed_in.slip for s in SITUATIONS.values() if s.handed_in}
    assert {screen_for(s) for s in SITUATIONS.values()} == set(SCREENS)
    assert troubles == {key for key, kind in KINDS.items() if kind.on_screen}
    assert slips == set(SlipState)
