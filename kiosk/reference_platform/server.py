"""Runs the reference platform as its own process: python -m kiosk.reference_platform.server --folder DIR --port P."""
from __future__ import annotations

import argparse
import json
import logging
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from kiosk.clock import SystemClock
from kiosk.reference_platform.app import create_app
from kiosk.reference_platform.platform import STATUS_URL, PlatformSettings, open_platform

HOST = "127.0.0.1"
KEEP_ALIVE_S = 75  # a kiosk looks at its line every 20 s: on a long one a new connection would cost it most of a second


def serve(
    folder: Path, port: int = 0, people: Path | None = None, *, accept_card_only: bool = True,
    status_url: str = STATUS_URL, matters: Path | None = None,
) -> None:
    """Serve on loopback until SIGTERM or SIGINT; 0 takes a free port.

    Once it can be reached, one line of JSON goes to standard output: {"ready": true, "port": …, "url": …}.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    settings = PlatformSettings(folder, people, accept_card_only, status_url, matters)
    platform = open_platform(settings, SystemClock())
    listener = socket.create_server((HOST, port), backlog=512)
    config = uvicorn.Config(
        create_app(platform), access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=3,
        lifespan="off", timeout_keep_alive=KEEP_ALIVE_S,
    )
    try:
        Announced(config, listener.getsockname()[1]).run(sockets=[listener])
    finally:
        platform.records.close()


class Announced(uvicorn.Server):
    """Says on standard output that it is ready."""

    def __init__(self, config: uvicorn.Config, port: int) -> None:
        super().__init__(config)
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        ready = {"ready": True, "port": self._port, "url": f"http://{HOST}:{self._port}"}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A real, small central platform on loopback.")
    parser.add_argument("--folder", type=Path, required=True, help="where database, keys and sealed files lie")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--demo-people", type=Path, help="file of invented people for the shared data")
    parser.add_argument("--persons-decide", action="store_true", help="a card alone is not enough to decide at once")
    parser.add_argument("--matters", type=Path, help="the catalogue's folder")
    order = parser.parse_args(argv)
    serve(
        order.folder, order.port, order.demo_people, accept_card_only=not order.persons_decide, matters=order.matters
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
