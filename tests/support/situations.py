"""A realistic situation for every screen and its variants, full and with long names, by name. Invented people only."""

from __future__ import annotations

from dataclasses import replace

from devices.interfaces import (
    CameraAbsent,
    CameraState,
    CameraStreaming,
    Hint,
    Paper,
    PrinterState,
    Quad,
)
from kiosk.errors import KINDS
from kiosk.matters.text import Text
from kiosk.session.model import (
    Capture,
    Guide,
    HandedIn,
    IdleWarning,
    Line,
    MatterCard,
    Notice,
    Option,
    PageCheck,
    PaperLine,
    Person,
    Question,
    ReasonLine,
    ResultView,
    Review,
    ReviewLine,
    Site,
    Situation,
    SlipState,
    StaffCall,
    Stop,
    Trouble,
)

SITE = Site(
    town=Text(zh="石碣镇", en="Shijie Town"),
    village=Text(zh="桔洲村", en="Juzhou Village"),
    centre=Text(zh="桔洲村党群服务中心", en="Juzhou Village Service Centre"),
    terminal="12345",
)
GOOD_PRINTER = PrinterState(link=True, cover_closed=True, paper=Paper.OK, cutter_ok=True)
STREAMING = CameraStreaming(30.0)
SHEET: Quad = ((0.279, 0.286), (0.718, 0.231), (0.756, 0.742), (0.281, 0.801))
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
    "东莞户口，满 70 岁每月领钱。",
    "Money every month from age 70, with Dongguan hukou.",
    "elderly_allowance",
    "eligible",
)
BIRTH = matter(
    "DG-WJ-001",
    "生育登记",
    "Maternity registration",
    "准备生、已经生，都可以登记。",
    "For a child you plan, expect or have.",
    "birth_registration",
)
RESIDENCE = replace(
    matter(
        "DG-GA-001",
        "居住证",
        "Residence permit",
        "不是东莞户口，住满半年就可以申请。",
        "For those who have lived in Dongguan for half a year without its hukou.",
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


def base(stop: Stop) -> Situation:
    return Situation(
        stop=stop,
        language="zh-Hans",
        site=SITE,
        today="2026-11-24",
        time="10:24",
        line=Line.UP,
        printer=GOOD_PRINTER,
        readers_ready=True,
        can_step_back=stop is not Stop.ATTRACT,
    )


GUIDE = Guide(
    card=ALLOWANCE,
    name=Text(zh="高龄老人生活津贴", en="Living allowance for people aged 70 and over"),
    department=Text(zh="东莞市民政局", en="Dongguan Civil Affairs Bureau"),
    reasons=(
        ReasonLine(Text(zh="东莞户口", en="Registered in Dongguan"), True),
        ReasonLine(Text(zh="满 70 岁（可提前 1 个月申请）", en="Aged 70, or within one month of it"), True),
        ReasonLine(Text(zh="现在没有在领高龄津贴", en="Not already receiving it"), None),
    ),
    papers=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card"),),
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
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card"),
        PaperLine(Text(zh="另一方身份证", en="Your partner's ID card"), "camera"),
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
    papers=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card"),),
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
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card"),
        PaperLine(ID_PAPER, "done"),
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
    handed=(PaperLine(Text(zh="身份证", en="Resident ID card"), "card"),),
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
        PaperLine(Text(zh="本人身份证或户口簿", en="ID card or household register"), "card"),
        PaperLine(ID_PAPER, "done"),
    ),
)
NEWS = Notice(
    "1234 5000 0001 84",
    Text(zh="生育登记", en="Maternity registration"),
    "2026-11-20",
    ResultView(
        "approved", Text(zh="登记好了。", en="You are registered.")
    ),
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


def capture(hint: Hint = Hint.NONE, camera: CameraState = STREAMING, hold: float = 0.6) -> Situation:
    seen = SHEET if hint in (Hint.NONE, Hint.MOVING) else None
    return replace(
        base(Stop.CAMERA), person=CHEN, capture=Capture("partner_id", ID_PAPER, 1, 2, camera, seen, hint, hold)
    )


def question(asked: Question) -> Situation:
    return replace(base(Stop.QUESTION), person=CHEN, question=asked)


def handed(**changes: object) -> Situation:
    return replace(base(Stop.HANDED_IN), person=CHEN, handed_in=replace(HANDED, **changes))  # type: ignore[arg-type]  # fields of HandedIn by name


def trouble(key: str) -> Situation:
    kind = KINDS[key]
    return replace(base(Stop.CARD), trouble=Trouble(kind.code, key, kind.who, retry=kind.retry))


def all_situations(small: bytes = b"") -> dict[str, Situation]:
    """By name, in Chinese; `small` is the JPEG of a taken page."""
    attract = replace(base(Stop.ATTRACT), frequent=(replace(ALLOWANCE, judgement="unknown"), BIRTH))
    matters = replace(base(Stop.MATTERS), person=CHEN, matters=(ALLOWANCE, BIRTH))
    review = replace(base(Stop.REVIEW), person=CHEN, review=REVIEW)
    return {
        "attract": attract,
        "attract_full": replace(attract, frequent=MANY),
        "attract_troubled": replace(
            attract, readers_ready=False, line=Line.DOWN, printer=PrinterState(link=True, paper=Paper.OUT)
        ),
        "consent": base(Stop.CONSENT),
        "card": base(Stop.CARD),
        "card_reading": replace(base(Stop.CARD), busy="reading_card"),
        "card_no_reader": replace(base(Stop.CARD), readers_ready=False),
        "notices": replace(base(Stop.NOTICES), person=CHEN, notices=(NEWS, MISSING)),
        "notices_many": replace(base(Stop.NOTICES), person=CHEN, notices=(MISSING, NEWS) * 3),
        "matters": matters,
        "matters_many": replace(matters, matters=(*MANY, REFUSED), person=LONG_NAMED),
        "guide": replace(base(Stop.GUIDE), person=CHEN, guide=GUIDE),
        "guide_birth": replace(base(Stop.GUIDE), person=CHEN, guide=BIRTH_GUIDE),
        "guide_not_yet": replace(base(Stop.GUIDE), person=CHEN, guide=NOT_YET),
        "guide_busy": replace(base(Stop.GUIDE), person=CHEN, guide=GUIDE, busy="asking_platform"),
        "question_address": question(ADDRESS),
        "question_address_none": question(replace(ADDRESS, suggestion="", suggestion_from="")),
        "question_choice": question(STAGE),
        "question_many": question(BANKS),
        "question_boolean": question(PARTNER),
        "question_integer": question(CHILDREN),
        "question_date": question(DUE),
        "question_phone": question(PHONE),
        "question_id": question(ID_NUMBER),
        "question_name": question(NAME),
        "camera": capture(),
        "camera_no_page": capture(Hint.NO_PAGE, hold=0.0),
        "camera_moving": capture(Hint.MOVING, hold=0.0),
        "camera_absent": capture(Hint.NO_PICTURE, CameraAbsent("no_camera"), 0.0),
        "page_check": replace(
            base(Stop.PAGE_CHECK), person=CHEN, page_check=PageCheck("partner_id", ID_PAPER, 1, 2, small)
        ),
        "review": review,
        "review_birth_offline": replace(review, review=BIRTH_REVIEW, line=Line.DOWN),
        "review_gaps": replace(review, review=replace(REVIEW, gaps=(Text(zh="现在住在哪里", en="Current address"),))),
        "review_long": replace(review, review=LONG_REVIEW, person=LONG_NAMED),
        "handed_in": handed(),
        "handed_in_deciding": handed(result=None, deciding=True, slip=SlipState.PRINTING, official_no=""),
        "handed_in_delivered": handed(result=None),
        "handed_in_correction": handed(result=MISSING.result, copies=1),
        "handed_in_kept": replace(base(Stop.HANDED_IN), handed_in=KEPT, line=Line.DOWN),
        "handed_in_sending": replace(base(Stop.HANDED_IN), handed_in=replace(KEPT, why_kept="", deciding=True)),
        "handed_in_waiting": handed(slip=SlipState.WAITING, slip_code="paper_out"),
        "handed_in_held": handed(slip=SlipState.HELD),
        "handed_in_unknown": handed(slip=SlipState.UNKNOWN),
        "handed_in_asking": handed(asking_slip=True),
        "handed_in_no_paper": replace(
            base(Stop.HANDED_IN), handed_in=replace(KEPT, slip=SlipState.NONE, why_kept="rubbish")
        ),
        "idle": replace(matters, idle=IdleWarning(28)),
        "idle_handed_in": replace(handed(), idle=IdleWarning(9)),
        "staff_calling": replace(matters, staff_call=StaffCall("calling", 12)),
        "staff_reached": replace(matters, staff_call=StaffCall("reached", 20)),
        "staff_not_reached": replace(matters, staff_call=StaffCall("not_reached", 5)),
        **{f"trouble_{key}": trouble(key) for key in KINDS},
    }
