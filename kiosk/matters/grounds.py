"""The six grounds on which the 2019 plan cancels a proof, answered for one paper (pure)."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.matters.model import Matter
from kiosk.matters.paper import Ground, Requirement
from kiosk.matters.text import Text

QUESTIONS: dict[Ground, Text] = {
    "no_legal_basis": Text(zh="有没有规定要这份材料？", en="Does a law ask for this paper?"),
    "by_own_licence": Text(zh="您手上的证件能不能证明？", en="Does a card you have prove it?"),
    "by_commitment": Text(zh="写一份承诺行不行？", en="Is a promise enough?"),
    "covered_by_other": Text(zh="别的材料里有没有？", en="Does another paper say it already?"),
    "by_network_check": Text(zh="能不能在网上查？", en="Can it be looked up?"),
    "issuer_cannot_verify": Text(zh="开的单位能不能核实？", en="Can the issuer vouch for it?"),
}
DEMAND: dict[Ground, Text] = {
    "by_own_licence": Text(zh="没有别的证件写着同样的内容。", en="No other card says the same."),
    "by_network_check": Text(zh="现在网上还查不到，所以要看一眼。", en="It cannot be looked up yet."),
}


@dataclass(frozen=True)
class Answer:
    """`spared`: on this ground the paper need not be handed in, where the way works at the moment."""

    ground: Ground
    question: Text
    answer: Text
    spared: bool


def walk(matter: Matter, paper: Requirement) -> tuple[Answer, ...]:
    """为什么要 / 能不能不要, ground by ground, in the order of the plan."""
    return tuple(Answer(ground, question, *_answer(ground, matter, paper)) for ground, question in QUESTIONS.items())


def _answer(ground: Ground, matter: Matter, paper: Requirement) -> tuple[Text, bool]:
    match ground:
        case "no_legal_basis":
            return _law(matter, paper), False
        case "by_own_licence" if paper.own_card:
            return Text(zh="能。刷过卡就不用再拍。", en="Yes. Once the card is read, no picture is needed."), True
        case "by_own_licence" if paper.licence:
            return Text(zh="有电子证照就能用，不用带原件。", en="An electronic licence is enough."), True
        case "by_commitment" if paper.commitment:
            return Text(zh="可以写承诺，也可以交材料，您来选。", en="You may promise, or hand in the paper."), True
        case "by_network_check" if paper.share:
            return Text(zh="查得到就不用交。", en="When it can be looked up you hand in nothing."), True
        case _:
            said: Text | None = getattr(paper.grounds, ground)
            return said or DEMAND[ground], False


def _law(matter: Matter, paper: Requirement) -> Text:
    cited = [matter.basis(id).cited for id in paper.basis]
    if not cited:
        return Text(zh="不是非交不可，交了可以快一点。", en="It is not demanded; it only helps.")
    zh, en = "；".join(one.zh for one in cited), "; ".join(one.of("en") for one in cited)
    return Text(zh=f"有：{zh}。", en=f"Yes: {en}.")
