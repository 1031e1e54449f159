"""What comes out of a matter: result, amount, sheet to print, and the steps until then."""
from __future__ import annotations

from typing import Literal

from kiosk.matters.data import Data, DataName, Rule
from kiosk.matters.text import Text

Delivery = Literal["kiosk_print", "e_licence", "sms", "express", "window", "account"]


class Benefit(Data):
    when: Rule
    amount: int
    unit: Literal["CNY/month", "CNY/year", "CNY/once"]


class AutoApproval(Data):
    """秒批: decided without a person when `rule` holds. Otherwise, also while it is unknown, a person decides."""

    rule: Rule
    note: Text
    data_needed: tuple[DataName, ...]


class Result(Data):
    """`approved` is what the resident reads; {benefit} and {fields} are filled in by benefits.result_text.

    `received` tells what happens next when a person decides.
    """

    kind: Literal["payment", "certificate", "record", "card", "printout", "message"]
    name: Text
    approved: Text = Text(zh="办好了。", en="It is done.")
    received: Text | None = None
    delivery: tuple[Delivery, ...]
    validity: Text | None = None
    sample: str = ""  # a picture in the matter's folder


class Lookup(Data):
    """What a query shows and a sheet holds. `facts`: shared data asked for; nothing of it is kept after the visit."""

    shows: Text
    facts: tuple[DataName, ...]
    sheet: Text | None = None  # what is printed, and how it can be checked


class Step(Data):
    actor: Literal["resident", "village", "platform", "department", "third_party"]
    text: Text
    days: int | None = None


class Yours(Data):
    """When a person probably has a right to it or is due to do it, from what is known only."""

    when: Rule
    why: Text
