from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.qml_lint import lint_all

ROOT = Path(__file__).resolve().parents[2]
PRESENTER = """
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk.Sample"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SamplePresenter(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return ""

    @Slot()
    def hand_in(self) -> None:
        pass
"""
SCREEN = """
import QtQuick
import Kiosk.Sample
Item {
    id: screen
    required property SamplePresenter presenter
    Text { text: screen.presenter.PROPERTY }
    TapHandler { onTapped: screen.presenter.SLOT() }
}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "ui" / "sample"
    folder.mkdir(parents=True)
    (folder / "sample_presenter.py").write_text(PRESENTER, encoding="utf-8")
    return tmp_path


def complaints(house: Path, name: str, slot: str) -> str:
    screen = SCREEN.replace("PROPERTY", name).replace("SLOT", slot)
    (house / "ui" / "sample" / "SampleScreen.qml").write_text(screen, encoding="utf-8")
    return "\n".join(lint_all(house).complaints)


def test_a_right_screen_is_quiet(house: Path) -> None:
    assert complaints(house, "title", "hand_in") == ""


def test_a_misspelt_property_is_a_complaint(house: Path) -> None:
    assert 'Member "titel" not found' in complaints(house, "titel", "hand_in")


def test_a_misspelt_slot_is_a_complaint(house: Path) -> None:
    assert 'Member "hand_inn" not found' in complaints(house, "title", "hand_inn")


MISSPELT = (
    ("resident/CameraScreen.qml", "screen.presenter.canTake", "screen.presenter.canTaek"),
    ("resident/PageCheckScreen.qml", "view.watch", "view.wacth"),
    ("controls/BottomBar.qml", "bar.presenter.canLeave", "bar.presenter.canLaeve"),
    ("Main.qml", "Theme.margin", "Theme.margn"),
)


def test_a_misspelling_in_our_own_screens_is_found(tmp_path: Path) -> None:
    copytree(ROOT / "ui", tmp_path / "ui", ignore=ignore_patterns("__pycache__"))
    for screen, right, wrong in MISSPELT:
        path = tmp_path / "ui" / screen
        path.write_text(path.read_text("utf-8").replace(right, wrong), encoding="utf-8")
    said = "\n".join(lint_all(tmp_path).complaints)
    assert [wrong for _, _, wrong in MISSPELT if f'Member "{wrong.rpartition(".")[2]}" not found' not in said] == []
