"""Run the printer as a program: `python -m kiosk.demo.peers.receipt_printer --port 9100 --out out/paper`."""
from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from kiosk.demo.peers.receipt_printer import PrinterPeer, Receipt


def main() -> int:
    parser = argparse.ArgumentParser(prog="kiosk.demo.peers.receipt_printer", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9100, help="0 takes a free one and prints it")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--dots", type=int, default=576, help="printable dots: 576 (80 mm) or 384 (58 mm)")
    asked = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with PrinterPeer(asked.out, port=asked.port, host=asked.host, dots=asked.dots, on_receipt=_tell) as printer:
        _say(f"listening on {asked.host}:{printer.port}")
        stop.wait()
    return 0


def _tell(receipt: Receipt) -> None:
    _say(f"{receipt.file.name}: {receipt.rows} rows, {receipt.boundary}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
