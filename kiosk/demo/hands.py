"""What a person at the demo dock can do to the parts: one button each, in the order a demo needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.demo.stage import Stage


@dataclass(frozen=True)
class Hand:
    """`name` is a word key of the dock; `do` returns at once."""

    group: str
    label: str
    do: Callable[[], None]


def hands(stage: Stage) -> tuple[Hand, ...]:
    return (
        Hand("卡 Card", "放陈伯的身份证 Lay Mr Chen's ID card", lambda: stage.lay("chen")),
        Hand("卡 Card", "放黄女士的社保卡 Lay Ms Huang's social card", lambda: stage.lay("huang")),
        Hand("卡 Card", "放罗女士的身份证 Lay Ms Luo's ID card", lambda: stage.lay("luo")),
        Hand("卡 Card", "放一张别的卡 Lay a foreign card", stage.lay_foreign_card),
        Hand("卡 Card", "拿走 Lift", stage.lift),
        Hand(
            "台面 Desk", "放李先生的身份证 Lay Mr Li's ID card", lambda: stage.show_on_desk("card:li")
        ),
        Hand("台面 Desk", "放糊的纸 A blurred page", lambda: stage.show_on_desk("blurred:li")),
        Hand("台面 Desk", "空台面 Empty desk", lambda: stage.show_on_desk("blank")),
        Hand("网络 Line", "断网 Cut the line", lambda: stage.line.set("cut")),
        Hand("网络 Line", "答非所问 The platform answers rubbish", lambda: stage.line.set("rubbish")),
        Hand("网络 Line", "恢复 Restore", stage.restore_line),
        Hand("打印机 Printer", "没纸 Out of paper", lambda: stage.printer_paper("out")),
        Hand("打印机 Printer", "装纸 Refill", lambda: stage.printer_paper("ok")),
    )
