"""The few sentences of the house around what is quoted. Each only says aloud what stands in the data of a matter."""
from __future__ import annotations

from kiosk.matters.paper import Ground
from kiosk.matters.text import Text

UNKNOWN = Text(
    zh="这个问题指南里没写，我不乱说。可以叫工作人员，也可以先记下来，问到了告诉您。",
    en="The guide does not say, and I will not guess. Call the staff, or leave the question and we will find out.",
)
IF_RIGHT = Text(zh="符合条件的话马上有结果。", en="If you meet the conditions the result comes at once.")
IF_FOUND = Text(zh="查得到的话，当场就能看。", en="What can be looked up is shown on the spot.")
WITHIN = Text(zh="交齐以后一般 {days} 个工作日。", en="Usually {days} working days after everything is handed in.")
AT_MOST = {
    "workday": Text(zh="规定最长 {days} 个工作日。", en=" The rules allow at most {days} working days."),
    "day": Text(zh="规定最长 {days} 天。", en=" The rules allow at most {days} days."),
    "hour": Text(zh="规定最长 {days} 小时。", en=" The rules allow at most {days} hours."),
}
HERE = Text(zh="在这台机器上就能办，归{office}管。", en="It can be done at this kiosk; the office behind it: {office}.")
STILL_GO = Text(zh="还要去一次：{reason}。", en=" One more journey: {reason}.")
FREE = Text(zh="“{short}”不收手续费。", en="No fee is charged for this: {short}.")
NO_AMOUNT = Text(zh="以公布的为准", en="as published")
NO_PAPERS = Text(zh="不用交材料。", en="No papers have to be handed in.")
PAPERS = Text(zh="要用到：{list}。", en="You need: {list}.")
SOMETIMES = Text(zh="有的情况还要：{list}。", en=" In some cases also: {list}.")
HELPS = Text(zh="有的话可以带上：{list}。", en=" If you have it: {list}.")
CONDITIONS = Text(zh="要这样才行：{list}。", en="These have to hold: {list}.")
AMOUNTS = Text(zh="{list}，看您的情况。", en="{list}, depending on your case.")
MAY = Text(zh="可以，别人能替您办。", en="Yes, somebody else can do it for you.")
MAY_WITH = Text(zh="要带：{list}。", en=" They bring: {list}.")
MAY_NOT = Text(zh="不能，要您本人来。", en="No, you have to come yourself.")
NOT_NEEDED = Text(zh="不用开{proof}。", en="No {proof} is needed.")
NEEDED = Text(zh="要用到{paper}。", en="{paper}: it is needed.")
MAYBE_NEEDED = Text(zh="有的情况才要{paper}。", en="{paper}: needed in some cases only.")
NEEDS_NONE = Text(zh="这些都不用开：{list}。", en="None of these is needed: {list}.")
WHY_NOT: dict[Ground, Text] = {
    "no_legal_basis": Text(zh="没有规定要这份证明。", en=" No rule asks for it."),
    "by_own_licence": Text(zh="您的证件就能证明。", en=" Your own card proves it."),
    "by_commitment": Text(zh="写一份承诺就行，也可以选择交材料。", en=" A promise is enough, or hand in the paper."),
    "covered_by_other": Text(zh="别的材料里已经有了。", en=" Another paper already says it."),
    "by_network_check": Text(zh="我们在网上查，不用您跑。", en=" We look it up; you need not go anywhere."),
    "issuer_cannot_verify": Text(zh="村里没法核实，已经取消。", en=" The village cannot verify it; it was abolished."),
}


def joined(texts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """A list in one sentence, without the full stops of its parts."""
    return Text(
        zh=zh.join(one.zh.rstrip("。") for one in texts), en=en.join(one.of("en").rstrip(".") for one in texts)
    )


def filled(sentence: Text, **values: Text | str | int) -> Text:
    """The sentence with its {placeholders} in each language."""
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
    en = {name: value.of("en") if isinstance(value, Text) else value for name, value in values.items()}
    return Text(zh=sentence.zh.format_map(zh), en=sentence.of("en").format_map(en))


def after(first: Text, *more: Text) -> Text:
    """One sentence after the other."""
    parts = (first, *more)
    return Text(zh="".join(one.zh for one in parts), en="".join(one.of("en") for one in parts))
