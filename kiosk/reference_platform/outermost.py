"""Around everything: the platform's time on every answer; a defect ends in problem+json, never in a trace with data."""
from __future__ import annotations

import logging
import traceback

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.clock import Clock
from kiosk.reference_platform.problems import problem_answer

LOG = logging.getLogger("kiosk.platform")


class Outermost:
    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_dated(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], (b"x-server-time", self._now())]
            await send(message)

        try:
            await self._app(scope, receive, send_dated)
        except ClientDisconnect:
            return  # nobody is there to hear more
        except Exception as error:  # noqa: BLE001 - the last stop: whatever it was, the kiosk gets an answer it can read
            LOG.error("a request failed: %s", where(error))
            if not started:
                await problem_answer("failed")(scope, receive, send_dated)

    def _now(self) -> bytes:
        return self._clock.now().isoformat(timespec="milliseconds").encode("ascii")


def where(error: BaseException) -> str:
    """Kind and place of an error. Its words are left out: they may quote what a resident wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f"{frame.name}:{frame.lineno}" for frame in frames if "reference_platform" in frame.filename]
    return f"{type(error).__name__} in {' > '.join(own) or 'the server'}"
