"""The bytes of a job, and the profiles that shape them."""

import logging
from pathlib import Path

import pytest

from devices.interfaces import BitmapPage
from devices.receipt_printer.escpos import compose, marker_bytes
from devices.receipt_printer.profile import Cutter, Marker, PrinterProfile, load_profile, load_profiles
from tests.support.printers import a_page


def test_a_job_is_init_bands_of_256_rows_and_a_cut() -> None:
    page = a_page(rows=600)
    bands = b""
    for top, rows in ((0, 256), (256, 256), (512, 88)):
        head = bytes.fromhex("1d763000 4800") + rows.to_bytes(2, "little")
        bands += head + page.rows[top * 72 : (top + rows) * 72]
    assert compose(page, load_profile("generic-80")) == b"\x1b@" + bands + bytes.fromhex("1d564110")


def test_narrow_paper_gets_48_bytes_a_row_and_no_cut() -> None:
    job = compose(a_page(rows=8, width=384), load_profile("generic-58"))
    assert job[2:10] == bytes.fromhex("1d763000 30000800")
    assert job.endswith(bytes.fromhex("1b6405"))


def test_a_partial_cutter_is_asked_for_a_partial_cut() -> None:
    profile = PrinterProfile("x", cutter=Cutter.PARTIAL)
    assert compose(a_page(rows=1), profile).endswith(bytes.fromhex("1d564210"))


def test_a_page_wider_than_the_paper_is_a_broken_promise() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        compose(a_page(rows=1), load_profile("generic-58"))


def test_composing_says_nothing_and_leaves_the_log_alone(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(logging.getLogger().handlers)
    compose(BitmapPage(8, 1, b"\x80"), load_profile("generic-80"))
    assert capsys.readouterr() == ("", "")
    assert logging.getLogger().handlers == before


def test_markers_are_those_of_the_reference() -> None:
    assert marker_bytes(Marker.GS_R, b"0001") == bytes.fromhex("1d7201")
    assert marker_bytes(Marker.GS_H, b"0001") == bytes.fromhex("1d284806003030") + b"0001"
    assert marker_bytes(Marker.NONE, b"0001") == b""


def test_every_profile_loads_and_the_default_one_is_there() -> None:
    assert load_profiles()["generic-80"].width_dots == 576


def test_an_unknown_profile_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="generic-58"):
        load_profile("generic-57")


@pytest.mark.parametrize("line", ["width_dots = 570", "band_height = 0", 'marker = "gs_x"'])
def test_a_profile_with_a_wrong_value_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(f"[odd]\n{line}\n")
    with pytest.raises(ValueError, match=r"odd|gs_x"):
        load_profiles(path)
