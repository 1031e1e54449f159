"""Bringing 3 MB over a thin, long line, beside what others do: out/bench/sync.json.

FULL=1 runs each case three times, up to 120 s each, ours alone and then both peers. The short form runs everything once
and at the same time, up to 50 s, and leaves a margin for a machine that does other things as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NoReturn

import pytest

from tests.support.bench import Figure, spread, write_bench
from tests.support.sync_rig import Case, Run, prepare, run_together
from tests.support.tun_link import Link, Weather

FULL = os.environ.get("FULL", "") not in ("", "0")
LIMIT_S, SEEDS, MARGIN = (120.0, (1, 2, 3), 1.0) if FULL else (50.0, (1,), 0.85)
PEERS = ("post", "tus")  # a form with a file and retry from zero; tuspy with chunks of 256 KB
ROWS = {
    "clean": Weather(),
    "loss": Weather(loss=0.05),
    "cuts": Weather(cut_every=5.0),
    "loss_and_cuts": Weather(loss=0.05, cut_every=5.0),
    "loss_without_bbr": Weather(loss=0.05, congestion="reno"),
}
LEAST = {"clean": 0.85, "loss": 0.65, "loss_without_bbr": 0.35}  # share of the link
NEAR_A_PEER = 0.95
MOST_SENT_AGAIN = 0.10

Runs = dict[tuple[str, str], list[Run]]


def not_allowed() -> str:
    """Why the link cannot be laid here, "" when it can."""
    try:
        with Link(Weather(), 1):
            return ""
    except OSError as error:
        return f"network namespaces, /dev/net/tun and BBR are needed, as root: {error}"


def batches() -> list[list[Case]]:
    """What runs at the same time."""
    apart = [
        [Case(row, kind, weather, seed) for kind in kinds]
        for seed in SEEDS for row, weather in ROWS.items() for kinds in (("ours",), PEERS)
    ]  # fmt: skip
    return apart if FULL else [[case for batch in apart for case in batch]]


@pytest.mark.slow
@pytest.mark.timeout(3600 if FULL else 200)
def test_sync_over_the_link(tmp_path: Path, real_part: Callable[[str, str], NoReturn]) -> None:
    if why := not_allowed():
        real_part("link", why)
    template, found = prepare(tmp_path), Runs()
    for batch in batches():
        for case, run in zip(batch, run_together(batch, template, tmp_path, LIMIT_S), strict=True):
            found.setdefault((case.row, case.kind), []).append(run)
    share = {place: median(run.goodput(ROWS[place[0]].rate) for run in runs) for place, runs in found.items()}
    write_bench("sync", {name: figure for place, runs in found.items() for name, figure in figures(place, runs)})
    assert {row: share[row, "ours"] for row, least in LEAST.items() if share[row, "ours"] < least * MARGIN} == {}
    ahead = {place: part for place, part in share.items() if share[place[0], "ours"] < part * NEAR_A_PEER * MARGIN}
    assert ahead == {}
    ours = [run for (row, kind), runs in found.items() if kind == "ours" for run in runs]
    assert all(run.seconds is not None for run in ours)
    assert max(run.sent_again for run in ours) < MOST_SENT_AGAIN


def figures(place: tuple[str, str], runs: Sequence[Run]) -> Iterable[tuple[str, Figure]]:
    row, kind = place
    seconds = [run.seconds for run in runs if run.seconds is not None]
    yield f"{row}.{kind}.through", {"unit": f"of {len(runs)} runs within {LIMIT_S:.0f} s", "value": len(seconds)}
    yield f"{row}.{kind}.goodput", spread([run.goodput(ROWS[row].rate) for run in runs], "share of 2 Mbit/s")
    if seconds:
        yield f"{row}.{kind}.seconds", spread(seconds, "s for 3 MB")
    again = "share of 3 MB that the server read twice"
    yield f"{row}.{kind}.sent_again", spread([run.sent_again for run in runs], again)
    yield f"{row}.{kind}.on_the_line", spread([run.line / 3e6 for run in runs], "bytes sent up, with headers, by 3 MB")
