"""What a matter costs: fees with their law, bills that are paid here, and people outside who have to be paid."""
from __future__ import annotations

from typing import Literal

from pydantic import Field as Described

from kiosk.matters.data import Data, DataName, Mark, Name, Rule
from kiosk.matters.text import Text


class Fee(Data):
    """One charge. `fen` is None where the amount is not public; `basis` an id in legal_basis."""

    id: Name
    name: Text
    fen: int | None = Described(ge=0)
    basis: Name
    when: Rule | None = None


class Fees(Data):
    """No items: it is free. `reduced`: who pays less or nothing."""

    items: tuple[Fee, ...] = ()
    pay_at: Literal["kiosk", "window", "online"] | None = None
    reduced: Text | None = None


class Bill(Data):
    """`share` knows what is owed. `when`: the answers for which it is this bill."""

    id: Name
    what: Text  # what the money is for
    to: Text  # who gets it
    share: DataName
    when: Rule | None = None


class Payment(Data):
    """Bills that are looked up and handed over to a terminal or a code. The kiosk never touches card data; the number
    of the payment's receipt is kept with the case."""

    bills: tuple[Bill, ...] = Described(min_length=1)
    account: Name | Literal[""] = ""  # the field that says whose bill it is; empty: the person's own
    ways: tuple[Literal["terminal", "code"], ...]
    receipt: Text  # what the resident gets for it


class Intermediary(Data):
    """中介服务: somebody outside whose work is needed. The resident is free to choose."""

    what: Text
    who: Text
    price: Text
    time: Text
    basis: Name | Literal[""] = ""
    mark: Mark
