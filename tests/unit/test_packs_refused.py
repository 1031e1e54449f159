import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.assets import asset
from kiosk.cli import main
from kiosk.matters.load import CatalogueProblem
from kiosk.matters.packs_file import MANIFEST, SIGNATURE
from kiosk.matters.packs_folder import MATTERS, POINTER, current
from kiosk.matters.packs_install import Installed, install
from kiosk.matters.packs_load import load_installed
from kiosk.matters.packs_model import SENTENCES, EntryRow, FileRow, Manifest, Refused, Why
from tests.support.packs import CODES, Change, Shop, contents, rewritten, served_matter, signed_by

ELDERLY, PRINT, BIRTH = CODES
STRANGER = Ed25519PrivateKey.generate()
Spoil = Callable[[Shop, Path], Path]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture
def into(tmp_path: Path, shop: Shop) -> Path:
    """A kiosk on which version 2 of the set is installed."""
    folder = tmp_path / "kiosk"
    assert isinstance(shop.install(shop.pack(2), folder), Installed)
    return folder


def spoilt(change: Callable[[dict[str, bytes]], object]) -> Spoil:
    return lambda shop, pack: rewritten(pack, change)


def spoil_file(members: dict[str, bytes]) -> None:
    name = max(name for name in members if name.startswith("files/"))
    members[name] = members[name][:-1] + b" "


def spoil_manifest(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(b'"version":3', b'"version":4')


def later_format(shop: Shop, pack: Path) -> Path:
    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST] = members[MANIFEST].replace(b"kiosk-matters/1", b"kiosk-matters/2")
        signed_by(shop.key)(members)

    return rewritten(pack, change)


def truncated(shop: Shop, pack: Path) -> Path:
    pack.write_bytes(pack.read_bytes()[:-200])
    return pack


def wrong_table(shop: Shop, pack: Path) -> Path:
    def change(manifest: Manifest, files: dict[str, bytes]) -> Manifest:
        files.pop(manifest.tables["events.json"].sha256, None)
        sha = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"  # of []
        files[sha] = b"[]"
        return manifest.model_copy(update={"tables": manifest.tables | {"events.json": FileRow(sha256=sha, size=2)}})

    return shop.resigned(pack, change)


def without_its_files(shop: Shop, pack: Path) -> Path:
    shop.change(PRINT, lambda matter: matter["aliases"].append("新叫法"))
    return rewritten(shop.pack(3), lambda members: [members.pop(n) for n in list(members) if n.startswith("files/")])


REFUSALS: list[tuple[Why, Spoil]] = [
    ("not_a_pack", truncated),
    ("not_a_pack", spoilt(lambda members: members.pop(MANIFEST))),
    ("too_new", later_format),
    ("unsigned", spoilt(lambda members: members.pop(SIGNATURE))),
    ("unsigned", spoilt(lambda members: members.update({SIGNATURE: b"{}"}))),
    ("foreign", spoilt(signed_by(STRANGER))),
    ("foreign", lambda shop, pack: shop.pack(3, name="elsewhere")),
    ("altered", spoilt(spoil_manifest)),
    ("altered", spoilt(spoil_file)),
    ("altered", spoilt(lambda members: members.update({"files/extra": b"x"}))),
    ("altered", lambda shop, pack: rewritten(pack, signed_by(STRANGER, says=shop.key))),
    ("older", lambda shop, pack: shop.pack(1)),
    ("incomplete", without_its_files),
    ("tables_wrong", wrong_table),
]


@pytest.mark.parametrize(("why", "spoil"), REFUSALS, ids=[f"{why}-{n}" for n, (why, _) in enumerate(REFUSALS)])
def test_a_bad_pack_is_refused_by_name_and_changes_nothing(shop: Shop, into: Path, why: Why, spoil: Spoil) -> None:
    before = contents(into)
    outcome = shop.install(spoil(shop, shop.pack(3)), into)
    assert isinstance(outcome, Refused)
    assert outcome.why == why and SENTENCES[why] in str(outcome)
    assert contents(into) == before
    assert [path.name for path in (into / "sets").iterdir()] == [(into / POINTER).read_text()]


def test_the_pack_the_faults_are_seeded_in_is_right(shop: Shop, into: Path) -> None:
    assert isinstance(shop.install(shop.pack(3), into), Installed)
    assert isinstance(shop.install(rewritten(shop.pack(4), signed_by(shop.key)), into), Installed)


def test_every_refusal_has_a_fault_here() -> None:
    elsewhere = {"no_key", "conflicting", "base_missing", "folder_damaged"}
    assert {why for why, _ in REFUSALS} | elsewhere == SENTENCES.keys()


def test_the_same_version_with_other_contents_is_refused(shop: Shop, into: Path) -> None:
    shop.change(PRINT, lambda matter: matter["aliases"].append("新叫法"))
    outcome = shop.install(shop.pack(2), into)
    assert isinstance(outcome, Refused) and outcome.why == "conflicting"


def test_a_delta_to_another_version_is_refused(shop: Shop, into: Path, tmp_path: Path) -> None:
    third = shop.pack(3)
    shop.change(PRINT, lambda matter: matter["aliases"].append("新叫法"))
    delta = shop.pack(4, base=third)
    outcome = shop.install(delta, into)
    assert isinstance(outcome, Refused) and outcome.why == "base_missing"
    outcome = shop.install(delta, tmp_path / "empty")
    assert isinstance(outcome, Refused) and outcome.why == "base_missing"


def test_the_first_key_is_kept_and_no_pack_goes_in_without_one(shop: Shop, tmp_path: Path) -> None:
    pack, folder = shop.pack(1), tmp_path / "fresh"
    outcome = install(pack, folder)
    assert isinstance(outcome, Refused) and outcome.why == "no_key"
    outcome = install(pack, folder, STRANGER.public_key())
    assert isinstance(outcome, Refused) and outcome.why == "foreign"
    assert isinstance(install(pack, folder, shop.key.public_key()), Installed)  # a key that signed nothing is not kept
    shop.change(PRINT, lambda matter: matter["aliases"].append("新叫法"))
    assert isinstance(install(shop.pack(2), folder), Installed)
    outcome = install(shop.pack(3), folder, STRANGER.public_key())
    assert isinstance(outcome, Refused) and outcome.why == "foreign"


BAD_ENTRIES: list[tuple[Change, str]] = [
    (lambda m: m["summary"].update(en=""), "summary: a sentence is missing in en"),
    (lambda m: m["papers"][0].update(basis=[]), "papers.id_card.basis: a demanded paper needs a law"),
    (lambda m: m.update(version=7), "version: 7 in the file, 2 in the manifest"),
    (lambda m: m.update(titel="x"), "titel"),
    (lambda m: m["conditions"][0].update(rule={"==": [{"var": "applicant.shoe_size"}, 42]}), "unknown variable"),
    (lambda m: m["aliases"].append("x"), "version 1 was installed with other contents"),
]


@pytest.mark.parametrize(("change", "said"), BAD_ENTRIES, ids=[said for _, said in BAD_ENTRIES])
def test_a_bad_entry_is_quarantined_and_its_old_version_stays(
    shop: Shop, into: Path, change: Change, said: str
) -> None:
    old = served_matter(into, ELDERLY).read_bytes()
    shop.change(PRINT, lambda matter: matter["aliases"].append("新叫法"))
    bad = shop.pack(3)

    version = 1 if "other contents" in said else 2
    bad = shop.forced(bad, ELDERLY, lambda matter: (matter.update(version=version), change(matter)), version)
    outcome = shop.install(bad, into)
    assert isinstance(outcome, Installed)
    (held,) = outcome.state.quarantined
    assert (held.code, held.kept) == (ELDERLY, 1) and said in held.reason and str(into) not in held.reason
    assert served_matter(into, ELDERLY).read_bytes() == old
    found = load_installed(into)
    assert found is not None and found.catalogue.get(PRINT).version == 2


def test_a_bad_entry_nobody_had_before_is_left_out(shop: Shop, tmp_path: Path) -> None:
    bad = shop.forced(shop.pack(1), ELDERLY, lambda matter: matter["summary"].update(en=""), 1)
    outcome = shop.install(bad, tmp_path / "fresh")
    assert isinstance(outcome, Installed)
    assert [(held.code, held.kept) for held in outcome.state.quarantined] == [(ELDERLY, None)]
    found = load_installed(tmp_path / "fresh")
    assert found is not None and {matter.code for matter in found.catalogue.matters} == {PRINT, BIRTH}


def test_a_delta_over_a_quarantined_entry_mends_it(shop: Shop, into: Path) -> None:
    bad = shop.forced(shop.pack(3), ELDERLY, lambda m: m.update(version=2, summary={"zh": "甲", "en": ""}), 2)
    assert isinstance(shop.install(bad, into), Installed)
    shop.change(ELDERLY, lambda matter: matter["aliases"].append("新叫法"), version=3)
    outcome = shop.install(shop.pack(4, base=bad), into)
    assert isinstance(outcome, Installed) and outcome.state.quarantined == ()
    assert outcome.state.served[ELDERLY].version == 3


def test_a_file_damaged_on_the_disk_is_not_served(into: Path) -> None:
    path = served_matter(into, ELDERLY)
    path.write_bytes(path.read_bytes().replace(b"100", b"900"))
    found = load_installed(into)
    assert found is not None
    assert [(held.code, held.reason) for held in found.quarantined] == [(ELDERLY, f"{ELDERLY}: damaged on this disk")]
    assert {matter.code for matter in found.catalogue.matters} == {PRINT, BIRTH}
    served = current(into)
    assert served is not None
    (served / MATTERS / "facts.json").write_text("{}")
    with pytest.raises(CatalogueProblem, match="a table is damaged on this disk"):
        load_installed(into)


def test_a_pointer_to_nothing_is_named(shop: Shop, into: Path) -> None:
    (into / POINTER).write_text("../../etc")
    with pytest.raises(CatalogueProblem, match="folder_damaged"):
        load_installed(into)
    outcome = shop.install(shop.pack(3), into)
    assert isinstance(outcome, Refused) and outcome.why == "folder_damaged"


def test_names_that_lead_out_of_the_folder_are_no_pack() -> None:
    row = FileRow(sha256="0" * 64, size=0)
    for name in ("../x", "a/b", ".hidden", "/etc/passwd", ""):
        with pytest.raises(ValueError, match="files"):
            EntryRow(version=1, files={name: row})


def test_an_order_that_cannot_be_carried_out_says_so(
    tmp_path: Path, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    key, pack = tmp_path / "key", tmp_path / "a.pack"
    assert main(["matters", "pack", "--out", str(pack), "--key", str(key), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == 1
    assert key.stat().st_mode & 0o077 == 0
    words = ["matters", "install", str(pack), "--into", str(tmp_path / "set"), "--json"]
    assert main(words) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "no_key"
    assert main([*words, "--key", str(tmp_path / "nothing.pub")]) == 2
    assert main([*words, "--key", str(tmp_path / "key.pub")]) == 0
    shutil.copytree(asset("matters"), tmp_path / "wrong")
    (tmp_path / "wrong" / ELDERLY / "matter.json").write_text("{}")
    assert main(["matters", "pack", "--out", str(pack), "--key", str(key), "--folder", str(tmp_path / "wrong")]) == 1
    assert f"{ELDERLY}/matter.json" in capsys.readouterr().err
