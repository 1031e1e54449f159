"""The far end of the sync bench over TLS: the reference platform, a plain upload, or a small tus server.

Certificate and key lie in the run's folder, and so does `read`, the number of body bytes read so far.
"""

from __future__ import annotations

import asyncio
import os
import socket
from multiprocessing.connection import Connection
from pathlib import Path
from secrets import token_hex

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.clock import SystemClock
from kiosk.reference_platform.app import create_app
from kiosk.reference_platform.platform import PlatformSettings, open_platform
from kiosk.reference_platform.server import KEEP_ALIVE_S
from tests.support.tun_net import enter, go_first

PORT = 8443


class CountBodies:
    """Around a server: how many body bytes it has read, in a file that outlives it."""

    def __init__(self, app: ASGIApp, file: Path) -> None:
        self._app, self._read = app, 0
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        os.pwrite(self._file, b"%020d" % 0, 0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            self._read += len(message.get("body", b""))
            os.pwrite(self._file, b"%020d" % self._read, 0)
            return message

        await self._app(scope, counted, send)


class Plain:
    """POST: the whole body or nothing, durable before the answer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, more = self._folder / token_hex(8), True
        with path.open("wb") as file:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                file.write(message.get("body", b""))
                more = message.get("more_body", False)
            file.flush()
            await asyncio.to_thread(os.fsync, file.fileno())
        await answer(send, 200, {})


class Tus:
    """tus 1.0 with creation: what has come of a PATCH stays, whatever becomes of its connection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = {name.decode(): value.decode() for name, value in scope["headers"]}
        name, base = scope["path"].rpartition("/")[2], {"tus-resumable": "1.0.0"}
        if scope["method"] == "POST":
            name = token_hex(8)
            (self._folder / name).touch()
            self._sizes[name] = int(said["upload-length"])
            await answer(send, 201, {**base, "location": f"/files/{name}"})
            return
        path = self._folder / name
        if scope["method"] == "PATCH":
            if int(said["upload-offset"]) != path.stat().st_size:
                await answer(send, 409, base)
                return
            if not await self._append(path, receive):
                return
        size = {"upload-offset": str(path.stat().st_size), "upload-length": str(self._sizes[name])}
        await answer(send, 204 if scope["method"] == "PATCH" else 200, {**base, **size, "cache-control": "no-store"})

    async def _append(self, path: Path, receive: Receive) -> bool:
        """False when the line was cut."""
        more = True
        with path.open("ab", buffering=0) as file:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return False
                file.write(message.get("body", b""))
                more = message.get("more_body", False)
            await asyncio.to_thread(os.fsync, file.fileno())
        return True


async def answer(send: Send, status: int, headers: dict[str, str]) -> None:
    named = [(name.encode(), value.encode()) for name, value in {"content-length": "0", **headers}.items()]
    await send({"type": "http.response.start", "status": status, "headers": named})
    await send({"type": "http.response.body", "body": b""})


def app_for(kind: str, folder: Path) -> ASGIApp:
    if kind == "ours":
        return create_app(open_platform(PlatformSettings(folder / "platform"), SystemClock()))
    (folder / "files").mkdir()
    return Plain(folder / "files") if kind == "post" else Tus(folder / "files")


class Announced(uvicorn.Server):
    """Says that it listens."""

    def __init__(self, config: uvicorn.Config, said: Connection) -> None:
        super().__init__(config)
        self._said = said

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._said.send("listening")


def serve(kind: str, folder: Path, place: str, said: Connection) -> None:
    """In a process of its own, for ever, in the namespace at `place`."""
    enter(place)
    go_first()
    config = uvicorn.Config(
        CountBodies(app_for(kind, folder), folder / "read"), host="0.0.0.0", port=PORT, access_log=False,
        log_level="error", lifespan="off", server_header=False, timeout_graceful_shutdown=1,
        timeout_keep_alive=KEEP_ALIVE_S, ssl_certfile=folder / "cert.pem", ssl_keyfile=folder / "key.pem",
    )  # fmt: skip
    Announced(config, said).run()
