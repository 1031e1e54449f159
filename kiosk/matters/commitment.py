"""告知承诺 as data: what is promised instead of a paper, what the notice has to say, and the hash of those words."""
from __future__ import annotations

import json
from hashlib import sha256
from typing import Literal

from pydantic import Field as Described

from kiosk.matters.data import Data, DataName
from kiosk.matters.law import LegalBasis
from kiosk.matters.text import Text


class Template(Data):
    """The notice and the promise. Every sentence is read by the resident before choosing; none is ticked beforehand."""

    id: DataName
    version: int = Described(ge=1)
    name: Text
    proves: Text  # what has to be true
    replaces: Text  # the paper that need not be handed in
    checked: Text  # how it is checked afterwards
    liability: Text  # what follows from a false promise
    choice: Text  # that nobody has to promise, and what else can be done
    excluded: tuple[Text, ...] = Described(min_length=1)  # who cannot choose it
    statement: Text  # what is signed
    signature: Literal["on_screen"] = "on_screen"
    basis: tuple[LegalBasis, ...] = Described(min_length=1)

    @property
    def notice(self) -> tuple[Text, ...]:
        """Everything said before the choice, in the order it is said."""
        return (self.proves, self.replaces, self.checked, self.liability, *self.excluded, self.choice)

    @property
    def text_hash(self) -> str:
        """SHA-256 over version, notice and statement in every language: whoever changes a word changes it."""
        said = [self.id, self.version, *(text.model_dump() for text in (*self.notice, self.statement))]
        return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
