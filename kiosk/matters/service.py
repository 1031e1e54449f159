"""How a matter is done: what is possible at the kiosk, who has to show what, how often somebody has to come."""
from __future__ import annotations

from typing import Literal

from pydantic import Field as Described
from pydantic import model_validator

from kiosk.matters.data import Data, Mark, Rule
from kiosk.matters.text import Text

Mode = Literal["apply", "verify", "query", "print", "pay", "book", "ask", "read"]
DOING: frozenset[Mode] = frozenset(("apply", "verify", "query", "print", "pay"))
Unit = Literal["workday", "day", "hour"]
Path = Literal["chip", "phone_code", "face", "staff"]


class Identity(Data):
    """The level that is truly needed: 1 nobody asks, 2 the card's chip, 3 chip and phone code or staff,
    4 chip and face, or staff. `paths`: every way to reach it. `say`: said before anything is asked, for more than a
    chip; `minors`: who acts for somebody under 18."""

    level: Literal[1, 2, 3, 4]
    why: Text
    paths: tuple[Path, ...] = ()
    say: Text | None = None
    minors: Literal["guardian", "self_16", "not_possible"] = "guardian"

    @property
    def alone(self) -> bool:
        """Whether a resident alone at the kiosk can get through."""
        return self.level == 1 or bool({"chip", "phone_code", "face"} & set(self.paths))

    @model_validator(mode="after")
    def _there_is_a_path(self) -> Identity:
        needed: dict[int, set[str]] = {1: set(), 2: {"chip"}, 3: {"phone_code", "staff"}, 4: {"face", "staff"}}
        paths = set(self.paths)
        if not paths <= needed[self.level] | {"staff"}:
            raise ValueError(f"paths of level {self.level} are among {sorted(needed[self.level])}")
        if self.level == 2 and "chip" not in paths:
            raise ValueError("paths of level 2 are chip")
        if self.level > 2 and "staff" not in paths:
            raise ValueError("staff is always a path: a phone or a face is never the only one")
        if self.level > 2 and self.say is None:
            raise ValueError("say is missing: more than the chip has to be said before anything is asked")
        return self


class Contact(Data):
    """A phone number is optional unless the result cannot be told without one."""

    phone: Literal["none", "optional", "required"] = "optional"
    why: Text | None = None

    @model_validator(mode="after")
    def _required_says_why(self) -> Contact:
        if (self.phone == "required") != (self.why is not None):
            raise ValueError("why belongs to a required phone, and a required phone needs it")
        return self


class Visits(Data):
    """到现场次数: journeys beside the one to this kiosk."""

    max: int = Described(ge=0, le=3)  # limit_scene_num
    reason: Text | None = None  # limit_scene_explain


class Channels(Data):
    """By which ways it can be done, and for whose area."""

    online_depth: Literal[1, 2, 3, 4]  # 4: online from beginning to end
    mobile: bool = False
    window: bool = True
    appointment: bool = False
    express: bool = False
    pay_online: bool = False
    scope: Literal["village", "town", "city", "province", "interprovince"]


class Span(Data):
    value: int = Described(ge=0)
    unit: Unit = "workday"
    mark: Mark


class Advice(Data):
    """Whom to ask and where to complain (link_way, supervise_way); the two are never the same number."""

    phone: str
    complaint: str


class Season(Data):
    """When it falls due every year: MM-DD, both days included. `when`: for whom; left out, for whom `yours` holds."""

    first: str = Described(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")
    last: str = Described(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")
    text: Text
    when: Rule | None = None
