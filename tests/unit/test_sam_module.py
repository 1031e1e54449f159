"""The simulated module speaks the protocol by the book: raw bytes, nothing of the driver."""

import os
import tty
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kiosk.demo.peers.sam_module import SamModule

pytest_plugins = ["tests.support.cards"]

Talk = Callable[[str, int], str]


@pytest.fixture
def talk(sam_module: SamModule) -> Iterator[Talk]:
    """Send hex, get hex of so many bytes."""
    line = os.open(sam_module.path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)

    def say(sent: str, size: int) -> str:
        os.write(line, bytes.fromhex(sent))
        heard = b""
        while len(heard) < size:
            heard += os.read(line, size - len(heard))
        return heard.hex().upper()

    yield say
    os.close(line)


def test_it_answers_without_a_card_as_the_standard_says(talk: Talk) -> None:
    assert talk("AAAAAA9669000310FFEC", 11) == "AAAAAA9669000400009094"
    assert talk("AAAAAA9669000311FFED", 11) == "AAAAAA9669000400009094"
    assert talk("AAAAAA9669000312FFEE", 27).startswith("AAAAAA9669001400009005000300")
    assert talk("AAAAAA96690003200122", 11) == "AAAAAA9669000400008084"
    assert talk("AAAAAA96690003200221", 11) == "AAAAAA9669000400008185"
    assert talk("AAAAAA96690003300132", 11) == "AAAAAA9669000400004145"


def test_it_gives_a_card_as_the_standard_says(talk: Talk, sam_module: SamModule, people: dict[str, Any]) -> None:
    sam_module.lay(people["chen"])
    assert talk("AAAAAA96690003200122", 15) == "AAAAAA9669000800009F0000000097"
    assert talk("AAAAAA96690003200221", 19) == "AAAAAA9669000C00009000000000000000009C"
    assert talk("AAAAAA96690003300132", 1295).startswith("AAAAAA96690508000090010004004896")  # 陈 is 9648
    assert talk("AAAAAA96690003200122", 11) == "AAAAAA9669000400008084"  # a card that was read is not found again
    assert talk("AAAAAA96690003300330", 11) == "AAAAAA9669000400009195"  # and it still lies there


def test_it_complains_about_a_wrong_checksum(talk: Talk) -> None:
    assert talk("AAAAAA96690003200123", 11) == "AAAAAA9669000400001014"
