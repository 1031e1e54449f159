from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A session on real records and a real queue, at the attract screen."""
    scene = Scene(tmp_path)
    yield scene
    scene.close()
