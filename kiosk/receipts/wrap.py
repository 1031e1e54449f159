"""Break a text into lines as Chinese printing does: no comma begins a line, no opening bracket ends one (pure)."""
from __future__ import annotations

import re
from collections.abc import Callable

NOT_FIRST = frozenset("，。、；：！？）》」』】〉”’…·%,.;:!?)]}")
NOT_LAST = frozenset("（《「『【〈“‘([{")
WORD = r"(?:[!-~\u00a1-\u024f]+|[^ ])"  # letters and digits, or one hanzi
PIECES = re.compile(rf" +|{WORD}(?:\u00a0{WORD})*", re.DOTALL)  # a no-break space glues its neighbours
WIDOW = 0.3  # a last line shorter than this share of the room is evened out


def wrap(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Lines of at most `room`, as measured by `width`; a lonely last syllable gets company from the line above.
    Only a single word wider than the room is broken inside."""
    lines = _filled(text, room, width)
    if len(lines) < 2 or width(lines[-1]) > room * WIDOW:
        return lines
    for share in (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55):
        evened = _filled(text, room * share, width)
        if len(evened) > len(lines):
            break
        lines = evened
        if width(lines[-1]) > room * share * (2 * WIDOW):
            break
    return lines


def _filled(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    lines: list[list[str]] = [[]]
    for piece in _pieces(text, room, width):
        line = lines[-1]
        if not line or width("".join(line) + piece.rstrip()) <= room:
            line.append(piece)
            continue
        lines.append([*_carried(line, piece), piece] if not piece.isspace() else [])
    return [line for line in ("".join(pieces).strip() for pieces in lines) if line] or [""]


def _carried(line: list[str], piece: str) -> list[str]:
    """What must go to the next line together with `piece`; taken off the end of `line`."""
    carried: list[str] = []
    first = piece
    while len(line) > 1 and (first[0] in NOT_FIRST or line[-1][-1] in NOT_LAST):
        first = line.pop()
        carried.insert(0, first)
    return carried


def _pieces(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    pieces: list[str] = []
    for piece in PIECES.findall(text):
        words = [piece] if width(piece) <= room else re.split("(?<=\u00a0)", piece)
        for word in words:
            pieces.extend([word] if width(word) <= room else word)
    return pieces
