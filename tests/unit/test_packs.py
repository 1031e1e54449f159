import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from kiosk.assets import asset
from kiosk.cli import main
from kiosk.matters.load import CatalogueProblem, load_catalogue
from kiosk.matters.packs_file import read_pack
from kiosk.matters.packs_install import Installed, forget
from kiosk.matters.packs_load import InstalledSet, load_installed, served_catalogue
from kiosk.matters.packs_model import Tombstone, brought_back, tombstones, without_abolished
from tests.support.packs import CODES, Shop, contents, served_matter

ELDERLY, PRINT, BIRTH = CODES


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "kiosk"


def new_words(matter: dict[str, Any]) -> None:
    matter["summary"]["zh"] = "新的一句话"


def done(outcome: object) -> Installed:
    assert isinstance(outcome, Installed), outcome
    return outcome


def loaded(into: Path) -> InstalledSet:
    found = load_installed(into, asset("matters"))
    assert found is not None
    return found


def test_what_was_packed_is_what_is_served(shop: Shop, into: Path) -> None:
    assert load_installed(into) is None
    assert done(shop.install(shop.pack(1), into)).state.quarantined == ()
    assert loaded(into).catalogue == load_catalogue(shop.catalogue)
    assert served_matter(into, ELDERLY).read_bytes() == (shop.catalogue / ELDERLY / "matter.json").read_bytes()


def test_the_whole_catalogue_goes_through_a_pack(tmp_path: Path) -> None:
    assert main(["matters", "pack", "--out", str(tmp_path / "a.pack"), "--key", str(tmp_path / "key")]) == 0
    words = ["matters", "install", str(tmp_path / "a.pack"), "--into", str(tmp_path / "set")]
    assert main([*words, "--key", str(tmp_path / "key.pub")]) == 0
    assert loaded(tmp_path / "set").catalogue.matters == load_catalogue(asset("matters")).matters


def test_the_same_catalogue_gives_the_same_pack(shop: Shop) -> None:
    first = shop.pack(1).read_bytes()
    assert shop.pack(1).read_bytes() == first


def test_a_delta_carries_only_what_changed(shop: Shop, into: Path) -> None:
    full = shop.pack(1)
    shop.install(full, into)
    shop.change(PRINT, new_words)
    delta = shop.pack(2, base=full)
    assert len(read_pack(delta, shop.key.public_key()).files) == 1
    assert delta.stat().st_size < full.stat().st_size / 3
    assert done(shop.install(delta, into)).state.version == 2
    assert loaded(into).catalogue == load_catalogue(shop.catalogue)


def test_the_same_pack_twice_changes_nothing(shop: Shop, into: Path) -> None:
    pack = shop.pack(1)
    assert done(shop.install(pack, into)).changed
    before = contents(into)
    assert not done(shop.install(pack, into)).changed
    assert contents(into) == before


def test_a_draft_and_a_case_keep_their_version_as_long_as_they_refer_to_it(shop: Shop, into: Path) -> None:
    first = shop.pack(1)
    shop.install(first, into)
    began = loaded(into).catalogue.get(PRINT)
    for version in (2, 3):
        shop.change(PRINT, new_words if version == 2 else lambda matter: matter["aliases"].append("新叫法"))
        shop.install(shop.pack(version), into)
    now = loaded(into)
    assert now.catalogue.get(PRINT).version == began.version + 2
    assert now.matter(PRINT, began.version) == began
    assert now.matter(PRINT, began.version + 1).summary.zh == "新的一句话"
    assert forget(into, {(PRINT, began.version)}) == ((PRINT, began.version + 1),)
    assert loaded(into).matter(PRINT, began.version) == began
    with pytest.raises(KeyError):
        loaded(into).matter(PRINT, began.version + 1)


def test_a_version_from_before_the_first_pack_comes_from_the_program(shop: Shop, into: Path) -> None:
    shop.change(PRINT, new_words)
    shop.install(shop.pack(1), into)
    shipped = load_catalogue(asset("matters")).get(PRINT)
    assert loaded(into).matter(PRINT, shipped.version) == shipped
    with pytest.raises(KeyError):
        loaded(into).matter(PRINT, 99)


def test_a_matter_that_left_the_set_is_still_there_for_its_cases(shop: Shop, into: Path) -> None:
    shop.install(shop.pack(1), into)
    gone = loaded(into).catalogue.get(PRINT)
    (shop.catalogue / PRINT / "matter.json").unlink()
    (shop.catalogue / PRINT).rmdir()
    shop.install(shop.pack(2), into)
    assert {matter.code for matter in loaded(into).catalogue.matters} == {ELDERLY, BIRTH}
    found = load_installed(into)
    assert found is not None and found.matter(PRINT, gone.version) == gone


def test_a_kiosk_serves_the_installed_set_or_else_what_it_came_with(shop: Shop, into: Path) -> None:
    shipped = load_catalogue(asset("matters"))
    assert served_catalogue(into, asset("matters")) == shipped
    shop.install(shop.pack(1), into)
    assert {matter.code for matter in served_catalogue(into, asset("matters")).matters} == set(CODES)
    (into / "current").write_text("nothing")
    assert served_catalogue(into, asset("matters")) == shipped


def abolish(paper: str) -> Any:
    """The paper is not asked for any more, and the matter says so."""

    def change(matter: dict[str, Any]) -> None:
        (old,) = (one for one in matter["papers"] if one["id"] == paper)
        matter["papers"].remove(old)
        matter["fields"] = [one for one in matter["fields"] if one.get("covered_by") != paper]
        matter["removed_proofs"].append({"name": old["name"], "ground": "by_network_check", "paper": paper})

    return change


def test_an_abolished_proof_is_not_asked_for_by_an_earlier_version_either(shop: Shop, into: Path) -> None:
    shop.install(shop.pack(1), into)
    began = loaded(into).catalogue.get(ELDERLY)
    assert "hukou" in {paper.id for paper in began.papers}
    shop.change(ELDERLY, abolish("hukou"))
    shop.install(shop.pack(2), into)
    earlier = loaded(into).matter(ELDERLY, began.version)
    assert "hukou" not in {paper.id for paper in earlier.papers}
    assert len(earlier.papers) == len(began.papers) - 1
    assert earlier.removed_proofs[-1].paper == "hukou"


def test_no_later_pack_brings_an_abolished_proof_back(shop: Shop, into: Path, tmp_path: Path) -> None:
    """Not even one made from an old copy of the catalogue, which knows nothing of the tombstone."""
    copytree(shop.catalogue, tmp_path / "old")
    shop.install(shop.pack(1), into)
    shop.change(ELDERLY, abolish("hukou"))
    shop.install(shop.pack(2), into)
    abolished = json.loads((shop.catalogue / ELDERLY / "matter.json").read_text(encoding="utf-8"))["version"]
    shop.catalogue = tmp_path / "old"
    shop.change(ELDERLY, lambda matter: None, version=abolished + 1)
    state = done(shop.install(shop.pack(3), into)).state
    (held,) = state.quarantined
    assert (held.code, held.kept) == (ELDERLY, abolished)
    assert "papers.hukou: was abolished" in held.reason
    assert "hukou" not in {paper.id for paper in loaded(into).catalogue.get(ELDERLY).papers}
    assert any(stone.proof.paper == "hukou" for stone in state.tombstones)


def test_the_packer_does_not_bring_an_abolished_proof_back(shop: Shop, tmp_path: Path) -> None:
    copytree(shop.catalogue, tmp_path / "old")
    shop.change(ELDERLY, abolish("hukou"))
    after = shop.pack(2)
    shop.catalogue = tmp_path / "old"
    shop.change(ELDERLY, lambda matter: None, version=9)
    with pytest.raises(CatalogueProblem, match=r"papers\.hukou was abolished"):
        shop.pack(3, base=after)


def test_what_an_abolished_paper_covered_need_not_be_answered() -> None:
    matter = load_catalogue(asset("matters")).get(ELDERLY)
    (proof,) = (one for one in matter.removed_proofs if one.name.zh == "健在证明")
    stone = Tombstone(code=ELDERLY, proof=proof.model_copy(update={"paper": "bank_card"}), since=1)
    spared = without_abolished(matter, (stone,))
    assert not any(field.covered_by == "bank_card" or field.asked for field in spared.fields if "bank" in field.id)
    assert without_abolished(matter, (stone.model_copy(update={"code": BIRTH}),)) is matter


def test_no_matter_of_the_house_asks_for_what_it_calls_abolished() -> None:
    matters = load_catalogue(asset("matters")).matters
    stones = tombstones((), matters, 1)
    assert len(stones) >= 50
    assert [(matter.code, back) for matter in matters if (back := brought_back(matter, stones))] == []


def test_the_packer_keeps_versions_honest(shop: Shop) -> None:
    first = shop.pack(1)
    shop.change(PRINT, new_words, version=1)
    with pytest.raises(CatalogueProblem, match=f"{PRINT}: changed, but still version 1"):
        shop.pack(2, base=first)
    shop.change(PRINT, new_words, version=2)
    second = shop.pack(2, base=first)
    with pytest.raises(CatalogueProblem, match="version: 2 does not follow dongguan 2"):
        shop.pack(2, base=second)
    shop.change(PRINT, new_words, version=1)
    with pytest.raises(CatalogueProblem, match=f"{PRINT}: version 1 is older than 2 in the base"):
        shop.pack(3, base=second)


def test_a_catalogue_that_is_wrong_is_not_packed(shop: Shop) -> None:
    shop.change(PRINT, lambda matter: matter["summary"].update(en=""))
    with pytest.raises(CatalogueProblem, match="a sentence is missing in en"):
        shop.pack(1)
    assert not (shop.folder / "1-full.pack").exists()
