"""The slip: complete, readable by machine, nothing cut off, the same on screen and on paper."""

import pytest
import zxingcpp
from PIL import Image

from devices.interfaces import Printed, PrintJob
from kiosk.demo.peers.receipt_printer import PrinterPeer
from kiosk.matters.text import Text
from kiosk.receipts.fonts import Face, face
from kiosk.receipts.heading import grouped
from kiosk.receipts.layout import draw, set_slip
from kiosk.receipts.model import PaperState, Slip, SlipPaper, SlipResult
from kiosk.receipts.sheet import Sheet
from kiosk.receipts.words import load_words
from tests.support.printers import a_slip, ink, picture_of, printer_at

WORDS = {tag: load_words(tag) for tag in ("zh-Hans", "en")}
WIDE, NARROW = 576, 384
RESULT = SlipResult("approved", Text(zh="每月 100 元，从 2026 年 12 月开始", en="100 yuan a month from December 2026"))


def drawn(slip: Slip, width: int = WIDE) -> Image.Image:
    return picture_of(draw(slip, width, WORDS[slip.language]))


def band_rows(picture: Image.Image) -> int:
    """Rows black at both edges of the paper. Everything else keeps to the type area, or this fails."""
    margin = 18 if picture.width == WIDE else 8
    left = picture.crop((0, 0, margin, picture.height)).tobytes()
    right = picture.crop((picture.width - margin, 0, picture.width, picture.height)).tobytes()
    edges = [left[at : at + margin] + right[at : at + margin] for at in range(0, len(left), margin)]
    assert set(edges) <= {b"\x00" * 2 * margin, b"\xff" * 2 * margin}, "something was cut off at the edge"
    return edges.count(b"\x00" * 2 * margin)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("changes", [{}, {"offline": True}, {"result": RESULT}, {"reprint": 3, "offline": True}])
def test_every_slip_reads_and_stays_inside_the_paper(width: int, language: str, changes: dict[str, object]) -> None:
    slip = a_slip(language=language, **changes)
    picture = drawn(slip, width)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [slip.qr]
    assert (band_rows(picture) > 0) == slip.offline
    assert picture.height < 2_800


def test_the_code_on_paper_reads_as_the_code_on_the_slip(tmp_path_factory: pytest.TempPathFactory) -> None:
    slip = a_slip(result=RESULT)
    page = draw(slip, WIDE, WORDS["zh-Hans"])
    with PrinterPeer(tmp_path_factory.mktemp("paper")) as peer:
        assert printer_at(peer).print_page(PrintJob("slip", page)) == Printed()
        receipt = peer.receipts[0]
        printed = ink(receipt).crop((0, 0, page.width, page.height))
    assert printed.tobytes() == page.rows
    with Image.open(receipt.file) as sheet:
        assert zxingcpp.read_barcodes(sheet.convert("L"))[0].text == slip.qr


def test_the_black_band_is_there_only_when_offline() -> None:
    assert band_rows(drawn(a_slip())) == 0
    assert band_rows(drawn(a_slip(offline=True))) > 10
    assert band_rows(drawn(a_slip(offline=True, language="en"))) > 10


def test_a_reprint_is_longer_by_its_mark_and_says_which_one() -> None:
    first, second = drawn(a_slip(reprint=1)), drawn(a_slip(reprint=2))
    assert first.height == second.height > drawn(a_slip()).height + 40
    assert first.tobytes() != second.tobytes()


class Proof(Sheet):
    """A sheet that remembers every line set on it, with its size."""

    def __init__(self, width: int) -> None:
        super().__init__(width, side=20)
        self.lines: list[tuple[str, int]] = []

    def line(self, text: str, kind: Face, x: float, y: float, *, ink: int = 0, anchor: str = "l") -> None:
        self.lines.append((text, kind.size))
        super().line(text, kind, x, y, ink=ink, anchor=anchor)


def proof(slip: Slip, width: int = WIDE) -> dict[str, int]:
    sheet = Proof(width)
    set_slip(sheet, slip, WORDS[slip.language])
    return dict(sheet.lines)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_number_is_the_largest_thing_on_the_slip(width: int, language: str) -> None:
    lines = proof(a_slip(language=language, offline=True, reprint=1), width)
    number = lines.pop(grouped("12345000000184"))
    assert number > max(lines.values())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_everything_a_slip_must_say_is_on_it(language: str) -> None:
    lines = proof(a_slip(language=language, offline=True, reprint=2, official_no="DG2026-17"))
    said = "".join(lines).replace(" ", "")
    for text in ("办件收件回执", "1234 5000 0001 84", "黄*满", "4419**********3621", "10:24", "生育登记", "DG2026-17",
                 "12345", "离线暂存 · 待上传", "补打 第2次", WORDS[language]["slip.note"]):
        assert text.replace(" ", "") in said


def test_the_chinese_slip_uses_the_words_of_the_rules() -> None:
    lines = proof(a_slip(offline=True, reprint=1))
    assert {"办件收件回执", "离线暂存 · 待上传", "※ 补打 第1次 ※", "扫码查进度", "已收"} <= lines.keys()
    assert "本回执为收件凭证，不等于受理决定。" in lines


def test_a_number_is_shown_in_fours() -> None:
    assert grouped("12345000000184") == "1234 5000 0001 84"


def test_empty_fields_leave_no_line() -> None:
    bare = drawn(a_slip(phone="", promise=None)).height
    assert drawn(a_slip(phone="138****5621", promise=None)).height > bare
    assert drawn(a_slip(phone="", promise=Text(zh="1 个工作日"))).height > bare


def test_a_paper_that_was_not_asked_for_is_listed_once() -> None:
    name = Text(zh="本人身份证或户口簿", en="ID card or household register")
    fetched = SlipPaper(name, PaperState.FETCHED)
    assert drawn(a_slip(papers=(*a_slip().papers, fetched))).tobytes() == drawn(a_slip()).tobytes()


@pytest.mark.parametrize("state", ["received", "accepted", "approved", "not_accepted", "rejected", "needs_correction"])
def test_every_result_has_words(state: str) -> None:
    assert drawn(a_slip(result=SlipResult(state, RESULT.text))).height > 1_000


def test_long_names_of_papers_and_matters_wrap() -> None:
    long = Text(zh="特别困难家庭中的八十岁以上老人居家养老服务补贴资格认定及变更申请" * 3)
    many = tuple(SlipPaper(long, PaperState.MISSING) for _ in range(12))
    picture = drawn(a_slip(matter=long, papers=many))
    assert zxingcpp.read_barcodes(picture)[0].text == a_slip().qr
    assert picture.height > 2_048  # longer than the first strip


def test_drawing_twice_gives_the_same_slip() -> None:
    assert draw(a_slip(), WIDE, WORDS["en"]) == draw(a_slip(), WIDE, WORDS["en"])


def test_without_a_system_font_the_slip_is_set_in_the_one_that_comes_along() -> None:
    kind = face(28, True, folders=())
    assert kind.stroke == 1
    assert kind.width("办件收件回执") == 6 * 28


def test_every_language_of_the_slip_has_the_same_words() -> None:
    assert WORDS["zh-Hans"].keys() == WORDS["en"].keys()
    assert all(WORDS["en"].values())


def test_a_language_without_slip_words_gets_the_chinese_slip() -> None:
    assert load_words("xx") == WORDS["zh-Hans"]
