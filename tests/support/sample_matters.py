"""Invented matters as the screens see them: where the kiosk stands, who stands there, cards and guides."""

from __future__ import annotations

from dataclasses import replace

from kiosk.matters.text import Text
from kiosk.session.model import Guide, MatterCard, Person, ReasonLine, Site
from kiosk.session.papers_shown import PaperLine

SITE = Site(
    town=Text(zh="石碣镇", en="Shijie Town"),
    village=Text(zh="桔洲村", en="Juzhou Village"),
    centre=Text(zh="桔洲村党群服务中心", en="Juzhou Village Service Centre"),
    terminal="12345",
)
CHEN = Person(Text(zh="陈伯", en="Mr Chen"), elder=True)
LONG_NAMED = Person(Text(zh="买买提·阿卜杜热西提先生", en="Mr Abdurashit Muhammadjan"), elder=False)


def matter(
    code: str, zh: str, en: str, zh_says: str, en_says: str, icon: str, judgement: str = "unknown"
) -> MatterCard:
    return MatterCard(code, Text(zh=zh, en=en), Text(zh=zh_says, en=en_says), icon, True, 0, judgement)


ALLOWANCE = matter(
    "DG-MZ-001",
    "高龄津贴",
    "Allowance for people over 70",
    "满 70 岁，每月领钱",
    "Monthly money from age 70",
    "elderly_allowance",
    "eligible",
)
BIRTH = matter(
    "DG-WJ-001",
    "生育登记",
    "Maternity registration",
    "准备生、已经生都能办",
    "For a child you plan, expect or have",
    "birth_registration",
)
RESIDENCE = replace(
    matter(
        "DG-GA-001",
        "居住证",
        "Residence permit",
        "住满半年可以申请",
        "After half a year in Dongguan",
        "no_such_picture",
    ),
    instant=False,
    days=7,
)
REFUSED = replace(
    ALLOWANCE,
    judgement="not_eligible",
    note=Text(
        zh="还没到 70 岁。满 70 岁前 1 个月就可以来申请。", en="You are not 70 yet. Come from one month before you are."
    ),
)
MANY = tuple(replace(m, code=f"{m.code[:6]}{n:03}") for n, m in enumerate((ALLOWANCE, BIRTH, RESIDENCE) * 2, 1))

GUIDE = Guide(
    card=ALLOWANCE,
    name=Text(zh="高龄老人生活津贴", en="Living allowance for people aged 70 and over"),
    department=Text(zh="东莞市民政局", en="Dongguan Civil Affairs Bureau"),
    reasons=(
        ReasonLine(Text(zh="东莞户口", en="Registered in Dongguan"), True),
        ReasonLine(Text(zh="满 70 岁（可提前 1 个月申请）", en="Aged 70, or within one month of it"), True),
        ReasonLine(Text(zh="现在没有在领高龄津贴", en="Not already receiving it"), None),
    ),
    papers=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card", paper="id_card"),),
    removed=(
        Text(zh="健在证明", en="proof of life"),
        Text(zh="年龄证明", en="proof of age"),
        Text(zh="户籍证明", en="proof of hukou"),
    ),
    benefit=Text(zh="每月 100 元", en="100 yuan a month"),
    free=True,
    can_start=True,
)
BIRTH_GUIDE = Guide(
    card=BIRTH,
    name=Text(zh="生育登记", en="Maternity registration"),
    department=Text(zh="东莞市卫生健康局", en="Dongguan Health Bureau"),
    reasons=(
        ReasonLine(
            Text(zh="户口在广东，或者现在住在广东", en="Your hukou is in Guangdong, or you live there now"), True
        ),
    ),
    papers=(
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card", paper="id_or_hukou"),
        PaperLine(
            Text(zh="另一方身份证", en="Your partner's ID card"),
            "camera",
            paper="partner_id",
            basis=Text(
                zh="《广东省卫生健康委生育登记管理办法》（粤卫规〔2022〕8号）第五条",
                en="Guangdong Rules on Maternity Registration",
            ),
        ),
    ),
    removed=(
        Text(zh="结婚证", en="marriage certificate"),
        Text(zh="怀孕证明", en="proof of pregnancy"),
        Text(zh="村居婚育证明", en="village marriage certificate"),
    ),
    benefit=None,
    free=True,
    can_start=True,
)
NOT_YET = replace(
    GUIDE,
    can_start=False,
    card=REFUSED,
    reasons=(
        ReasonLine(Text(zh="东莞户口", en="Registered in Dongguan"), True),
        ReasonLine(
            Text(zh="满 70 岁（可提前 1 个月申请）", en="Aged 70, or within one month of it"), False, REFUSED.note
        ),
        ReasonLine(Text(zh="现在没有在领高龄津贴", en="Not already receiving it"), True),
    ),
    benefit=None,
)
