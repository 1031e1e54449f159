"""What somebody wants to know, and about what: the kinds of question, and the words left without them (pure)."""
from __future__ import annotations

import re
from typing import Literal

Kind = Literal["who", "bring", "money", "how_long", "lasting", "when", "where", "cost", "proof", "agent"]
HOW_MUCH = re.compile(r"(多少|几多)(?![年天日次个岁人分亩项口])|几钱|how much")
"""Money to get or money to pay: the matter itself decides, unless the question says more."""

DOES = "办|领|开|打|交|换|查|做|拿|攞|整|取|签|申请|认证|登记|年审"
KINDS: dict[Kind, re.Pattern[str]] = {
    "agent": re.compile(
        r"代办|代领|代做|代交|代打|代开|委托|亲自|本人[去来到]|(帮|替).{1,6}?(" + DOES + r")"
        r"|(叫|让|俾|请|由)[^，。？]{0,5}(人|爸|妈|公|婆|儿|女|亲|友|邻居|朋友)[^，。？]{0,3}"
        r"(去|来|帮|代|替|" + DOES + r")"
        r"|家里?人[^，。？]{0,4}(去|来|帮|代|替|" + DOES + r")|behalf|(some|any)(body|one) else"
        r"|\b(can|could|may) my (wife|husband|son|daughter|mother|father|family|friend|parents?)"
        r"|\bfor my (mother|father)"
    ),
    "bring": re.compile(
        r"带(什么|乜|咩|啥|哪些|齐)|(什么|咩|乜|啥|哪些|要|需要|准备)[^，。？]{0,3}(材料|文件|资料|手续|证件)|材料有(什么|哪些)"
        r"|准备(什么|乜|咩|啥|哪些)|要交(什么|乜|咩|啥)"
        r"|\bbring\b|what .*\b(need|take)\b|\b(documents?|papers?|paperwork)\b"
    ),
    "how_long": re.compile(
        r"多久|多长时间|几耐|多少天|多少日|几天|几日|多少个?工作日|什么时候能?(拿到|领到|办好|到账|出来|有结果|批)"
        r"|几时(有|攞到|得)|how long|how many days|when will"
    ),
    "lasting": re.compile(
        r"[领攞管用]得?(多久|多长|几耐|几年|几个月|多少年)|(多久|几耐|几年|隔几耐)[^，。？]{0,4}一次|有效期?|几年有效|多少年|交几年"
        r"|how often|valid|expire|how many (years|months)"
    ),
    "when": re.compile(
        r"什么时候(?!能?(拿到|领到|办好|到账|出来|有结果|批))|几时(?!有|攞到|得)|哪天|哪个月|几月"
        r"|(多少|几)[天日]内|多久(之?内|要|就要)|\bwhen\b(?! will)"
    ),
    "where": re.compile(
        r"哪里|哪儿|哪个(窗口|地方|部门)|边度|边处|喺边|在哪|(?<!办)到哪|去哪|喺度|[能以]在这里|这里(能|可以)|地址|地点"
        r"|\bwhere\b|which office"
    ),
    "money": re.compile(
        r"[领补给发攞提拿有](得)?(多少|几多)|(每个?月|一个?月|一年|每年|每亩|一次)[^，。？]{0,6}(多少|几多|几钱)|标准(是)?多少"
        r"|how much (money|do i get|will i get|can i get|does it pay)"
    ),
    "cost": re.compile(
        r"要不要钱|要钱|收钱|收唔收|收不收|收费|费用|使唔使钱|使钱|免费|手续费|工本费|交钱|花钱|贵不贵"
        r"|\b(free|fees?|costs?|prices?|charged?)\b"
    ),
    "who": re.compile(
        r"条件|资格(?!认证)|谁(可以|能)|什么人|哪些人|边个(可以|可)|几岁|多大|几多岁|够不够|[算够][^，。？]{0,8}吗|第[一二三四五]个"
        r"|eligible|qualif|how old|who (can|may)"
    ),
    "proof": re.compile(
        r"(要不要|还要|仲要|使唔使|用不用|需不需要|要唔要|是不是要|一定要|非要|需要|先要|要)[^，。？]{0,8}(证(?!件)|證|合同|户口|介绍信|声明|单)"
        r"|\b(need|require|have to)[^.?]*(certificate|proof|contract|register)"
    ),
}
MAY = re.compile(
    r"(可以|能)(办|申请|领|参加|上|换|登记|上户口|续)?吗|能不能|可唔可以|可不可以|还能"
    r"|(?<!how )\bcan i\b|\bam i\b|may i"
)
"""Asks who may, where nothing else is asked; beside another question it only makes it polite."""

ASKING = re.compile(
    r"多少钱|几多钱|几钱|要不要|使唔使|用不用|需不需要|需要|可不可以|可唔可以|能不能|是不是|什么时候|几时|多长时间|多久|几耐|多少天内|多少天"
    r"|几天|几日|多少|几多|在哪里|喺边度|哪里|哪儿|边度|边个|在哪|到哪|去哪|什么|乜嘢|咩嘢|咩|啥|材料|证件|准备|点样|点算|怎么办|怎么|怎样|如何"
    r"|可以|收唔收钱|收钱唔收|收不收钱|收钱|收费|要钱|使钱|要交钱|免费吗|请问|想问|问下|我想|我要|想要|一个月有|每个月|一个月|每月|一次"
    r"|有结果|要等|等|能拿到|拿到|条件|资格|吗|呢|呀|嘛|的|了|啲|嘅|系|那边|这里|呢度|喺度|帮我|代办|代领|代做|让家里人|叫人|家里人"
    r"|我妈|我爸|我阿妈|我阿爸|我儿子|我老公|我老婆|我|你|他|她|要|能|有|会|吧|啊|还|仲|去|来|带|嘢"
)
ASKING_EN = re.compile(
    r"\b(what|do|does|i|we|you|need|to|bring|for|a|an|the|how|much|is|are|at|can|could|my|wife|husband|son|daughter|mother|"
    r"father|me|long|take|takes|where|when|who|free|get|have|it|of|in|on|and|or|there|please|want|would|like|as|if|"
    r"apply|application|documents?|papers?|cost|fees?|here|still|this|that|with|will|by|be|must|should|may|many|days)\b"
)


def kinds_of(said: str) -> tuple[Kind, ...]:
    """What is asked, in the order it is said. "How much" alone is both money and cost until the matter is known."""
    said = said.lower()
    found = {kind: match.start() for kind, pattern in KINDS.items() if (match := pattern.search(said))}
    if not found and (match := MAY.search(said)):
        found = {"who": match.start()}
    if not {"money", "cost"} & found.keys() and (match := HOW_MUCH.search(said)) and "how_long" not in found:
        found |= {"money": match.start(), "cost": match.start()}
    if {"lasting", "when"} & found.keys() and "how_long" in found:
        del found["how_long"]  # how long it holds, or by when: both are said with the same words
    return tuple(sorted(found, key=lambda kind: found[kind]))


def core(said: str) -> str:
    """What is left of a question without the asking: the matter itself. All of it when nothing would be left."""
    left = ASKING_EN.sub(" ", ASKING.sub(" ", said.lower()))
    return " ".join(left.split()) if any(mark.isalnum() for mark in left) else said
