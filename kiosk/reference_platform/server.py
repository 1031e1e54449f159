"""Runs the reference platform as its own process: python -m kiosk.reference_platform.server --folder DIR --port P."""
from __future__ import annotations

import argparse
import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from kiosk.clock import SystemClock
from kiosk.reference_platform.app import create_app
from kiosk.reference_platform.migrate import NotOpened
from kiosk.reference_platform.platform import PlatformSettings, open_platform
from kiosk.reference_platform.workers import AppOfWorker, Crew, keep_log

HOST = "127.0.0.1"
KEEP_ALIVE_S = 75  # a kiosk looks at its line every 20 s: on a long one a new connection would cost it most of a second

class WorkersNeedServer(NotOpened):
    """Several workers were asked for without a database they can share."""

    def __init__(self) -> None:
        super().__init__("--workers above 1 needs --database postgresql+psycopg://…")


def serve(settings: PlatformSettings, port: int = 0, workers: int = 1) -> None:
    """Serve on loopback until SIGTERM or SIGINT; 0 takes a free port.

    Once it can be reached, one line of JSON goes to standard output: {"ready": true, "port": …, "url": …}. Raises
    NotOpened, of which WorkersNeedServer is one.
    """
    if workers > 1 and not settings.database:
        raise WorkersNeedServer
    keep_log()
    platform = open_platform(settings, SystemClock())  # also for several: tables and keys are there before they start
    try:
        listener = socket.create_server((HOST, port), backlog=512)
        if workers == 1:
            Announced(_config(create_app(platform)), listener.getsockname()[1]).run(sockets=[listener])
    finally:
        platform.records.close()
    if workers > 1:
        Crew(_config(AppOfWorker(settings), workers), listener, lambda: say_ready(listener.getsockname()[1])).run()


def _config(app: ASGIApp | AppOfWorker, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app, factory=isinstance(app, AppOfWorker), workers=workers, access_log=False, log_config=None,
        server_header=False, timeout_graceful_shutdown=3, lifespan="off", timeout_keep_alive=KEEP_ALIVE_S,
    )


class Announced(uvicorn.Server):
    """Says on standard output that it is ready."""

    def __init__(self, config: uvicorn.Config, port: int) -> None:
        super().__init__(config)
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        say_ready(self._port)


def say_ready(port: int) -> None:
    ready = {"ready": True, "port": port, "url": f"http://{HOST}:{port}"}
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A real, small central platform on loopback.")
    parser.add_argument("--folder", type=Path, required=True, help="where database, keys and sealed files lie")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--demo-people", type=Path, help="file of invented people for the shared data")
    parser.add_argument("--persons-decide", action="store_true", help="a card alone is not enough to decide at once")
    parser.add_argument("--matters", type=Path, help="the catalogue's folder")
    parser.add_argument("--database", default="", help="postgresql+psycopg://user@host:port/name instead of SQLite")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve; above 1 with --database only")
    order = parser.parse_args(argv)
    settings = PlatformSettings(
        order.folder, order.demo_people, not order.persons_decide, matters=order.matters, database=order.database
    )
    try:
        serve(settings, order.port, order.workers)
    except NotOpened as why:
        sys.stderr.write(f"{why}\n")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
