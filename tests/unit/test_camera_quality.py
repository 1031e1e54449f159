import io

import numpy as np
import pytest
from PIL import Image

from devices.document_camera.encode import page_webp
from devices.document_camera.geometry import find_sheet
from devices.document_camera.page import page_from
from devices.document_camera.quality import SHARP, Finding, findings, has_text, paper_white, sharpness
from devices.document_camera.rectify import straighten
from devices.interfaces import BlankDesk, Blurred, Cropped, Picture, TakenPage
from kiosk.demo.peers.desk_scene import Place
from tests.support.papers_in_view import blurred, frame, laid, scene, unprinted


def judged(picture: Picture) -> tuple[Finding, ...]:
    sheet = find_sheet(picture)
    assert sheet is not None
    return findings(sheet, picture, straighten(picture, sheet.corners))


def page_of(picture: Picture) -> Picture:
    sheet = find_sheet(picture)
    assert sheet is not None
    return straighten(picture, sheet.corners)


def dragged(picture: Picture, pixels: int, axis: int) -> Picture:
    """The mean of the picture at every place it passed while the shutter was open."""
    passed = sum(np.roll(picture, step, axis=axis).astype(np.uint16) for step in range(pixels))
    return np.asarray(passed // pixels, np.uint8)


@pytest.mark.parametrize(("kind", "person"), [("card", "li"), ("page", "li"), ("page", "huang")])
def test_a_good_picture_has_no_findings(kind: str, person: str) -> None:
    assert [judged(frame(laid(kind, person=person), seed)) for seed in (1, 2)] == [(), ()]


@pytest.mark.parametrize(("kind", "blur"), [("card", 1.5), ("page", 1.5), ("card", 4.0), ("page", 4.0), ("page", 12.0)])
def test_blur_is_caught(kind: str, blur: float) -> None:
    assert judged(frame(blurred(kind, blur))) == (Finding.BLURRED,)


@pytest.mark.parametrize("kind", ["card", "page"])
@pytest.mark.parametrize(("pixels", "axis"), [(7, 0), (7, 1), (13, 0), (13, 1)])
def test_motion_is_caught_in_either_direction(kind: str, pixels: int, axis: int) -> None:
    assert Finding.BLURRED in judged(dragged(frame(laid(kind)), pixels, axis))


def test_an_unprinted_sheet_is_not_called_blurred() -> None:
    picture = frame(unprinted())
    assert judged(picture) == (Finding.NO_TEXT,)
    assert sharpness(page_of(picture)) == 0.0


@pytest.mark.parametrize("kind", ["card", "page"])
def test_a_cropped_sheet_is_named_first(kind: str) -> None:
    assert judged(frame(scene(f"cropped:{kind}:li")))[0] is Finding.CROPPED


def test_a_card_may_be_small_as_long_as_it_has_90_dpi() -> None:
    small, smaller = Place(960, 540, 420, 8.0), Place(960, 540, 300, 3.0)  # 125 and 89 dpi
    assert Finding.TOO_SMALL not in judged(frame(laid("card", small)))
    assert Finding.TOO_SMALL in judged(frame(laid("card", smaller)))


def test_sharpness_is_that_of_the_print_not_its_amount() -> None:
    page = page_of(frame(laid("page")))
    lower_half = page[page.shape[0] // 2 :]
    assert sharpness(lower_half) == pytest.approx(sharpness(page), abs=0.03)
    assert has_text(lower_half)


def test_paper_white_is_measured_beside_the_print() -> None:
    page = page_of(frame(unprinted()))
    assert paper_white(page) == pytest.approx(0.885 * 244, abs=12)  # the renderer's light on its paper
    assert paper_white(page // 2) == pytest.approx(paper_white(page) / 2, abs=2)
    assert paper_white(page_of(frame(laid("page")))) == pytest.approx(paper_white(page), abs=8)


def test_the_sharpest_of_the_frames_becomes_the_page() -> None:
    good, bad = frame(laid("page")), frame(blurred("page", 1.5))
    mixed, alone = page_from([bad, good, bad]), page_from([good])
    assert isinstance(mixed, TakenPage) and isinstance(alone, TakenPage)
    assert mixed.image == alone.image
    assert mixed.sharpness > SHARP


def test_what_is_wrong_has_a_name_of_its_own() -> None:
    assert page_from([frame(scene("blank"))]) == BlankDesk()
    assert page_from([frame(scene("cropped:page:li"))]) == Cropped()
    soft = page_from([frame(blurred("card", 4.0))])
    assert isinstance(soft, Blurred) and 0 < soft.sharpness < SHARP


@pytest.mark.parametrize(("noise", "width"), [(5, 1240), (12, 1075), (22, 909)])
def test_a_page_over_its_budget_loses_resolution_step_by_step(noise: int, width: int) -> None:
    grain = np.random.default_rng(5).normal(200, noise, (1754, 1240, 1)).clip(0, 255).astype(np.uint8)
    image, size = page_webp(grain.repeat(3, axis=2))
    with Image.open(io.BytesIO(image)) as read:
        assert read.size == size
    assert len(image) <= 150_000
    assert size[0] == width


def test_an_empty_back_is_taken_for_a_person_to_look_at() -> None:
    assert isinstance(page_from([frame(unprinted())]), TakenPage)
