"""The words of the slip in one language, from assets/receipts."""
from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.assets import asset

FALLBACK = "zh-Hans"


def load_words(tag: str, folder: Path | None = None) -> Mapping[str, str]:
    """All words of a language by dotted key ("slip.title"); a language without slip words gets the Chinese ones."""
    folder = folder or asset("receipts")
    path = folder / f"{tag}.toml"
    if not path.exists():
        path = folder / f"{FALLBACK}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
