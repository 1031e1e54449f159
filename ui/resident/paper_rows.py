"""The papers of a case as rows: how each comes, and the law behind each one that is asked for (pure)."""
from __future__ import annotations

from collections.abc import Iterable

from kiosk.language import Words
from kiosk.session.papers_shown import PaperLine
from ui.presenter import text
from ui.rows import Row

ROLES = ("paper", "name", "how", "basis", "symbol", "doing")
ASKED = ("camera", "choice")  # still to be brought or promised
SYMBOLS = {"camera": "camera", "choice": "paper", "promised": "hand"}


def paper_rows(papers: Iterable[PaperLine], words: Words) -> list[Row]:
    return [_row(line, words) for line in papers]


def _row(line: PaperLine, words: Words) -> Row:
    asked = line.state in ASKED
    basis = text(words, line.basis) if asked else ""
    return {
        "paper": line.paper,
        "name": line.name.of(words.tag),
        "how": words.say(f"paper.{line.state}"),
        "basis": words.say("paper.basis", basis=basis) if basis else "",
        "symbol": SYMBOLS.get(line.state, "yes"),
        "doing": words.say("why.ask" if line.state in (*ASKED, "done") else "why.ask_spared"),
    }
