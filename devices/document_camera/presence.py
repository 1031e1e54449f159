"""Reports a camera that is lost and one that is back: each change once."""

from __future__ import annotations

import logging

from devices.interfaces import Picture

log = logging.getLogger(__name__)


class Presence:
    """Says once that the camera was lost and once that it is back, however often it is woken in between."""

    def __init__(self) -> None:
        self._there: bool | None = None

    def lost(self, code: str) -> None:
        if self._there is not False:
            log.warning("document camera lost: %s", code)
        self._there = False

    def back(self, picture: Picture) -> None:
        if self._there is not True:
            log.info("document camera streams %d x %d", picture.shape[1], picture.shape[0])
        self._there = True
