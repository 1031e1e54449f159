"""Chinese surnames: the ones of two characters, and how the ones with a reading of their own are said (pure)."""
from __future__ import annotations

COMPOUND = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯",
    "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "申屠", "公孙", "慕容",
    "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "巫马", "公西", "漆雕",
    "乐正", "拓跋", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌",
    "梁丘", "左丘", "西门", "第五", "南荣", "即墨", "达奚", "完颜", "纳兰", "叶赫",
    "太史", "端木", "淳于", "单于", "仲孙", "公冶", "颛孙", "谷梁",
))
READINGS = {
    "单": "Shan", "仇": "Qiu", "解": "Xie", "查": "Zha", "任": "Ren", "曾": "Zeng", "区": "Ou",
    "盖": "Ge", "翟": "Zhai", "朴": "Piao", "乐": "Yue", "种": "Chong", "覃": "Qin", "冼": "Xian",
    "华": "Hua", "宁": "Ning", "缪": "Miao", "吕": "Lyu", "召": "Shao", "秘": "Bi", "那": "Na",
    "尹": "Yin", "员": "Yun", "逄": "Pang", "幺": "Yao", "郇": "Xun", "尉迟": "Yuchi", "万俟": "Moqi",
    "长孙": "Zhangsun", "澹台": "Tantai", "乐正": "Yuezheng", "呼延": "Huyan", "单于": "Chanyu",
}


def surname_of(name: str) -> str:
    """林大有 → 林, 欧阳明 → 欧阳, 阿卜杜·热合曼 → 阿卜杜; a name in letters gives its first word."""
    for mark in "·•．":
        name = name.replace(mark, " ")
    first = name.split()[0] if name.split() else name
    if len(first) != len(name) or first.isascii():
        return first.capitalize() if first.isascii() else first
    return first[:2] if first[:2] in COMPOUND and len(first) > 2 else first[:1]


def surname_spoken(surname: str) -> str:
    """陈 → Chen, 单 → Shan, 吕 → Lyu; a surname in letters stays."""
    if surname in READINGS:
        return READINGS[surname]
    from pypinyin import lazy_pinyin  # slow to import, and needed for a few cards only

    return "".join(lazy_pinyin(surname)).capitalize()
