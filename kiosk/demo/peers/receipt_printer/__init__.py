"""An ESC/POS receipt printer on TCP that prints pictures into a folder and has a hand for every trouble.

It reads the bytes by itself and shares no code with the driver or the encoder.
"""
from __future__ import annotations

from kiosk.demo.peers.receipt_printer.answers import AnswerStyle, Condition, MarkerStyle
from kiosk.demo.peers.receipt_printer.paper import MARGIN_SIDE, MARGIN_TOP, Receipt
from kiosk.demo.peers.receipt_printer.printer import PrinterPeer

__all__ = [
    "MARGIN_SIDE",
    "MARGIN_TOP",
    "AnswerStyle",
    "Condition",
    "MarkerStyle",
    "PrinterPeer",
    "Receipt",
]
