"""What a resident can do, as the screens call it. `Session` does it; every call runs on the desk thread."""

from __future__ import annotations

from typing import Protocol

from kiosk.commitments.model import Choice
from kiosk.commitments.signature import Strokes


class Verbs(Protocol):
    def begin(self) -> None: ...  # touched "start" on the attract screen without a card
    def choose(self, code: str) -> None: ...  # a matter, from attract, notices or the list
    def agree(self) -> None: ...  # the notice is understood
    def refuse(self) -> None: ...  # no consent: ends the visit, nothing was read
    def notices_seen(self) -> None: ...
    def start_matter(self) -> None: ...  # the guide was read, go on
    def answer(self, field: str, value: str) -> None: ...  # values as text: "true", "2026-12-03", "M"
    def change(self, field: str) -> None: ...  # from the review: ask this one again
    def leave_empty(self, field: str) -> None: ...  # an optional one
    def ask_why(self, paper: str) -> None: ...  # 为什么要交; step_back closes it
    def choose_way(self, paper: str, choice: Choice) -> None: ...  # a promise, or the paper itself
    def sign(self, strokes: Strokes) -> None: ...
    def take_page(self) -> None: ...
    def keep_page(self) -> None: ...
    def retake_page(self) -> None: ...
    def hand_in(self) -> None: ...
    def slip_taken(self) -> None: ...  # 拿到了，结束
    def no_slip(self) -> None: ...  # 没有出纸
    def print_again(self) -> None: ...  # 再打一张
    def without_slip(self) -> None: ...  # go without paper
    def step_back(self) -> None: ...  # 我按错了
    def go_home(self) -> None: ...  # leave; asks nothing when nothing was entered
    def call_staff(self) -> None: ...
    def close_staff_call(self) -> None: ...
    def try_again(self) -> None: ...  # the button of a trouble
    def still_here(self) -> None: ...
    def touched(self) -> None: ...  # any touch: moves the idle clock
    def use_language(self, tag: str) -> None: ...
