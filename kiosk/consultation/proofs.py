"""要不要开××证明: the proof somebody names, among those abolished and those still asked for (pure)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.consultation import words
from kiosk.consultation.model import Passage
from kiosk.consultation.sources import source
from kiosk.matters.model import Matter
from kiosk.matters.text import Text

OWNERS = ("您的", "村里的", "村里开的", "孩子的", "老人的", "本人的", "代办人的", "您")
LEAST = 3  # characters of a name that have to be said: 结婚证, 户口簿, 健在证明 begin there
Plain = Callable[[str], str]


def named_proof(matter: Matter, said: str, plain: Plain) -> Passage | None:
    """Not needed, needed, or needed in some cases; None when no paper of this matter is named.

    `plain` brings question and names into the same words (户口本 and 户口簿).
    """
    asked = plain(said)
    own = {plain(name) for name in (matter.name.zh, matter.short.zh, *matter.aliases)}
    found = max(_named(matter, asked, own, plain), key=lambda one: one[0], default=None)
    return found[1] if found else None


def _named(matter: Matter, asked: str, own: set[str], plain: Plain) -> Iterator[tuple[int, Passage]]:
    for place, proof in enumerate(matter.removed_proofs):
        if length := _overlap(plain(_bare(proof.name.zh)), asked, own):
            text = words.after(words.filled(words.NOT_NEEDED, proof=proof.name), words.WHY_NOT[proof.ground])
            yield length, Passage(text, source(matter, f"removed_proofs.{place}"), "proof", direct=True)
    for paper in matter.papers:
        if length := _overlap(plain(_bare(paper.name.zh)), asked, own):
            need = words.NEEDED if paper.required == "always" else words.MAYBE_NEEDED
            note = [Text(zh=paper.note.zh, en=f" {paper.note.of('en')}")] if paper.note else []
            text = words.after(words.filled(need, paper=paper.name), *note)
            yield length, Passage(text, source(matter, f"papers.{paper.id}", paper.basis), "proof", direct=True)


def _bare(name: str) -> str:
    for owner in OWNERS:
        name = name.removeprefix(owner)
    return name


def _overlap(name: str, asked: str, own: set[str]) -> int:
    """How much of the name is said: all of it, or its end. Nothing where only the matter's own name is said."""
    ends = (name[start:] for start in range(len(name) - LEAST + 1))
    end = next((end for end in ends if end in asked), "")
    return 0 if any(end in one and one in asked for one in own) else len(end)
