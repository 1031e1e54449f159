"""Where a quoted sentence stands and how far it can be relied on: the worst of its marks counts (pure)."""
from __future__ import annotations

from collections.abc import Iterable

from kiosk.consultation.model import Source
from kiosk.matters.data import Mark
from kiosk.matters.law import NOT_COMPARED, OURS, REPOSTED, LegalBasis
from kiosk.matters.model import Matter, Provenance
from kiosk.matters.text import Text

WORST: tuple[Mark, ...] = ("illustrative", "known", "read")
NOTHING_ADDED = Text(zh="", en="")


def source(matter: Matter, field: str, bases: Iterable[str] = ()) -> Source:
    """`field` begins with the name of a part ("faq.2", "papers.id_card"); `bases` are ids of its legal_basis."""
    laws = [matter.basis(id) for id in dict.fromkeys(bases) if id]
    row = _row(matter, field.partition(".")[0], own_law=bool(laws))
    marks = [law.mark for law in laws] + ([row.mark] if row else [])
    mark = min(marks, key=WORST.index) if marks else "illustrative"
    official = mark == "read" and all(law.official for law in laws) and (row is None or _seen_at_source(row))
    return Source(matter.code, matter.version, field, _cited(matter, field, laws, mark, official), mark, official)


def _row(matter: Matter, part: str, own_law: bool) -> Provenance | None:
    """The row about this part; the row about everything only where no law of its own stands behind the sentence."""
    rows = {row.path.strip("/").split("/")[0]: row for row in matter.provenance}
    return rows.get(part) or (None if own_law and matter.detail == "full" else rows.get(""))


def _seen_at_source(row: Provenance) -> bool:
    return row.source.startswith(("http://", "https://")) and "repost" not in f"{row.source} {row.note}".lower()


def _cited(matter: Matter, field: str, laws: list[LegalBasis], mark: Mark, official: bool) -> Text:
    """`DG-MZ-001 高龄津贴 faq.1；《…》第…条（没核对原文，以公布的为准）`: whatever is not official says so here."""
    said_already = bool(laws) and min((law.mark for law in laws), key=WORST.index) == mark
    doubts = {"read": REPOSTED, "known": NOT_COMPARED, "illustrative": OURS}
    needed = not official and not (said_already and not all(law.official for law in laws))
    doubt = doubts[mark] if needed else NOTHING_ADDED
    zh = "；".join([f"{matter.code} {matter.short.zh} {field}", *(law.cited.zh for law in laws)])
    en = "; ".join([f"{matter.code} {matter.short.of('en')} {field}", *(law.cited.of("en") for law in laws)])
    return Text(zh=zh + doubt.zh, en=en + doubt.en)
