from datetime import date

import pytest

from kiosk.consultation.personal import luhn_holds, without_personal

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "kept", "removed"),
    [
        ("我身份证11010519491231002X丢了", "我身份证〔证件号〕丢了", 1),
        ("我身份证 110105 19491231 002x 丢了", "我身份证 〔证件号〕 丢了", 1),
        ("卡号 6217 0000 1234 5670 没到账", "卡号 〔卡号〕 没到账", 1),
        ("卡号6217000012345671，没到账", "卡号〔号码〕，没到账", 1),
        ("打138-0000-0000告诉我", "打〔手机号〕告诉我", 1),
        ("打+8613800000000告诉我", "打+〔手机号〕告诉我", 1),
        ("打０７６９２２２２３３３３告诉我", "打〔号码〕告诉我", 1),
        ("我的卡是DEU320190123456", "我的卡是〔证件号〕", 1),
        ("发到 li.si@example.org 吧", "发到 〔邮箱〕 吧", 1),
        ("我叫王小明，想办卡", "我叫〔姓名〕，想办卡", 1),
        ("老公名字叫李四，可以代办吗", "老公名字叫〔姓名〕，可以代办吗", 1),
        ("My name is John Smith, how do I register?", "My name is 〔姓名〕, how do I register?", 1),
        ("我叫王小明，身份证11010519491231002X", "我叫〔姓名〕，身份证〔证件号〕", 2),
    ],
)
def test_what_tells_who_asked_is_taken_out(said: str, kept: str, removed: int) -> None:
    assert without_personal(said, TODAY) == (kept, removed)


@pytest.mark.parametrize(
    "said",
    ["70岁领100元吗", "2026年11月24日能办吗", "12345还是12333", "我叫人帮我办可以吗", "我是外地人", "能提1200000元"],
)
def test_what_a_question_needs_stays(said: str) -> None:
    assert without_personal(said, TODAY) == (said, 0)


def test_the_check_digit_of_a_bank_card_finds_every_single_wrong_digit() -> None:
    right = "6217000012345670"
    assert luhn_holds(right)
    wrong = [right[:n] + str((int(right[n]) + 1) % 10) + right[n + 1 :] for n in range(len(right))]
    assert not any(map(luhn_holds, wrong))
