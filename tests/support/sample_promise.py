"""An invented case of 临时救助: its guide, the promise, the signature, why a paper is asked, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.assets import asset
from kiosk.commitments.signature import Strokes
from kiosk.matters.grounds import walk
from kiosk.matters.load import load_catalogue
from kiosk.matters.text import Text
from kiosk.reference_platform.decide import by_a_person
from kiosk.session.model import Guide, Option, Question, ReasonLine, ResultView, ReviewLine
from kiosk.session.papers_shown import CommitmentOffer, GroundLine, NoticeLine, PaperLine, PaperWhy, SignatureAsked
from tests.support.sample_cases import HANDED, NO_PHONE, REVIEW
from tests.support.sample_matters import matter

CATALOGUE = load_catalogue(asset("matters"))
RELIEF = CATALOGUE.get("DG-MZ-004")
TEMPLATE = CATALOGUE.tables.commitments["cm.hardship"]
PROOF = RELIEF.paper("event_proof")
CITED = [RELIEF.basis(id).cited for id in PROOF.basis]
BASIS = Text(zh=f"{CITED[0].zh}，另有 1 条", en=f"{CITED[0].of('en')}, and 1 more")
OWN_CARD = PaperLine(RELIEF.paper("id_card").name, "card", paper="id_card")
TO_CHOOSE = PaperLine(PROOF.name, "choice", PROOF.note, "event_proof", BASIS)
PROMISED = replace(TO_CHOOSE, state="promised")
CARD = replace(
    matter("DG-MZ-004", "临时救助", "Temporary relief", RELIEF.summary.zh, RELIEF.summary.of("en"), "hand"),
    instant=False,
    days=15,
)
RELIEF_GUIDE = Guide(
    card=CARD,
    name=RELIEF.name,
    department=RELIEF.department,
    reasons=tuple(ReasonLine(condition.text, None) for condition in RELIEF.conditions),
    papers=(OWN_CARD, TO_CHOOSE),
    removed=tuple(proof.name for proof in RELIEF.removed_proofs),
    benefit=None,
    free=True,
    can_start=True,
    identity=RELIEF.identity.why,
)
OFFER = CommitmentOffer(
    "event_proof",
    PROOF.name,
    TEMPLATE.name,
    (
        NoticeLine("proves", TEMPLATE.proves),
        NoticeLine("replaces", TEMPLATE.replaces),
        NoticeLine("checked", TEMPLATE.checked),
        NoticeLine("liability", TEMPLATE.liability),
        *(NoticeLine("excluded", text) for text in TEMPLATE.excluded),
        NoticeLine("choice", TEMPLATE.choice),
    ),
)
NAME_DRAWN: Strokes = (
    ((140, 110), (320, 96)),
    ((230, 60), (222, 190), (150, 300)),
    ((236, 180), (330, 290)),
    ((470, 70), (450, 180), (420, 300)),
    ((520, 90), (640, 84), (628, 170), (520, 180)),
    ((560, 180), (556, 330)),
    ((740, 120), (900, 110)),
    ((820, 60), (816, 250), (770, 320), (720, 300)),
)
TO_SIGN = SignatureAsked("event_proof", TEMPLATE.name, TEMPLATE.statement)
SIGNED = replace(TO_SIGN, drawn=NAME_DRAWN)
WHY = PaperWhy(
    line=TO_CHOOSE,
    asked_by=PROOF.asked_by,
    issuer=PROOF.issuer,
    guide=PROOF.guide,
    grounds=tuple(GroundLine(one.question, one.answer, one.spared) for one in walk(RELIEF, PROOF)),
)
WHY_SPARED = PaperWhy(
    line=OWN_CARD,
    asked_by=RELIEF.paper("id_card").asked_by,
    issuer=RELIEF.paper("id_card").issuer,
    guide=RELIEF.paper("id_card").guide,
    grounds=tuple(GroundLine(one.question, one.answer, one.spared) for one in walk(RELIEF, RELIEF.paper("id_card"))),
)
RELIEF_REVIEW = replace(
    REVIEW,
    matter=RELIEF.short,
    lines=(
        *REVIEW.lines[:5],
        ReviewLine(
            RELIEF.field("cause").label, "illness", "answer", "cause", Text(zh="生大病", en="A serious illness")
        ),
        ReviewLine(RELIEF.field("event_date").label, "2026-11-20", "answer", "event_date"),
        ReviewLine(RELIEF.field("urgent").label, "false", "answer", "urgent", Text(zh="否", en="No")),
    ),
    papers=(OWN_CARD, PROMISED),
    optional=(ReviewLine(RELIEF.field("self_paid").label, "", "answer", "self_paid"), NO_PHONE),
)
RELIEF_HANDED = replace(
    HANDED,
    matter=RELIEF.short,
    department=RELIEF.department,
    handed=(OWN_CARD, PROMISED),
    result=ResultView("received", by_a_person(RELIEF), "DG1012612030001212"),
    official_no="DG1012612030001212",
)
SELF_PAID = Question(
    "self_paid",
    RELIEF.field("self_paid").label,
    "money",
    help=RELIEF.field("self_paid").help,
    optional=True,
    number=4,
    total=4,
)
LAND = Question("mu", Text(zh="种了多少亩地？", en="How many mu do you farm?"), "decimal", number=2, total=3)
METER = Question("meter", Text(zh="水表上的户号", en="The number on your water meter"), "digits", number=1, total=1)
NEEDS = Question(
    "needs",
    Text(zh="要哪些帮助？可以选几个", en="Which help do you need? Choose any"),
    "choices",
    options=(
        Option("food", Text(zh="吃的", en="Food")),
        Option("shelter", Text(zh="住的地方", en="A place to stay")),
        Option("clothes", Text(zh="衣服和被子", en="Clothes and blankets")),
        Option("care", Text(zh="有人照顾老人和孩子", en="Somebody to look after children or older people")),
    ),
    number=3,
    total=5,
)
MONTH = Question("from_month", Text(zh="从哪个月开始？", en="From which month on?"), "month", number=1, total=2)
