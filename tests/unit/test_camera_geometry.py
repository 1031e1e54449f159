import numpy as np
import pytest
from PIL import Image, ImageDraw

from devices.document_camera.edges import refine
from devices.document_camera.geometry import as_shares, find_sheet
from devices.document_camera.outlines import in_order
from devices.document_camera.rectify import A4, ID_1, LONGEST, page_size, snapped, straighten
from devices.document_camera.sight import look
from devices.interfaces import Frame, Hint, Picture
from kiosk.demo.peers.desk_scene import Place, Scene
from tests.support.papers_in_view import bgr, blurred, corners_of, drawn, frame, iou, laid, likeness, scene

PLACES = {
    "card as usual": ("card", None),
    "card turned": ("card", Place(700, 500, 500, 30.0)),
    "small card": ("card", Place(960, 540, 420, 8.0)),
    "page as usual": ("page", None),
    "page turned": ("page", Place(700, 500, 500, 30.0)),
    "page from a slant": ("page", Place(900, 540, 600, 6.0, 0.08)),
}
SMALL = Place(960, 540, 300, 3.0)


def seen_at(kind: str, place: Place | None, seed: int = 1) -> tuple[Picture, np.ndarray]:
    found = laid(kind, place)
    return frame(found, seed), corners_of(found)


@pytest.mark.parametrize("name", PLACES)
def test_a_sheet_is_found_where_it_lies(name: str) -> None:
    for seed in (1, 2):
        picture, corners = seen_at(*PLACES[name], seed)
        sheet = find_sheet(picture)
        assert sheet is not None
        assert iou(sheet.corners, corners) >= 0.99
        assert not sheet.cropped


@pytest.mark.parametrize("name", ["card as usual", "page as usual", "page from a slant"])
def test_refined_corners_are_exact_to_a_third_of_a_pixel(name: str) -> None:
    picture, corners = seen_at(*PLACES[name])
    sheet = find_sheet(picture)
    assert sheet is not None
    assert np.abs(refine(picture, sheet.corners, 10) - corners).max() < 0.34


def test_refining_leaves_corners_alone_where_there_is_no_edge() -> None:
    bare = frame(scene("blank"))
    corners = np.array(((500.0, 300.0), (1300.0, 310.0), (1290.0, 800.0), (510.0, 790.0)))
    assert np.abs(refine(bare, corners, 10) - corners).max() <= 40


@pytest.mark.parametrize("seed", range(1, 4))
def test_an_empty_desk_has_no_sheet(seed: int) -> None:
    assert find_sheet(frame(scene("blank"), seed)) is None


@pytest.mark.parametrize("shape", ["cup", "pen", "triangle"])
def test_what_is_no_sheet_is_not_taken_for_one(shape: str) -> None:
    picture = Image.fromarray(scene("blank").picture)
    draw = ImageDraw.Draw(picture)
    if shape == "cup":
        draw.ellipse((700, 300, 1200, 800), fill=(220, 190, 160))
    elif shape == "pen":
        draw.line([(500, 300), (1300, 700)], fill=(220, 220, 210), width=30)
    else:
        draw.polygon([(700, 300), (1300, 400), (900, 900)], fill=(220, 220, 210))
    assert find_sheet(frame(Scene(np.asarray(picture), None))) is None


def test_a_worn_patch_of_the_mat_is_no_sheet() -> None:
    worn = scene("blank").picture.astype(np.int16)
    worn[300:800, 500:1300] += 10
    assert find_sheet(frame(Scene(worn.astype(np.uint8), None))) is None
    worn[300:800, 500:1300] += 40
    assert find_sheet(frame(Scene(worn.astype(np.uint8), None))) is not None


@pytest.mark.parametrize("name", ["cropped:card:li", "cropped:page:li"])
def test_a_sheet_that_leaves_the_picture_is_cropped(name: str) -> None:
    sheet = find_sheet(frame(scene(name)))
    assert sheet is not None
    assert sheet.cropped


@pytest.mark.parametrize("kind", ["card", "page"])
def test_a_blurred_sheet_is_found_all_the_same(kind: str) -> None:
    seen = blurred(kind, 4.0)
    sheet = find_sheet(frame(seen))
    assert sheet is not None
    assert iou(sheet.corners, corners_of(seen)) >= 0.99


@pytest.mark.parametrize("kind", ["card", "page"])
def test_a_straightened_sheet_is_the_paper_itself(kind: str) -> None:
    picture, corners = seen_at(*PLACES[f"{kind} as usual"])
    page = Image.fromarray(straighten(picture, corners)[..., ::-1])
    assert max(page.size) / min(page.size) == pytest.approx({"card": ID_1, "page": A4}[kind], rel=0.004)
    assert (page.width > page.height) == (kind == "card")
    assert likeness(page, drawn(kind)) > 0.9
    assert likeness(page.rotate(180), drawn(kind)) < 0.5


def test_only_shapes_near_a4_and_id_1_are_snapped() -> None:
    assert [snapped(share) for share in (1.36, 1.45, 1.55, 1.65)] == [A4, A4, ID_1, ID_1]
    assert [snapped(share) for share in (1.0, 1.3, 1.8)] == [1.0, 1.3, 1.8]


def test_a_page_is_never_longer_than_a4_at_150_dpi() -> None:
    huge = np.array(((0.0, 0.0), (3000.0, 0.0), (3000.0, 4243.0), (0.0, 4243.0)))
    assert page_size(huge) == (1240, LONGEST)


def test_corners_begin_at_the_top_left_and_run_clockwise() -> None:
    corners = np.array(((900.0, 800.0), (100.0, 110.0), (110.0, 790.0), (910.0, 90.0)))
    assert in_order(corners).tolist() == [[100.0, 110.0], [910.0, 90.0], [900.0, 800.0], [110.0, 790.0]]


def test_shares_stay_inside_the_picture() -> None:
    corners = np.array(((-50.0, 10.0), (1959.0, 10.0), (959.5, 539.5), (0.0, 1200.0)))
    quad = as_shares(corners, bgr(Image.new("RGB", (1920, 1080))))
    assert quad[0][0] == 0.0 and quad[1][0] == 1.0 and quad[3][1] == 1.0
    assert quad[2] == pytest.approx((0.5, 0.5))


def shifted(picture: Picture, pixels: int) -> Picture:
    return np.roll(picture, pixels, axis=1)


def test_a_sheet_that_lies_still_gains_seconds_in_spite_of_grain() -> None:
    rest = None
    for number, moment in enumerate((10.0, 10.1, 10.9)):
        sighting, rest = look(Frame(number, moment, frame(laid("page"), number)), rest)
        assert sighting.hint is Hint.NONE
        assert sighting.steady_seconds == pytest.approx(moment - 10.0)


def test_a_moved_sheet_begins_anew() -> None:
    picture = frame(laid("page"))
    _, rest = look(Frame(1, 10.0, picture), None)
    little, rest = look(Frame(2, 11.0, shifted(picture, 4)), rest)  # .4 % of the diagonal is 8.8 pixels
    moved, rest = look(Frame(3, 12.0, shifted(picture, 14)), rest)
    still, rest = look(Frame(4, 13.0, shifted(picture, 14)), rest)
    assert (little.hint, little.steady_seconds) == (Hint.NONE, 1.0)
    assert (moved.hint, moved.steady_seconds) == (Hint.MOVING, 0.0)
    assert (still.hint, still.steady_seconds) == (Hint.NONE, 1.0)


def test_creeping_is_movement_too() -> None:
    picture, rest, hints = frame(laid("page")), None, set()
    for step in range(5):
        sighting, rest = look(Frame(step, 10.0 + step, shifted(picture, 4 * step)), rest)
        hints.add(sighting.hint)
    assert Hint.MOVING in hints


@pytest.mark.parametrize(
    ("name", "hint"),
    [("blank", Hint.NO_PAGE), ("cropped:card:li", Hint.CROPPED), ("cropped:page:li", Hint.CROPPED)],
)
def test_the_hint_says_what_hinders(name: str, hint: Hint) -> None:
    sighting, _ = look(Frame(1, 10.0, frame(scene(name))), None)
    assert sighting.hint is hint
    assert (sighting.quad is None) == (hint is Hint.NO_PAGE)


@pytest.mark.parametrize("kind", ["card", "page"])
def test_a_sheet_too_far_from_the_camera_is_too_small(kind: str) -> None:
    sighting, _ = look(Frame(1, 10.0, frame(laid(kind, SMALL))), None)
    assert sighting.hint is Hint.TOO_SMALL
    assert sighting.quad is not None
