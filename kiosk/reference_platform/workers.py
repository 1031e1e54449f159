"""Several processes that serve one listener. None holds anything the others would miss: rows and their locks are the
database's, files lie in the shared folder. What a worker knows alone is how busy it is itself (its gate)."""
from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from kiosk.clock import SystemClock
from kiosk.reference_platform.app import create_app
from kiosk.reference_platform.platform import PlatformSettings, open_platform

START_S = 60.0
LOG = logging.getLogger("kiosk.platform")


@dataclass(frozen=True)
class AppOfWorker:
    """Makes the application anew in every worker; carries its settings there."""

    settings: PlatformSettings

    def __call__(self) -> ASGIApp:
        keep_log()
        threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
        return create_app(open_platform(self.settings, SystemClock()))


class Crew(Multiprocess):
    """Starts a worker anew that has died. `ready` is called once all of them serve."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(config, [listener])
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(START_S, self.should_exit) for process in self.processes):
            self._ready()
        else:
            LOG.error("a worker did not start")
            self.should_exit.set()


def keep_log() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the listener for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
