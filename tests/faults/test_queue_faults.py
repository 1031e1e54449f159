from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.faults.queue.images import may_mount
from tests.faults.queue.matrix import BY_NAME, FACTS, FAULTS
from tests.support.faults import ROOT, Matrix, write_matrix

LIST = ROOT.parent / "shared" / "facts" / "queue-and-sync.md"


@pytest.fixture(scope="module")
def mounting() -> str:
    return may_mount()


@pytest.fixture(scope="module")
def matrix(request: pytest.FixtureRequest, mounting: str) -> Iterator[Matrix]:
    """Only the rows that were asked for are run; all of them make the report."""
    asked = [item.callspec.params["name"] for item in request.session.items if _is_row(item)]  # type: ignore[attr-defined]  # pytest's
    matrix = Matrix("tests.faults.queue.run", [(n, "") for n in asked if not (mounting and BY_NAME[n].root)])
    try:
        yield matrix
    finally:
        matrix.end()
    cannot = {fault: why for fault, why in FACTS.items() if isinstance(why, str)}
    cannot |= {fault.name: mounting for fault in FAULTS if mounting and fault.root}
    write_matrix("queue", matrix.rows(), cannot)


def _is_row(item: pytest.Item) -> bool:
    return getattr(item, "originalname", "") == "test_fault" and Path(item.path) == Path(__file__)


@pytest.mark.slow
@pytest.mark.timeout(700)
@pytest.mark.parametrize("name", list(BY_NAME))
def test_fault(name: str, matrix: Matrix, mounting: str, real_part: Callable[[str, str], NoReturn]) -> None:
    if mounting and BY_NAME[name].root:
        real_part("loop mounts", mounting)
    row = matrix.row(name)
    assert row["ok"], row
    assert (row["lost"], row["doubled"]) == (0, 0)


def test_every_fault_of_the_facts_has_a_row_or_a_reason() -> None:
    rows = [name for names in FACTS.values() if not isinstance(names, str) for name in names]
    assert sorted(rows) == sorted(BY_NAME)  # each row stands for one fault, and no row for none
    assert all(len(reason) > 5 for reason in FACTS.values() if isinstance(reason, str))


@pytest.mark.skipif(not LIST.exists(), reason="the facts do not lie beside this checkout")
def test_no_fault_of_the_facts_is_left_out() -> None:
    section = LIST.read_text(encoding="utf-8").partition("\n## 10. ")[2].partition("\n## ")[0]
    first = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    listed = [re.sub(r"\*\*", "", name) for name in first if name not in ("fault", "---")]
    assert listed == list(FACTS)
