"""Draws the invented papers that lie on the demo's desk: a card and a form of no real layout, seen flat from above."""
from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kiosk.assets import chinese_font

Person = Mapping[str, Any]  # one entry of assets/demo/people.json
Ink = tuple[int, int, int]

CARD = (1284, 810)  # 85.6 × 54 mm, 15 px per mm
FORM = (1260, 1782)  # 210 × 297 mm, 6 px per mm
INK: Ink = (38, 42, 48)
LABEL: Ink = (74, 112, 120)
TYPED: Ink = (28, 40, 92)
SEAL: Ink = (196, 40, 36)
NATIONS = {"01": "汉"}
SEXES = {"1": "男", "2": "女"}


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(chinese_font()), size)


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, ink: Ink, bold: int = 0) -> None:
    draw.text(at, text, font=_font(size), fill=ink, stroke_width=bold, stroke_fill=ink)


def _lines(text: str, per_line: int) -> list[str]:
    """Cut into lines; none begins with a punctuation mark."""
    lines: list[str] = []
    while text:
        end = per_line + (text[per_line : per_line + 1] in tuple("，。；、"))
        lines.append(text[:end])
        text = text[end:]
    return lines


def card(person: Person) -> Image.Image:
    """The front of a specimen card, RGBA with round corners."""
    face = _card_ground()
    draw = ImageDraw.Draw(face)
    _write(draw, (64, 42), "居民信息卡", 46, (24, 92, 88), 1)
    _write(draw, (330, 56), "演示样本 SPECIMEN", 28, (128, 150, 150))
    face.paste(_portrait(), (64, 138))
    draw.rounded_rectangle((64, 138, 394, 568), 14, outline=(150, 172, 172), width=3)
    year, month, day = person["birth"].split("-")
    _field(draw, 138, "姓名", person["name"], 58)
    _field(draw, 226, "性别", SEXES[person["sex"]], 44)
    _write(draw, (700, 234), "民族", 32, LABEL)
    _write(draw, (790, 224), NATIONS.get(person["nation"], ""), 44, INK)
    _field(draw, 308, "出生", f"{year} 年 {int(month)} 月 {int(day)} 日", 44)
    _write(draw, (440, 400), "住址", 32, LABEL)
    for row, line in enumerate(_lines(person["address"], 14)):
        _write(draw, (540, 390 + 58 * row), line, 44, INK)
    draw.line((64, 622, 1220, 622), fill=(160, 184, 182), width=3)
    _write(draw, (64, 672), "身份号码", 36, LABEL)
    spaced = " ".join((person["number"][:6], person["number"][6:14], person["number"][14:]))
    _write(draw, (260, 650), spaced, 66, INK, 1)
    return _rounded(face, 47)


def _field(draw: ImageDraw.ImageDraw, top: int, label: str, value: str, size: int) -> None:
    _write(draw, (440, top + 8), label, 32, LABEL)
    _write(draw, (540, top - 4), value, size, INK, 1 if size > 50 else 0)


def _card_ground() -> Image.Image:
    """Pale mint to pale sky with fine waves."""
    width, height = CARD
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    mix = np.clip(0.7 * across + 0.4 * down, 0, 1)[..., None]
    ground = np.array((224, 238, 228)) * (1 - mix) + np.array((222, 232, 242)) * mix
    waves = np.zeros((height, width))
    for turns, phase in ((7, 0.0), (9, 1.7), (11, 3.1)):
        bend = 0.05 * np.sin(2 * math.pi * (across * 2.2 + phase)) + 0.03 * np.sin(2 * math.pi * across * 5 + phase)
        waves += np.abs(np.sin(math.pi * turns * 2 * (down + bend))) < 0.07
    ground -= waves[..., None] * np.array((16, 9, 10))
    return Image.fromarray(ground.clip(0, 255).astype(np.uint8))


def _portrait() -> Image.Image:
    """A calm figure without a face: nobody is shown. 330 × 430."""
    big = Image.new("RGB", (660, 860), (214, 226, 232))
    draw = ImageDraw.Draw(big)
    draw.ellipse((40, 560, 620, 1240), fill=(62, 92, 110))
    draw.polygon([(250, 585), (410, 585), (330, 740)], fill=(238, 240, 240))
    draw.rounded_rectangle((272, 470, 388, 640), 50, fill=(206, 172, 150))
    for left in (168, 444):
        draw.ellipse((left, 310, left + 48, 410), fill=(214, 180, 158))
    draw.ellipse((172, 118, 488, 460), fill=(52, 46, 46))
    draw.ellipse((190, 170, 470, 550), fill=(222, 190, 168))
    draw.chord((182, 130, 478, 430), 200, 340, fill=(52, 46, 46))
    return big.resize((330, 430), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.8))


def _rounded(face: Image.Image, radius: int) -> Image.Image:
    mask = Image.new("L", (face.width * 2, face.height * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius * 2, fill=255)
    whole = face.convert("RGBA")
    whole.putalpha(mask.resize(face.size, Image.Resampling.LANCZOS))
    return whole


def form(person: Person) -> Image.Image:
    """A filled-in A4 page with a red seal, RGBA."""
    page = Image.new("RGB", FORM, (248, 246, 240))
    draw = ImageDraw.Draw(page)
    _centred(draw, 130, "家庭情况登记表", 68, INK, 1)
    _centred(draw, 228, "演示样本 · 不作任何证明使用", 30, (120, 120, 118))
    _write(draw, (120, 300), "编号  样-0001", 30, INK)
    _write(draw, (790, 300), "填表日期  2026 年 11 月", 30, INK)
    year, month, day = person["birth"].split("-")
    rows = [
        ("姓名", person["name"], "性别", SEXES[person["sex"]]),
        ("出生日期", f"{year}-{month}-{day}", "民族", NATIONS.get(person["nation"], "")),
        ("身份号码", person["number"], "", ""),
        ("现住地址", person["address"], "", ""),
        ("户口性质", "居民家庭户", "户主关系", "本人"),
        ("婚姻状况", "已登记", "联系方式", "本人选择不填"),
    ]
    top = _table(draw, rows, 360)
    _statement(draw, top + 50)
    page.paste(SEAL, (800, 1330), _seal())
    return page.convert("RGBA")


def _centred(draw: ImageDraw.ImageDraw, top: int, text: str, size: int, ink: Ink, bold: int = 0) -> None:
    _write(draw, ((FORM[0] - _font(size).getlength(text)) / 2, top), text, size, ink, bold)


def _table(draw: ImageDraw.ImageDraw, rows: list[tuple[str, str, str, str]], top: int) -> int:
    left, right, high = 120, FORM[0] - 120, 104
    for label, value, label2, value2 in rows:
        draw.rectangle((left, top, right, top + high), outline=INK, width=3)
        draw.line((left + 200, top, left + 200, top + high), fill=INK, width=3)
        _write(draw, (left + 28, top + 28), label, 36, INK)
        _write(draw, (left + 228, top + 26), value, 38, TYPED)
        if label2:
            draw.line((left + 620, top, left + 620, top + high), fill=INK, width=3)
            draw.line((left + 800, top, left + 800, top + high), fill=INK, width=3)
            _write(draw, (left + 640, top + 28), label2, 36, INK)
            _write(draw, (left + 820, top + 32), value2, 30, TYPED)
        top += high
    return top


def _statement(draw: ImageDraw.ImageDraw, top: int) -> None:
    text = (
        "以上内容由本人提供，经核对与本人所持证件一致。本表为村级服务中心演示设备使用的样本，"
        "表中人物、号码和地址均为虚构，如有雷同纯属巧合。填写时请使用黑色墨水笔，字迹清楚，不要涂改；"
        "需要更正的地方，请在旁边重新填写并签名。"
    )
    for row, line in enumerate(_lines(text, 28)):
        _write(draw, (124, top + 56 * row), line, 36, INK)
    _write(draw, (124, top + 420), "填表人签名", 36, INK)
    draw.line((324, top + 468, 620, top + 468), fill=INK, width=2)
    _write(draw, (124, top + 500), "经办人签名", 36, INK)
    draw.line((324, top + 548, 620, top + 548), fill=INK, width=2)


def _seal() -> Image.Image:
    """The shape of a round stamp, 320 px, as a mask: ring, star, and words around it; unevenly inked."""
    mask = Image.new("L", (640, 640), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((12, 12, 628, 628), outline=215, width=16)
    points = [(320 + r * math.sin(a), 320 - r * math.cos(a)) for a, r in _star(120)]
    draw.polygon(points, fill=215)
    words = "桔洲村服务中心演示章"
    for place, letter in enumerate(words):
        angle = -126 + 252 * place / (len(words) - 1)
        glyph = Image.new("L", (640, 640), 0)
        ImageDraw.Draw(glyph).text((320, 74), letter, font=_font(76), fill=215, anchor="mm")
        mask = Image.fromarray(np.maximum(np.asarray(mask), np.asarray(glyph.rotate(-angle))))
    inked = np.random.default_rng(7).normal(1.0, 0.35, (80, 80)).clip(0.45, 1.0)
    patchy = Image.fromarray((inked * 255).astype(np.uint8)).resize((640, 640), Image.Resampling.BICUBIC)
    whole = np.asarray(mask).astype(np.float32) * np.asarray(patchy) / 255
    return Image.fromarray(whole.astype(np.uint8)).resize((320, 320), Image.Resampling.LANCZOS)


def _star(radius: float) -> list[tuple[float, float]]:
    return [(math.pi * corner / 5, radius if corner % 2 == 0 else radius * 0.382) for corner in range(10)]
