"""The legal bases of a matter: what was read says so with its address, and only that is shown as official (pure)."""
from __future__ import annotations

from typing import Self

from pydantic import model_validator

from kiosk.matters.data import Data, Mark, Name
from kiosk.matters.text import Text

NOT_COMPARED = Text(zh="（没核对原文，以公布的为准）", en=" (not compared with the text; the published one counts)")
REPOSTED = Text(zh="（看的是转载，以公布的为准）", en=" (seen as a repost; the published one counts)")
OURS = Text(zh="（示例，以平台公布的为准）", en=" (an example; the platform's entry counts)")


class LegalBasis(Data):
    """One law or rule (by_law). `id` is what a paper, a fee or an answer refers to. `address`: the page that was read.

    `repost`: the page was not the issuing body's own, so that it is a good lead and no authority.
    """

    id: Name
    title: str
    en: str  # the title in English
    doc_no: str = ""
    article: str = ""  # 第三十三条
    address: str = ""
    mark: Mark
    repost: bool = False
    note: str = ""

    @property
    def official(self) -> bool:
        return self.mark == "read" and not self.repost

    @property
    def cited(self) -> Text:
        """As it stands on a screen or a slip; whatever is not official says so in the same breath."""
        doubts = {"read": REPOSTED if self.repost else Text(zh="", en=""), "known": NOT_COMPARED, "illustrative": OURS}
        doubt = doubts[self.mark]
        number = f"（{self.doc_no}）" if self.doc_no else ""
        return Text(zh=f"{self.title}{number}{self.article}{doubt.zh}", en=f"{self.en}{doubt.en}")

    @model_validator(mode="after")
    def _read_means_somewhere(self) -> Self:
        if (self.mark == "read") != bool(self.address):
            raise ValueError("mark read needs the address that was read, and the other marks have none")
        if self.address and not self.address.startswith(("http://", "https://")):
            raise ValueError("address is not a web address")
        if self.repost and self.mark != "read":
            raise ValueError("repost belongs to mark read")
        return self
