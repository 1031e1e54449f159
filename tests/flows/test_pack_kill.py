import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

from kiosk.matters import packs_folder
from kiosk.matters.packs_install import Installed, install
from kiosk.matters.packs_load import load_installed
from tests.support.packs import CODES, Shop, contents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture
def into(tmp_path: Path, shop: Shop) -> Path:
    folder = tmp_path / "kiosk"
    assert isinstance(shop.install(shop.pack(1), folder), Installed)
    return folder


def next_pack(shop: Shop, version: int = 2) -> Path:
    for code in CODES:
        shop.change(code, lambda matter: matter["aliases"].append("新叫法"))
    return shop.pack(version)


@pytest.mark.slow
def test_killed_at_any_step_the_old_or_the_new_set_is_served_whole(shop: Shop, into: Path) -> None:
    shop.install(shop.pack(2), into)  # so that the last step, after the swap, clears away version 1
    before, pack = load_installed(into), next_pack(shop, 3)
    assert before is not None
    old = {matter.code: len(matter.aliases) for matter in before.catalogue.matters}
    new = {code: many + 1 for code, many in old.items()}
    words = [sys.executable, "-m", "tests.support.pack_killer", str(pack), str(into)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["version"] for one in deaths} == {2, 3}, "both sides of the swap were seen"
    assert len(deaths) > 50
    for one in deaths:
        assert one["aliases"] == (old if one["version"] == 2 else new)
        assert (one["quarantined"], one["again"], one["drafts"]) == (0, 3, [])


def test_a_full_disk_leaves_the_old_set(shop: Shop, into: Path) -> None:
    """Every file is cut at a few bytes, as on a disk without room."""
    pack, before = next_pack(shop), contents(into)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        try:
            install(pack, into)
        except OSError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert contents(into) == before
    outcome = shop.install(pack, into)
    assert isinstance(outcome, Installed) and outcome.state.version == 2


def test_a_power_cut_finds_nothing_served_that_is_not_on_the_disk(shop: Shop, into: Path) -> None:
    """Each file of the set is synced before its folder gets its name, and the pointer before it takes the old one's."""
    steps: list[tuple[str, str]] = []

    def watch(frame: FrameType, event: str, arg: object) -> None:
        if event == "c_call" and arg is os.fsync:
            steps.append(("sync", str(frame.f_locals["path"])))
        elif event == "c_call" and arg in (os.rename, os.replace):
            steps.append(("name", str(frame.f_locals["self"])))

    pack = next_pack(shop)
    sys.setprofile(watch)
    try:
        install(pack, into)
    finally:
        sys.setprofile(None)
    served = packs_folder.current(into)
    assert served is not None
    draft, pointer = f"{served}{packs_folder.DRAFT}", f"{into / packs_folder.POINTER}{packs_folder.DRAFT}"
    named, swapped = steps.index(("name", draft)), steps.index(("name", pointer))
    synced = {path for step, path in steps[:named] if step == "sync"}
    assert {str(path).replace(str(served), draft) for path in served.rglob("*")} <= synced
    assert steps.index(("sync", pointer)) < swapped
    assert ("sync", str(into / packs_folder.SETS)) in steps[named:swapped]
    assert ("sync", str(into)) in steps[swapped:]
