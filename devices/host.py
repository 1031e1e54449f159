"""Keeps one device's process alive: starts it, listens to it, ends it when it hangs, starts it again.

Drivers that may hang in C code live in such a process. Both sides speak lines of JSON over a socket pair; the process
says something at least once a second, and the end of the socket is its end. Nothing heard is kept here.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import subprocess
import threading
import time
from typing import Any, Protocol

Message = dict[str, Any]

FIRST_WORD_S = 20.0  # a process may take so long to start on a busy machine
SILENCE_S = 5.0  # it beats every second
BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 5.0)
LIVED_S = 10.0  # a process that lived so long failed for a new reason: begin with the shortest pause
STOP_S = 5.0

log = logging.getLogger(__name__)


class Tenant(Protocol):
    """Who owns the process. All are called from the host's thread."""

    def command(self, channel: int) -> list[str]:
        """How to start it; `channel` is the number of the socket it inherits."""

    def heard(self, message: Message) -> None:
        """The process said this."""

    def gone(self) -> None:
        """The process ended; another one is started soon."""


class DeviceHost:
    def __init__(self, name: str, tenant: Tenant, silence_s: float = SILENCE_S) -> None:
        self._name, self._tenant, self._silence_s = name, tenant, silence_s
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Returns at once; starting twice is starting once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._supervise, name=f"host-{self._name}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the process for good. Returns when it has ended."""
        self._stopping.set()
        self.end_process()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_S)

    def say(self, message: Message) -> bool:
        """Tell the process. False when there is none."""
        with self._turn:
            if self._wire is None:
                return False
            try:
                self._wire.sendall(json.dumps(message).encode() + b"\n")
            except OSError:
                return False
            return True

    def end_process(self) -> None:
        """At once and without a word: it may hang in a library. A new one follows unless the host stops."""
        with self._turn:
            if self._process is not None:
                self._process.kill()

    @property
    def pid(self) -> int | None:
        with self._turn:
            return None if self._process is None else self._process.pid

    def _supervise(self) -> None:
        """All starts happen on this one thread: a process that dies with its parent dies with the starting thread."""
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._run_once()
            if self._stopping.is_set():
                return
            self._tenant.gone()
            failures = 0 if time.monotonic() - began > LIVED_S else failures
            if failures == 0:
                log.warning("the process of %s ended and is started again", self._name)
            self._stopping.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
            failures += 1

    def _run_once(self) -> None:
        wire, theirs = socket.socketpair()
        with wire:
            with theirs:
                process = subprocess.Popen(
                    self._tenant.command(theirs.fileno()), stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),)
                )
            with self._turn:
                self._process, self._wire = process, wire
            if not self._stopping.is_set():
                self._listen(wire)
            with self._turn:
                self._wire = None
            process.kill()
            process.wait()
            with self._turn:
                self._process = None

    def _listen(self, wire: socket.socket) -> None:
        """Until the process ends or falls silent. Lines are cut by hand: a file object would keep what it read."""
        wire.settimeout(FIRST_WORD_S)
        heard = bytearray()
        with contextlib.suppress(TimeoutError, ConnectionError):
            while data := wire.recv(65536):
                wire.settimeout(self._silence_s)
                heard += data
                del data
                self._hand_over(heard)

    def _hand_over(self, heard: bytearray) -> None:
        while (end := heard.find(b"\n")) >= 0:
            line = bytes(heard[:end])
            heard[: end + 1] = b""
            self._tenant.heard(json.loads(line))
