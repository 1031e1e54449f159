"""The search for what is left of a person finds what is planted, says only where, and nothing once it is gone."""

from dataclasses import dataclass

import pytest

from ui.dock.search import left_in_memory

REVERSED = "竹小阳欧7731"  # as markers are kept, so that the search does not find itself


@dataclass
class Keeper:
    held: str | bytes | None


@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-16-le", "gb18030"])
def test_a_planted_name_is_found_in_every_form_and_not_repeated(encoding: str) -> None:
    name = REVERSED[::-1]
    keeper = Keeper(f"…{name}…".encode(encoding) if encoding else f"…{name}…")
    del name
    found = left_in_memory([REVERSED])
    kind = "bytes" if encoding else "str"
    assert any(where.startswith(f"{kind} held by ") for where in found), found
    assert not any(REVERSED[::-1] in where for where in found)
    keeper.held = None
    assert [where for where in left_in_memory([REVERSED]) if where.startswith(kind)] == []
