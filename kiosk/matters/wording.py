"""What every sentence of the catalogue has to be: there in both languages, plain, well punctuated (pure)."""
from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from pydantic import BaseModel

from kiosk.matters.model import Matter
from kiosk.matters.text import Text

OFFICIALESE = {
    "申请人": "您", "行政相对人": "您", "承诺件": "几天办好", "即办件": "马上办好", "受理": "收下了",
    "系统繁忙": "网络断了", "网络异常": "网络断了", "材料不合格": "没拍清楚", "提交成功": "交好了", "立即": "马上",
}
PROMISES = ("保证您", "保证能", "一定能", "一定会", "百分之百", "包过", "guarantee", "definitely")
HALF_WIDTH = frozenset(",;:?!()")
LONGEST = {"short": (11, 40), "summary": (24, 72), "spoken": (80, 260)}


def texts(part: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every wording below `part`, with where it stands; the parts of a list by their id where they have one."""
    if isinstance(part, Text):
        yield path.removeprefix("."), part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, tuple):
        for place, one in enumerate(part):
            yield from texts(one, f"{path}.{getattr(one, 'id', None) or place}")


def wording_faults(part: object) -> Iterator[str]:
    """What is wrong with the sentences of a matter, a commitment or a bundle. An official name stays as it is."""
    for path, text in texts(part):
        if not text.zh.strip() or not text.en.strip():
            yield f"{path}: a sentence is missing in {'zh' if not text.zh.strip() else 'en'}"
        if HALF_WIDTH & set(text.zh):
            yield f"{path}: half-width punctuation in {text.zh!r}"
        stiff = ((word, better) for word, better in OFFICIALESE.items() if word in text.zh and path != "name")
        yield from (f"{path}: say {better!r} instead of {word!r}" for word, better in stiff)
        said = text.zh + text.en
        yield from (f"{path}: nobody can promise {word!r}" for word in PROMISES if word in said)


def length_faults(matter: Matter) -> Iterator[str]:
    for name, (zh, en) in LONGEST.items():
        text: Text = getattr(matter, name)
        if len(text.zh) > zh or len(text.en) > en:
            yield f"{name}: at most {zh} characters in zh and {en} in en, not {len(text.zh)} and {len(text.en)}"


def placeholder_faults(matter: Matter) -> Iterator[str]:
    """{benefit} and the ids of fields may stand in the sentence of an approval, the same in both languages."""
    known = {field.id for field in matter.fields} | {"benefit"}
    zh, en = (_names(said) for said in (matter.result.approved.zh, matter.result.approved.en))
    if zh != en or not zh <= known:
        yield f"result.approved: placeholders {sorted(zh ^ en) or sorted(zh - known)} are not fields of both sentences"


def _names(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name is not None}
