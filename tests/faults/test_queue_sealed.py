from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy
import pytest

from tests.faults.queue.images import may_mount
from tests.faults.queue.sealed_disk import PAGE, needles, people, written
from tests.support.faults import ROOT

BLOCK = 4096
WORD = 8  # bytes of a needle that are looked for at every place at once


@pytest.fixture
def mounting(real_part: Callable[[str, str], NoReturn]) -> None:
    if why := may_mount():
        real_part("loop mounts", why)


def disk_of(place: Path, *how: str) -> bytes:
    """All of the disk that was ever written to."""
    order = [sys.executable, "-m", "tests.faults.queue.sealed_disk", str(place), *how]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    with (place / "disk.img").open("rb") as image:
        written_to = [block for block in iter(lambda: image.read(BLOCK), b"") if block.strip(b"\0")]
    (place / "disk.img").unlink()
    return b"".join(written_to)


def found_in(disk: bytes) -> list[str]:
    """Which secrets are there, in which writing."""
    by_word: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for what, needle in needles():
        by_word[int.from_bytes(needle[:WORD], "little")].append((what, needle))
    words, found = numpy.array(sorted(by_word), "<u8"), set()
    for start in range(WORD):
        here = numpy.frombuffer(disk, "<u8", count=(len(disk) - start) // WORD, offset=start)
        for place in numpy.nonzero(numpy.isin(here, words))[0]:
            at = start + WORD * int(place)
            found |= {what for what, needle in by_word[int(here[place])] if disk.startswith(needle, at)}
    return sorted(found)


@pytest.mark.slow
@pytest.mark.usefixtures("mounting")
def test_whole_disk_holds_no_name_number_answer_or_page_after_fifty_submissions(tmp_path: Path) -> None:
    disk = disk_of(tmp_path)
    assert disk.count(b"KENV") >= len(people()) * 3 // 2  # every head, and a page of every second one
    assert found_in(disk) == []


@pytest.mark.slow
@pytest.mark.usefixtures("mounting")
def test_page_that_lay_there_in_clear_for_a_moment_is_found(tmp_path: Path) -> None:
    disk = disk_of(tmp_path, "careless")
    careless = people()[7]
    found = found_in(disk)
    assert f"page of {careless.name} at {PAGE // 2}" in found
    assert f"{careless.number} as utf-8" in found


def test_every_way_to_write_a_secret_down_is_looked_for() -> None:
    name = people()[0].name
    kept = name.encode("gb18030") + b"|" + name.encode("utf-16-le") + b"|" + name.encode()
    assert {how for how, data in written(name) if data in kept} == {"gb18030", "utf-16-le", "utf-8"}
    looked_for = dict(needles())
    assert len(looked_for) > 1500
    assert min(map(len, looked_for.values())) >= WORD  # nothing so short that chance could write it
    everything = b"?".join((b"x", *looked_for.values(), b"x"))
    assert set(found_in(everything)) == set(looked_for)
