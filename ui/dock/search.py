"""Is anything left of a person? A search of every reachable string and byte in this process, and of every QML text.

Markers arrive and are kept reversed, so that the search does not find itself.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickItem, QQuickWindow

Held = tuple[Any, str]  # a string or bytes, and the kind of what holds it
Forms = tuple[str, bytes, bytes, bytes]  # a marker as text and in the encodings it may be kept in
BATCH = 5000
TEXT_PROPERTIES = ("text", "source", "placeholderText", "label", "title", "value")


def left_in_memory(reversed_markers: Iterable[str]) -> list[str]:
    """Kinds of objects (never their content) that still hold a marker, each with the kind of what holds it."""
    gc.collect()
    needles = [m[::-1] for m in reversed_markers]
    forms = [(n, n.encode(), n.encode("utf-16-le"), n.encode("gb18030")) for n in needles]
    ours = {id(x) for row in forms for x in row} | {id(n) for n in needles} | {id(needles), id(forms)}
    strings = ((value, holder) for value, holder in _strings() if id(value) not in ours)
    return [where for some in _by(BATCH, strings) for where in _found(some, forms)]


def _by(many: int, strings: Iterator[Held]) -> Iterator[list[Held]]:
    while some := list(islice(strings, many)):
        yield some


def _found(some: list[Held], forms: list[Forms]) -> list[str]:
    """One look at all of them together; only where that finds something, one look at each."""
    text = "\0".join(value for value, _ in some if isinstance(value, str))
    data = b"\0".join(value for value, _ in some if not isinstance(value, str))
    if not _holds(text, forms) and not _holds(data, forms):
        return []
    return [f"{type(value).__name__} held by {holder}" for value, holder in some if _holds(value, forms)]


def _holds(value: Any, forms: list[Forms]) -> bool:
    if isinstance(value, str):
        return any(form[0] in value for form in forms)
    data = bytes(value)
    return any(f in data for form in forms for f in form[1:])


def _strings() -> Iterator[tuple[Any, str]]:
    """Every str, bytes and bytearray reachable from what the collector tracks and from the running frames."""
    frames: list[Any] = []
    for frame in sys._current_frames().values():
        walk = frame
        while walk is not None:
            frames.append(walk.f_locals if walk.f_globals is not globals() else {})
            walk = walk.f_back  # type: ignore[assignment]  # the loop ends at None
    stack: list[Any] = [*gc.get_objects(), *frames]
    seen = {id(x) for x in stack}
    while stack:
        holder = stack.pop()
        for value in gc.get_referents(holder):
            if id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, str | bytes | bytearray):
                yield value, type(holder).__name__
            elif not gc.is_tracked(value):
                stack.append(value)


def left_on_screen(window: QQuickWindow, reversed_markers: Iterable[str]) -> list[str]:
    """Object names of QML items, visible or not, whose text still holds a marker."""
    needles = [m[::-1] for m in reversed_markers]
    return [name for name, text in all_texts(window.contentItem()) if any(n in text for n in needles)]


def all_texts(item: QQuickItem) -> Iterator[tuple[str, str]]:
    yield from _texts_of(item)
    for child in item.childItems():
        yield from all_texts(child)


def _texts_of(item: QObject) -> Iterator[tuple[str, str]]:
    for name in TEXT_PROPERTIES:
        value = item.property(name)
        if isinstance(value, str) and value:
            yield item.objectName() or item.metaObject().className(), value
