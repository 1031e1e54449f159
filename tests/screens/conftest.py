from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication

from tests.support.screens import Screens, desk_frame, open_screens
from ui.app import open_application


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def app(qapp: QGuiApplication) -> QGuiApplication:
    QAccessible.setActive(True)
    return open_application()


@pytest.fixture(scope="package")
def screens(app: QGuiApplication) -> Iterator[Screens]:
    """One window for all that is only looked at."""
    opened = open_screens(app, desk_frame)
    yield opened
    opened.kiosk.close()
