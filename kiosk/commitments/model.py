"""A promise made instead of a paper: which words were read, what was chosen, when, and the signature."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.matters.commitment import Template

__all__ = ["Choice", "Promise", "Template"]

Choice = Literal["promise", "paper"]


@dataclass(frozen=True, repr=False)
class Promise:
    """What is handed in for a chosen commitment. `signature_sha`: SHA-256 of the picture of the signature."""

    template: str
    version: int
    text_hash: str
    requirement: str
    language: str  # the language the words were read in
    chosen_at: datetime
    signature_sha: str
