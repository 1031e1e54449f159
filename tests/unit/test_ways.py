import pytest

from devices.interfaces import (
    BlankDesk,
    Blurred,
    CameraGone,
    CardDocument,
    Cropped,
    DocumentKind,
    PageResult,
    TakenPage,
)
from kiosk.assets import asset
from kiosk.forms.model import Draft
from kiosk.materials.judge import page_trouble, papers_there
from kiosk.materials.model import LedgerLine, Requirement, Way
from kiosk.materials.ways import choose_way, ledger_line, needed
from kiosk.matters.load import load_catalogue

CATALOGUE = load_catalogue(asset("matters"))
ALLOWANCE, BIRTH = CATALOGUE.get("DG-MZ-001"), CATALOGUE.get("DG-WJ-001")
PARTNER, HUKOU = BIRTH.paper("partner_id"), ALLOWANCE.paper("hukou")
ANY_WAY = HUKOU.model_copy(update={"commitment": "cm.hukou"})


def ids(papers: tuple[Requirement, ...]) -> list[str]:
    return [paper.id for paper in papers]


def test_the_partner_brings_a_card_only_when_taking_part() -> None:
    assert ids(needed(BIRTH, Draft().with_answer("has_partner", "true"), {})) == ["id_or_hukou", "partner_id"]
    assert ids(needed(BIRTH, Draft().with_answer("has_partner", "false"), {})) == ["id_or_hukou"]


def test_a_paper_whose_need_is_unknown_is_not_asked_for() -> None:
    assert ids(needed(ALLOWANCE, Draft(), {})) == ["id_card"]


def test_a_fresh_hukou_needs_the_register() -> None:
    moved = {"applicant.hukou_city": "441900", "applicant.id_address_city": "430000"}
    assert ids(needed(ALLOWANCE, Draft(), moved)) == ["id_card", "hukou"]


def test_another_bank_card_is_photographed_whatever_the_social_card_has() -> None:
    paper = needed(ALLOWANCE, Draft().with_answer("account_kind", "other"), {})[-1]
    shares = {"ds.sscard.account": True, "ds.sscard.account.kind": "sscard"}
    assert (paper.id, choose_way(paper, shares, card_read=True)) == ("bank_card", Way.CAMERA)


def test_a_chip_read_card_needs_no_picture() -> None:
    assert choose_way(ALLOWANCE.paper("id_card"), {}, card_read=True) is Way.CARD
    assert choose_way(ALLOWANCE.paper("id_card"), {}, card_read=False) is Way.CAMERA
    assert choose_way(PARTNER, {}, card_read=True) is Way.CAMERA


def test_share_comes_before_licence_before_commitment_before_camera() -> None:
    share, licence = {"ds.hukou.person": True}, {"el.hukou_book": "token"}
    ways = [
        choose_way(ANY_WAY, share, card_read=True, licences=licence, commitment_allowed=True),
        choose_way(ANY_WAY, {}, card_read=True, licences=licence, commitment_allowed=True),
        choose_way(ANY_WAY, {}, card_read=True, commitment_allowed=True),
        choose_way(ANY_WAY, {}, card_read=True),
    ]
    assert ways == [Way.SHARE, Way.LICENCE, Way.COMMITMENT, Way.CAMERA]


@pytest.mark.parametrize("shares", [{}, {"ds.hukou.person": None}, {"ds.hukou.person": False}])
def test_an_unknown_share_is_never_assumed(shares: dict[str, object]) -> None:
    assert choose_way(HUKOU, shares, card_read=True) is Way.CAMERA


def test_every_way_has_its_source_and_trust() -> None:
    card = CardDocument(DocumentKind.RESIDENT_ID, "1", "钱多多", "1", None, source="sam_serial", verified="sam")
    lines = [ledger_line(ANY_WAY, way, card) for way in Way]
    assert [(line.way, line.source, line.trust) for line in lines] == [
        (Way.CARD, "sam_serial", "A"), (Way.SHARE, "ds.hukou.person", "A"), (Way.LICENCE, "el.hukou_book", "A"),
        (Way.COMMITMENT, "cm.hukou", "D"), (Way.CAMERA, "document_camera", "C"),
    ]


def test_a_card_nobody_vouched_for_is_trusted_like_a_copy() -> None:
    card = CardDocument(DocumentKind.SOCIAL_CARD, "1", "钱多多", "1", None, source="pcsc")
    assert ledger_line(BIRTH.paper("id_or_hukou"), Way.CARD, card) == LedgerLine("id_or_hukou", Way.CARD, "pcsc", "C")
    with pytest.raises(ValueError, match="no card"):
        ledger_line(PARTNER, Way.CARD, None)


@pytest.mark.parametrize(
    ("result", "name"),
    [
        (TakenPage(b"", b"", 1, 1, 9.0), ""), (BlankDesk(), "page_blank"), (Blurred(1.0), "page_blurred"),
        (Cropped(), "page_cropped"), (CameraGone("stalled"), "camera_gone"),
    ],
)
def test_a_picture_that_is_none_has_a_name(result: PageResult, name: str) -> None:
    assert page_trouble(result) == name


def test_a_paper_is_there_when_all_its_pages_are() -> None:
    there = papers_there((HUKOU, PARTNER), {"hukou": Way.CAMERA, "partner_id": Way.SHARE}, {"hukou": 1})
    assert there == {"hukou": False, "partner_id": True}
    assert papers_there((HUKOU,), {"hukou": Way.CAMERA}, {"hukou": 2}) == {"hukou": True}
