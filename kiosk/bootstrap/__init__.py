"""The only place where parts are chosen and joined: drivers, queue, platform, screens, demo."""

from __future__ import annotations

import argparse


def do(order: argparse.Namespace) -> int:
    """Carry out one order of the command line; the exit status."""
    match order.command:
        case "run":
            from kiosk.bootstrap.run import run

            return run(order.settings)
        case "demo":
            from kiosk.bootstrap.show import demo

            return demo(order.out, order.headless, order.only)
        case "queue":
            from kiosk.bootstrap.queue_orders import queue

            return queue(order)
        case "doctor":
            from kiosk.bootstrap.doctor import doctor

            return doctor(order)
        case "ask":
            from kiosk.bootstrap.ask_order import ask

            return ask(order)
        case "matters":
            from kiosk.bootstrap.matters_orders import matters

            return matters(order)
        case _:
            from kiosk.bootstrap import orders

            return int(getattr(orders, order.command)(order))
