"""A named problem as the screen shows it."""

from __future__ import annotations

from kiosk.errors import KINDS
from kiosk.session.model import Trouble


def named(key: str, **values: str) -> Trouble:
    """The trouble with this key. Raises KeyError for a name nobody defined."""
    kind = KINDS[key]
    return Trouble(kind.code, key, kind.who, tuple(sorted(values.items())), kind.retry)
