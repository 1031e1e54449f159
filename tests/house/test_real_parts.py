import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEST = """
def test_reader(real_part):
    real_part("pcsc", "no card service")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text(TEST, encoding="utf-8")
    return tmp_path


def played(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False
    )  # fmt: skip


def test_a_missing_real_part_is_told_at_the_end(folder: Path) -> None:
    done = played(folder, ci="")
    assert done.returncode == 0
    assert "pcsc: no card service" in done.stdout.split("real parts that are missing")[1]


def test_a_missing_real_part_fails_in_ci(folder: Path) -> None:
    done = played(folder, ci="true")
    assert done.returncode == 1
    assert "the real part pcsc is missing here: no card service" in done.stdout
