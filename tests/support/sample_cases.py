"""Invented answers, reviews and what became of them: full, empty, and with long names."""

from __future__ import annotations

from dataclasses import replace

from kiosk.matters.text import Text
from kiosk.session.model import HandedIn, Notice, Option, Question, ResultView, Review, ReviewLine, SlipState
from kiosk.session.papers_shown import PaperLine

ADDRESS = Question(
    "live_address",
    Text(zh="您现在住在哪里？", en="Where do you live now?"),
    "address",
    suggestion="广东省东莞市石碣镇桔洲村桔洲二路18号",
    suggestion_from="card",
    number=1,
    total=2,
)
STAGE = Question(
    "stage",
    Text(zh="现在是哪一种？", en="Which is it now?"),
    "choice",
    options=(
        Option("planning", Text(zh="准备怀孕", en="Planning")),
        Option("pregnant", Text(zh="已经怀孕", en="Pregnant")),
        Option("born", Text(zh="孩子已经出生", en="The child is born")),
    ),
    help=Text(zh="怀上没怀上都可以登记。", en="You can register before or after."),
    number=3,
    total=5,
)
PARTNER = Question(
    "has_partner",
    Text(zh="要和另一方一起登记吗？", en="Do you register together with your partner?"),
    "boolean",
    options=(Option("true", Text(zh="是", en="Yes")), Option("false", Text(zh="不是", en="No"))),
    number=2,
    total=5,
)
CHILDREN = Question(
    "children_before", Text(zh="以前有几个孩子？", en="How many children had you before?"), "integer", number=5, total=5
)
DUE = Question(
    "due_date", Text(zh="预产期是哪一天？", en="When is the child due?"), "date", optional=True, number=4, total=5
)
PHONE = Question(
    "phone",
    Text(zh="您的手机号码", en="Your mobile phone number"),
    "phone",
    optional=True,
    error="phone",
    help=Text(zh="用来收办理短信。没有手机可以不填。", en="For text messages about your case. You may leave it empty."),
)
ID_NUMBER = Question(
    "partner_id_no", Text(zh="另一方的证件号码", en="Your partner's ID number"), "id_number", number=4, total=6
)
NAME = Question(
    "partner_name", Text(zh="另一方的姓名", en="Your partner's name"), "name", optional=True, number=3, total=6
)
BANKS = Question(
    "bank",
    Text(zh="钱打到哪家银行的账户？", en="Which bank is the account with?"),
    "choice",
    options=tuple(
        Option(f"b{n}", Text(zh=f"东莞农村商业银行第{n}支行", en=f"Dongguan Rural Commercial Bank, branch {n}"))
        for n in range(1, 10)
    ),
    number=1,
    total=1,
)

ID_PAPER = Text(zh="另一方身份证", en="Your partner's ID card")
KNOWN_LINES = (
    ReviewLine(Text(zh="姓名", en="Name"), "陈福寿", "card"),
    ReviewLine(Text(zh="证件号码", en="ID number"), "4419**********7017", "card"),
    ReviewLine(Text(zh="性别", en="Sex"), "M", "card", value_text=Text(zh="男", en="Male")),
    ReviewLine(Text(zh="出生日期", en="Date of birth"), "1952-03-08", "card"),
)
HOME = ReviewLine(
    Text(zh="现在住在哪里", en="Current address"), "广东省东莞市石碣镇桔洲村桔洲二路18号", "answer", "live_address"
)
NO_PHONE = ReviewLine(Text(zh="手机号码", en="Mobile phone"), "", "answer", "phone")
TRUTH = Text(
    zh="上面写的都是真的，情况有变会来说一声。",
    en="What is written above is true, and I will tell you when it changes.",
)
REVIEW = Review(
    matter=Text(zh="高龄津贴", en="Allowance for people over 70"),
    lines=(
        *KNOWN_LINES,
        HOME,
        ReviewLine(
            Text(zh="用哪个账户收款", en="Account to use"),
            "sscard",
            "share",
            "account_kind",
            Text(zh="本人社保卡银行账户", en="Bank account of the social security card"),
        ),
        ReviewLine(Text(zh="从哪个月开始领", en="First month"), "2026-12", "computed"),
    ),
    papers=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card", paper="id_card"),),
    optional=(NO_PHONE,),
    declaration=TRUTH,
    gaps=(),
    offline=False,
)
BIRTH_REVIEW = Review(
    matter=Text(zh="生育登记", en="Maternity registration"),
    lines=(
        *KNOWN_LINES,
        replace(HOME, value="广东省东莞市石碣镇桔洲村荔园街7号"),
        ReviewLine(
            Text(zh="和另一方一起登记", en="Register with partner"),
            "true",
            "answer",
            "has_partner",
            Text(zh="是", en="Yes"),
        ),
        ReviewLine(Text(zh="现在是", en="Stage"), "planning", "answer", "stage", Text(zh="已经怀孕", en="Pregnant")),
        ReviewLine(Text(zh="预产期", en="Due date"), "2027-05-20", "answer", "due_date"),
        ReviewLine(Text(zh="以前有几个孩子", en="Children before"), "1", "answer", "children_before"),
    ),
    papers=(
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card", paper="id_or_hukou"),
        PaperLine(ID_PAPER, "done", paper="partner_id"),
    ),
    optional=(NO_PHONE,),
    declaration=TRUTH,
    gaps=(),
    offline=True,
)
LONG_REVIEW = replace(
    BIRTH_REVIEW,
    lines=(
        ReviewLine(Text(zh="姓名", en="Name"), "买买提·阿卜杜热西提·吐尔逊江", "card"),
        *BIRTH_REVIEW.lines[1:],
        ReviewLine(
            Text(zh="另一方的姓名和她家里人怎么称呼她", en="Name of the other parent as the family calls her"),
            "古丽巴哈尔·阿卜杜热西提",
            "answer",
            "partner_name",
        ),
        ReviewLine(
            Text(zh="另一方的证件号码", en="Your partner's ID number"), "4419**********7131", "answer", "partner_id_no"
        ),
        ReviewLine(
            Text(zh="备注", en="Remark"), "住在祠堂后面的老房子里，门口有一棵大榕树，问一下就找得到", "answer", "remark"
        ),
    ),
)
SOME_MONEY = ResultView(
    "approved",
    Text(zh="每月 100 元，从 2026 年 12 月开始", en="100 yuan a month from December 2026"),
    "442026112400000018",
)
QR = "https://kiosk.invalid/r/12345000000184?s=" + "mT4xQ0Zk9sVbYpLw2HcE7uRnJ3aGdF6i" * 3
HANDED = HandedIn(
    number="1234 5000 0001 84",
    matter=Text(zh="高龄津贴", en="Allowance for people over 70"),
    department=Text(zh="东莞市民政局", en="Dongguan Civil Affairs Bureau"),
    handed=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card", paper="id_card"),),
    delivered=True,
    deciding=False,
    result=SOME_MONEY,
    slip=SlipState.PRINTED,
    slip_code="",
    copies=0,
    qr=QR,
    official_no="442026112400000018",
)
KEPT = replace(
    HANDED,
    matter=Text(zh="生育登记", en="Maternity registration"),
    delivered=False,
    result=None,
    official_no="",
    department=Text(zh="东莞市卫生健康局", en="Dongguan Health Bureau"),
    why_kept="down",
    handed=(
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card", paper="id_or_hukou"),
        PaperLine(ID_PAPER, "done", paper="partner_id"),
    ),
)
NEWS = Notice(
    "1234 5000 0001 84",
    Text(zh="生育登记", en="Maternity registration"),
    "2026-11-20",
    ResultView("approved", Text(zh="登记好了。", en="You are registered.")),
)
MISSING = Notice(
    "1234 5000 0002 81",
    Text(zh="居住证", en="Residence permit"),
    "2026-11-21",
    ResultView(
        "needs_correction",
        Text(
            zh="租房合同少了最后一页，请带来拍一下。",
            en="The last page of the lease is missing. Please bring it and photograph it.",
        ),
    ),
)
