"""A piece of wording that comes with data (a matter, a field, a place), in every language it has."""
from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Text(BaseModel):
    """`zh` is always there; another language falls back to it, so that no label is ever empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str = ""

    def of(self, tag: str) -> str:
        """The wording for a language tag such as "zh-Hans" or "en"."""
        return self.en if tag.startswith("en") and self.en else self.zh
