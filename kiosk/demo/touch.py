"""The far end of the scripted hand: taps buttons of a running kiosk by name and says what its screen shows."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Strokes = tuple[tuple[tuple[float, float], ...], ...]  # places as shares of the sheet


class NotShown(AssertionError):
    """The kiosk did not show what the visit needs in time."""


@dataclass
class Touch:
    """One running kiosk. Counts every press; `typed` holds the fields filled by keypad."""

    path: Path
    touches: int = 0
    typed: set[str] = field(default_factory=set)
    _socket: socket.socket | None = None
    _file: Any = None

    def connect(self, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while True:
            link = socket.socket(socket.AF_UNIX)
            try:
                link.connect(str(self.path))
                break
            except OSError as error:
                link.close()
                if time.monotonic() > end:
                    raise NotShown("the kiosk did not open its hand in time") from error
                time.sleep(0.02)
        link.settimeout(30)
        self._socket, self._file = link, link.makefile("rwb")

    def close(self) -> None:
        if self._socket is not None:
            self._file.close()
            self._socket.close()
            self._socket = None

    def ask(self, do: str, **values: Any) -> dict[str, Any]:
        self._file.write(json.dumps({"do": do, **values}).encode() + b"\n")
        self._file.flush()
        line = self._file.readline()
        if not line:
            raise NotShown("the kiosk is gone")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def facts(self) -> dict[str, Any]:
        return self.ask("state")

    def tap(self, name: str, seconds: float = 5.0) -> None:
        """Press a button by its name, waiting for it to be there."""
        self._once_there(seconds, "tap", name=name)
        self.touches += 1
        if name.startswith("key_"):
            self.typed.add(str(self.facts().get("field", name)))

    def draw(self, name: str, strokes: Strokes, seconds: float = 5.0) -> None:
        """One touch for every stroke."""
        self._once_there(seconds, "draw", name=name, strokes=strokes)
        self.touches += len(strokes)

    def _once_there(self, seconds: float, do: str, **values: Any) -> None:
        end = time.monotonic() + seconds
        while "error" in (answer := self.ask(do, **values)):
            if time.monotonic() > end:
                raise NotShown(f"{answer['error']}; there is: {', '.join(self.ask('buttons')['names'])}")
            time.sleep(0.03)

    def wait(self, seconds: float = 10.0, **wanted: str) -> dict[str, Any]:
        """Wait until the facts on screen are as wanted (`screen="review"`; "*" means anything but empty)."""
        end = time.monotonic() + seconds
        while True:
            facts = self.facts()
            if all(_meets(facts.get(k), v) for k, v in wanted.items()) and facts["drawn"] == facts["screen"]:
                return facts
            if time.monotonic() > end:
                raise NotShown(f"waited {seconds:.0f} s for {wanted}, the screen says {facts}")
            time.sleep(0.02)


def _meets(value: Any, wanted: str) -> bool:
    if wanted == "*":
        return bool(value)
    return str(value or "") in wanted.split("|")
