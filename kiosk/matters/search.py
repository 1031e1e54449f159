"""Finds the matter somebody means: by name, alias, event in life, Cantonese, pinyin, wrong characters (pure).

All that is said about a matter is cut into grams: characters and pairs of them, syllables and pairs of them, Latin
words. A query is cut the same way; rare grams count more, and a name counts more than a summary.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from pypinyin import lazy_pinyin

from kiosk.matters.load import Catalogue
from kiosk.matters.model import Matter
from kiosk.matters.tables import Tables

LATIN = re.compile(r"[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u9fff]+")
KEPT = re.compile(r"[\u3400-\u9fffa-z0-9]+")
SMALL = frozenset(("a", "an", "the", "of", "for", "to", "and", "or", "in", "at", "my", "your", "with", "is"))
FILLERS = re.compile(
    r"我要|我想|想要|想|请问|怎么办理|怎么办|怎么|怎样|如何|办理|哪里|在哪|可以|能不能|需要|有没有|有没|多久|什么|要|吗|呢|的|了|我"
)
NAME, ALIAS, EVENT, REST = 1.0, 1.0, 0.45, 0.35
PAIR, SINGLE, SOUND_PAIR, SOUND, WORD = 1.0, 0.3, 0.55, 0.12, 0.8
WHOLE = 6.0  # the query is a name or an alias, or holds one


@dataclass(frozen=True)
class Found:
    code: str
    score: float


@dataclass(frozen=True)
class Explained:
    """How much of what is said a matter explains: `share` of it all, 0 to 1, and `evidence`, more for rarer words."""

    share: float
    evidence: float


@dataclass(frozen=True)
class _Entry:
    code: str
    grams: Mapping[str, float]
    names: tuple[str, ...]  # as they are compared in whole
    sounds: tuple[tuple[str, str], ...]  # of each name: all its syllables, and their initials


class Index:
    """Built once from the catalogue; a search reads it only."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._words = dict(sorted(catalogue.tables.colloquial.items(), key=lambda row: -len(row[0])))
        self._entries = tuple(self._entry(matter, catalogue.tables) for matter in catalogue.matters)
        seen: dict[str, int] = {}
        for entry in self._entries:
            for gram in entry.grams:
                seen[gram] = seen.get(gram, 0) + 1
        many = len(self._entries)
        self._rare = {gram: log(1 + (many + 1) / count) for gram, count in seen.items()}
        self._rarest = log(2 + many)  # of a word no matter has
        self._by_code = {entry.code: entry for entry in self._entries}

    def search(self, said: str, most: int = 10) -> tuple[Found, ...]:
        """The best first; nothing for words that have nothing to do with any matter."""
        queries = {plain for plain in (_plain(said), self.house_words(said)) if plain}
        grams: dict[str, float] = dict(_words(said))
        for query in queries:
            grams |= {gram: max(weight, grams.get(gram, 0.0)) for gram, weight in _grams(query)}
        scored = (Found(entry.code, self._score(entry, queries, grams)) for entry in self._entries)
        return tuple(sorted((one for one in scored if one.score > 0), key=lambda one: (-one.score, one.code))[:most])

    def explains(self, said: str, code: str) -> Explained:
        """Whether a search found what was meant, or only a few of its words. Raises KeyError for an unknown code."""
        entry, best = self._by_code[code], Explained(0.0, 0.0)
        for plain in {_plain(said), self.house_words(said)}:
            parts = [*self._pairs(plain, entry), *self._latin(said, entry)]
            whole, found = sum(rare for rare, _ in parts), sum(rare * worth for rare, worth in parts)
            best = max(best, Explained(found / whole if whole else 0.0, found), key=lambda one: one.share)
        return best

    def _pairs(self, plain: str, entry: _Entry) -> Iterator[tuple[float, float]]:
        """Of every two neighbouring characters: how rare they are, and whether the matter has them or their sound."""
        for run in HAN.findall(plain):
            syllables = _syllables(run)
            if len(run) == 1:
                yield SINGLE * self._rarest, 0.0
            for place in range(len(run) - 1):
                pair, sound = run[place : place + 2], f"{syllables[place]} {syllables[place + 1]}"
                written, heard = entry.grams.get(pair, 0.0), 0.8 * entry.grams.get(sound, 0.0) / SOUND_PAIR
                gram = sound if heard > written else pair
                yield self._rare.get(gram, self._rarest), max(written, heard)

    def _latin(self, said: str, entry: _Entry) -> Iterator[tuple[float, float]]:
        for word, _ in _words(said):
            yield self._rare.get(word, self._rarest), min(1.0, entry.grams.get(word, 0.0) / WORD)

    def _entry(self, matter: Matter, tables: Tables) -> _Entry:
        names = (matter.short.zh, matter.name.zh, *matter.aliases)
        latin = (matter.name.of("en"), matter.short.of("en"), *matter.aliases_en)
        events = [word for id in matter.events for word in tables.events[id].words]
        rest = [matter.summary.zh, matter.spoken.zh, tables.themes[matter.theme].zh, *(one.q.zh for one in matter.faq)]
        rest += [proof.name.zh for proof in matter.removed_proofs]
        rest += [option.label.zh for field in matter.fields if not field.card for option in field.options]
        grams: dict[str, float] = {}
        for texts, weight in ((names + latin, NAME), (events, EVENT), (rest, REST)):
            for text in texts:
                for gram, worth in _words(text):
                    grams[gram] = max(grams.get(gram, 0.0), worth * weight)
                for plain in {_plain(text), self.house_words(text)}:
                    for gram, worth in _grams(plain):
                        grams[gram] = max(grams.get(gram, 0.0), worth * weight)
        whole = tuple({plain for name in names for plain in (_plain(name), self.house_words(name)) if plain})
        return _Entry(matter.code, grams, whole, tuple(_sound(name) for name in whole))

    def house_words(self, said: str) -> str:
        """In the words the catalogue uses: what is said in Cantonese becomes what is written."""
        said = said.lower()
        for spoken, written in self._words.items():
            said = said.replace(spoken, written)
        return _plain(said)

    def _score(self, entry: _Entry, queries: set[str], grams: Mapping[str, float]) -> float:
        score = sum(weight * entry.grams.get(gram, 0.0) * self._rare.get(gram, 0.0) for gram, weight in grams.items())
        return score + max((_whole(query, entry) for query in queries), default=0.0)


def _whole(query: str, entry: _Entry) -> float:
    """How far the query is a name as a whole: written, in syllables, or by the first letters of the syllables."""
    best, heard = 0.0, "".join(_syllables("".join(HAN.findall(query))))
    for name, (sounds, initials) in zip(entry.names, entry.sounds, strict=True):
        if query == name:
            return 2 * WHOLE
        if len(name) > 1 and name in query:
            best = max(best, WHOLE * len(name) / len(query))
        elif len(query) > 1 and query in name:
            best = max(best, WHOLE * len(query) / len(name))
        elif heard and len(name) > 1 and sounds == heard:
            best = max(best, WHOLE)  # the right sound in the wrong characters
        elif LATIN.fullmatch(query) and len(query) > 1:
            for whole in (sounds, initials):
                if query == whole:
                    best = max(best, 1.5 * WHOLE)
                elif query in whole:
                    best = max(best, WHOLE * len(query) / len(whole))
    return best


def _plain(said: str) -> str:
    """Letters and characters only, without the words everybody says around what they mean."""
    kept = "".join(KEPT.findall(said.lower()))
    return FILLERS.sub("", kept) or kept


def _grams(plain: str) -> Iterator[tuple[str, float]]:
    for run in HAN.findall(plain):
        syllables = _syllables(run)
        yield from ((character, SINGLE) for character in run)
        yield from ((run[n : n + 2], PAIR) for n in range(len(run) - 1))
        yield from ((f"{syllable}~", SOUND) for syllable in syllables)
        yield from ((f"{one} {other}", SOUND_PAIR) for one, other in pairwise(syllables))


def _words(said: str) -> Iterator[tuple[str, float]]:
    yield from ((word, WORD) for word in LATIN.findall(said.lower()) if len(word) > 1 and word not in SMALL)


def _sound(name: str) -> tuple[str, str]:
    syllables = _syllables("".join(HAN.findall(name)))
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


@lru_cache(maxsize=8192)
def _syllables(run: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(run)) if run else ()
