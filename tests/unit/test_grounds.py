from kiosk.assets import asset
from kiosk.matters.grounds import Answer, walk
from kiosk.matters.law import LegalBasis
from kiosk.matters.load import load_catalogue

CATALOGUE = load_catalogue(asset("matters"))


def answers(code: str, paper: str) -> dict[str, Answer]:
    matter = CATALOGUE.get(code)
    return {answer.ground: answer for answer in walk(matter, matter.paper(paper))}


def test_a_demanded_paper_names_its_law_first() -> None:
    law = answers("DG-MZ-001", "id_card")["no_legal_basis"]
    assert "《居民身份证法》第十三条" in law.answer.zh and "以公布的为准" in law.answer.zh
    assert not law.spared


def test_every_way_to_do_without_is_said() -> None:
    card = answers("DG-MZ-001", "id_card")
    assert {ground for ground, answer in card.items() if answer.spared} == {"by_own_licence", "by_network_check"}
    proof = answers("DG-MZ-004", "event_proof")
    assert {ground for ground, answer in proof.items() if answer.spared} == {"by_commitment"}
    assert "医院" in proof["issuer_cannot_verify"].answer.zh


def test_only_what_was_read_at_its_own_page_is_shown_as_official() -> None:
    law = {"id": "a", "title": "《甲法》", "en": "Law A"}
    read = LegalBasis(**law, mark="read", address="https://example.org/a")
    assert read.cited.zh == "《甲法》" and read.official
    for other in (
        LegalBasis(**law, mark="known"), LegalBasis(**law, mark="illustrative"),
        LegalBasis(**law, mark="read", address="https://example.org/a", repost=True),
    ):
        assert not other.official and "以" in other.cited.zh and "counts" in other.cited.en
