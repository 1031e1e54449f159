"""A reader's own process: runs one driver, says what it sees over a socket, ends with the kiosk that started it.

Lines of JSON on the socket named by --channel. Out: {"beat": n}, {"state": …}, {"read": id, "result": …};
in: {"read": id, "epoch": n}. A document is forgotten as soon as it is sent; none is ever logged.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import queue
import resource
import signal
import socket
import sys
import threading
import traceback
from itertools import count

from devices.card_reader.driver import Driver
from devices.card_reader.wire import Packed, pack_read, pack_state
from devices.interfaces import CardState

BEAT_S = 1.0
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4  # from linux/prctl.h


class Channel:
    """The socket to the kiosk; when it closes, this process has nobody to work for."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire, self._turn = wire, threading.Lock()
        self._said: CardState | None = None

    def say(self, message: Packed) -> None:
        line = json.dumps(message, ensure_ascii=False).encode() + b"\n"
        try:
            with self._turn:
                self._wire.sendall(line)
        except OSError:
            os._exit(0)

    def report(self, state: CardState) -> None:
        """Only what changed is said."""
        if state != self._said:
            self._said = state
            self.say({"state": pack_state(state)})

    def serve(self, reads: queue.SimpleQueue[tuple[int, int]]) -> None:
        """Hand on what the kiosk asks for. At the end of the line the process ends, even in the middle of a read."""
        with self._wire.makefile("rb") as lines:
            for line in lines:
                asked = json.loads(line)
                reads.put((asked["read"], asked["epoch"]))
        os._exit(0)

    def beat(self) -> None:
        pause = threading.Event()
        for number in count():
            self.say({"beat": number})
            pause.wait(BEAT_S)


def harden() -> None:
    """No core dumps, no debugger, and the end of the kiosk is the end of this process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the terminal is the kiosk's to handle


def end_on_defect(failed: threading.ExceptHookArgs) -> None:
    """A dead thread is a dead reader: end, to be started again. Places only, as a message may hold what was read."""
    places = traceback.format_list(traceback.extract_tb(failed.exc_traceback))
    sys.stderr.write(f"card reader ended by {failed.exc_type.__name__}\n" + "".join(places))
    sys.stderr.flush()
    os._exit(1)


def open_driver(options: argparse.Namespace) -> Driver:
    """Imported here, as each driver brings a library that the other does not need."""
    epochs = count(options.first_epoch)
    if options.driver == "sam_serial":
        from devices.card_reader.sam_serial import SamSerial

        return SamSerial(options.port, options.baud, epochs)
    from devices.card_reader.pcsc_reader import PcscReader

    return PcscReader(options.reader, epochs)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channel", type=int, required=True, help="number of the inherited socket")
    parser.add_argument("--driver", choices=("sam_serial", "pcsc"), required=True)
    parser.add_argument("--first-epoch", type=int, default=1, help="number of the first card")
    parser.add_argument("--port", default="", help="serial device, for sam_serial")
    parser.add_argument("--baud", type=int, default=115200, help="serial speed, for sam_serial")
    parser.add_argument("--reader", default="", help="part of the reader's name, for pcsc")
    options = parser.parse_args(arguments)
    harden()
    threading.excepthook = end_on_defect
    channel = Channel(socket.socket(fileno=options.channel))
    reads: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    threading.Thread(target=channel.serve, args=(reads,), daemon=True).start()
    threading.Thread(target=channel.beat, daemon=True).start()
    driver = open_driver(options)
    threading.Thread(target=driver.watch, args=(channel.report,), daemon=True).start()
    threading.Thread(target=_read, args=(driver, reads, channel)).start()


def _read(driver: Driver, reads: queue.SimpleQueue[tuple[int, int]], channel: Channel) -> None:
    while True:
        number, epoch = reads.get()
        channel.say({"read": number, "result": pack_read(driver.read(epoch))})


if __name__ == "__main__":
    main(sys.argv[1:])
